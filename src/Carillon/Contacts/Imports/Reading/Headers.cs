using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Carillon.Contacts.Imports.Reading;

/// <summary>What people call their columns, in the exports that are known and by hand.</summary>
internal static class Headers
{
    private static readonly FrozenDictionary<string, ContactField> Aliases = new Dictionary<string, ContactField>
    {
        ["phone"] = ContactField.Phone,
        ["phonenumber"] = ContactField.Phone,
        ["phoneno"] = ContactField.Phone,
        ["phone1"] = ContactField.Phone,
        ["phonenumber1"] = ContactField.Phone,
        ["phone1value"] = ContactField.Phone,
        ["primaryphone"] = ContactField.Phone,
        ["primaryphonenumber"] = ContactField.Phone,
        ["primarymobile"] = ContactField.Phone,
        ["primarymobilephone"] = ContactField.Phone,
        ["primarymobilephone1"] = ContactField.Phone,
        ["mobile"] = ContactField.Phone,
        ["mobilephone"] = ContactField.Phone,
        ["mobilephone1"] = ContactField.Phone,
        ["mobilenumber"] = ContactField.Phone,
        ["mobileno"] = ContactField.Phone,
        ["cell"] = ContactField.Phone,
        ["cellphone"] = ContactField.Phone,
        ["cellnumber"] = ContactField.Phone,
        ["cellular"] = ContactField.Phone,
        ["tel"] = ContactField.Phone,
        ["telephone"] = ContactField.Phone,
        ["telephonenumber"] = ContactField.Phone,
        ["contactnumber"] = ContactField.Phone,
        ["contactphone"] = ContactField.Phone,
        ["smsnumber"] = ContactField.Phone,
        ["msisdn"] = ContactField.Phone,
        ["whatsapp"] = ContactField.Phone,
        ["handy"] = ContactField.Phone,
        ["telefon"] = ContactField.Phone,
        ["telefono"] = ContactField.Phone,
        ["celular"] = ContactField.Phone,
        ["portable"] = ContactField.Phone,
        ["email"] = ContactField.Email,
        ["emailaddress"] = ContactField.Email,
        ["email1"] = ContactField.Email,
        ["email1value"] = ContactField.Email,
        ["primaryemail"] = ContactField.Email,
        ["primaryemail1"] = ContactField.Email,
        ["mail"] = ContactField.Email,
        ["courriel"] = ContactField.Email,
        ["correo"] = ContactField.Email,
        ["firstname"] = ContactField.FirstName,
        ["first"] = ContactField.FirstName,
        ["fname"] = ContactField.FirstName,
        ["givenname"] = ContactField.FirstName,
        ["forename"] = ContactField.FirstName,
        ["primaryfirstname"] = ContactField.FirstName,
        ["ownerfirstname"] = ContactField.FirstName,
        ["vorname"] = ContactField.FirstName,
        ["prenom"] = ContactField.FirstName,
        ["nombre"] = ContactField.FirstName,
        ["lastname"] = ContactField.LastName,
        ["last"] = ContactField.LastName,
        ["lname"] = ContactField.LastName,
        ["surname"] = ContactField.LastName,
        ["familyname"] = ContactField.LastName,
        ["primarylastname"] = ContactField.LastName,
        ["ownerlastname"] = ContactField.LastName,
        ["nachname"] = ContactField.LastName,
        ["apellido"] = ContactField.LastName,
        ["apellidos"] = ContactField.LastName,
        ["name"] = ContactField.FullName,
        ["fullname"] = ContactField.FullName,
        ["contactname"] = ContactField.FullName,
        ["customername"] = ContactField.FullName,
        ["clientname"] = ContactField.FullName,
        ["displayname"] = ContactField.FullName,
        ["primaryname"] = ContactField.FullName,
        ["ownername"] = ContactField.FullName,
        ["timezone"] = ContactField.TimeZone,
        ["tz"] = ContactField.TimeZone,
        ["ianatimezone"] = ContactField.TimeZone,
        ["region"] = ContactField.Region,
        ["state"] = ContactField.Region,
        ["province"] = ContactField.Region,
        ["stateprovince"] = ContactField.Region,
        ["stateofresidence"] = ContactField.Region,
        ["homestate"] = ContactField.Region,
        ["tags"] = ContactField.Tags,
        ["tag"] = ContactField.Tags,
        ["labels"] = ContactField.Tags,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> OwnNames = new Dictionary<string, string>
    {
        ["company"] = "company",
        ["companyname"] = "company",
        ["business"] = "company",
        ["businessname"] = "company",
        ["organization"] = "company",
        ["organisation"] = "company",
        ["title"] = "title",
        ["jobtitle"] = "title",
        ["position"] = "title",
        ["address"] = "address",
        ["street"] = "address",
        ["streetaddress"] = "address",
        ["address1"] = "address",
        ["addressline1"] = "address",
        ["zip"] = "zip",
        ["zipcode"] = "zip",
        ["postalcode"] = "zip",
        ["postcode"] = "zip",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Word, int? Person)[] PersonWords =
    [
        ("primary", 1), ("secondary", 2), ("spouse", 2), ("coowner", 2), ("cobuyer", 2), ("coborrower", 2), ("partner", 2),
        ("owner", null), ("contact", null), ("person", null), ("resident", null), ("tenant", null), ("buyer", null), ("seller", null), ("borrower", null),
        ("applicant", null), ("homeowner", null), ("member", null),
    ];

    private static readonly string[] PhoneWords = ["phone", "mobile", "cell", "telef", "whatsapp", "sms"];
    private static readonly string[] OtherLines = ["fax", "type", "valid", "carrier", "status", "count", "note", "consent", "secondary", "alternate", "work", "office", "landline", "home"];

    /// <summary>
    /// The person of a row whom a header names, and the field of theirs: <c>Secondary Mobile Phone1</c>, <c>Owner 2 First Name</c>,
    /// <c>Contact 1 - E-mail</c>, or by a number at the end, <c>Phone 2</c>. Null when it names none or no field of a person.
    /// </summary>
    public static (int Person, ContactField Field, bool IsByEnd)? PersonOf(string header)
    {
        var bare = Bare(header);
        foreach (var (word, person) in PersonWords)
        {
            if (bare.StartsWith(word, StringComparison.Ordinal) && bare.Length > word.Length)
            {
                var rest = bare[word.Length..];
                var number = person ?? (char.IsBetween(rest[0], '1', '9') ? rest[0] - '0' : 0);
                return number > 0 && Aliases.TryGetValue((person is null ? rest[1..] : rest).TrimEnd('1'), out var field) && IsOfPerson(field) ? (number, field, false) : null;
            }
        }

        return bare.Length > 1 && char.IsBetween(bare[^1], '1', '9') && Aliases.TryGetValue(bare[..^1], out var ended) && IsOfPerson(ended) ? (bare[^1] - '0', ended, true) : null;
    }

    private static bool IsOfPerson(ContactField field) =>
        field is ContactField.Phone or ContactField.FirstName or ContactField.LastName or ContactField.FullName or ContactField.Email;

    /// <summary>The field whose usual name the header is, give or take a slip of the pen; null when it is none.</summary>
    public static ContactField? FieldOf(string header)
    {
        var bare = Bare(header);
        if (Aliases.TryGetValue(bare, out var field))
        {
            return field;
        }

        if (bare.Length < 5)
        {
            return null;
        }

        var close = Aliases.Where(alias => alias.Key.Length >= 5 && IsOneSlipAway(bare, alias.Key)).ToList();
        return close.Count > 0 && close.TrueForAll(alias => alias.Value == close[0].Value) ? close[0].Value : null;
    }

    /// <summary>Whether the header speaks of a telephone, and of one that is likely to take texts.</summary>
    public static (bool IsPhone, bool IsOtherLine) SpeaksOfPhone(string header)
    {
        var bare = Bare(header);
        return (PhoneWords.Any(word => bare.Contains(word, StringComparison.Ordinal)), OtherLines.Any(word => bare.Contains(word, StringComparison.Ordinal)));
    }

    /// <summary>The name of an own field for a header: words in small letters with underscores.</summary>
    public static string OwnFieldName(string header, int position)
    {
        if (OwnNames.TryGetValue(Bare(header), out var usual))
        {
            return usual;
        }

        var name = new StringBuilder(header.Length + 4);
        for (var i = 0; i < header.Length; i++)
        {
            var letter = header[i];
            if (!char.IsLetterOrDigit(letter))
            {
                AddUnderscore(name);
                continue;
            }

            if (char.IsUpper(letter) && i > 0 && (char.IsLower(header[i - 1]) || char.IsDigit(header[i - 1])))
            {
                AddUnderscore(name);
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        var text = name.ToString().Trim('_');
        text = text.Length > 0 && char.IsDigit(text[0]) ? "field_" + text : text;
        return text.Length == 0 ? $"column_{position + 1}" : text[..Math.Min(text.Length, ContactRules.MostInAttributeName)].TrimEnd('_');
    }

    private static void AddUnderscore(StringBuilder name)
    {
        if (name.Length > 0 && name[^1] != '_')
        {
            name.Append('_');
        }
    }

    private static string Bare(string header)
    {
        var bare = new StringBuilder(header.Length);
        foreach (var letter in header.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(letter) && char.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark)
            {
                bare.Append(char.ToLowerInvariant(letter));
            }
        }

        return bare.ToString();
    }

    /// <summary>One letter missing, added, changed, or two neighbours swapped.</summary>
    private static bool IsOneSlipAway(string written, string meant)
    {
        var difference = written.Length - meant.Length;
        if (difference is < -1 or > 1)
        {
            return false;
        }

        var same = written.AsSpan().CommonPrefixLength(meant);
        var restWritten = written.AsSpan(same);
        var restMeant = meant.AsSpan(same);
        return difference switch
        {
            1 => restWritten[1..].SequenceEqual(restMeant),
            -1 => restWritten.SequenceEqual(restMeant[1..]),
            _ => restWritten.Length == 0 || restWritten[1..].SequenceEqual(restMeant[1..])
                || (restWritten.Length > 1 && restWritten[0] == restMeant[1] && restWritten[1] == restMeant[0] && restWritten[2..].SequenceEqual(restMeant[2..])),
        };
    }
}
