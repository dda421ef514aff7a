using System.Buffers;
using Carillon.Primitives;

namespace Carillon.Contacts;

/// <summary>What may stand in a contact's fields, the same for a form, the API and a file.</summary>
public static class ContactRules
{
    /// <summary>The most characters of a first or last name.</summary>
    public const int MostInName = 120;

    /// <summary>The most characters of an e-mail address.</summary>
    public const int MostInEmail = 254;

    /// <summary>The most characters of an own field's name.</summary>
    public const int MostInAttributeName = 64;

    /// <summary>The most characters of an own field's value.</summary>
    public const int MostInAttribute = 4000;

    /// <summary>The most own fields of a contact.</summary>
    public const int MostAttributes = 512;

    /// <summary>The most characters of a tag.</summary>
    public const int MostInTag = 60;

    /// <summary>The most tags of a contact.</summary>
    public const int MostTags = 100;

    private static readonly SearchValues<char> NotInPerson = SearchValues.Create(" \t\"(),:;<>[\\]");

    /// <summary>Whether it has the form of an address that mail can reach: one part, an at sign, a domain with a dot.</summary>
    public static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > 64 || text.Length > MostInEmail || text.AsSpan(at + 1).Contains('@'))
        {
            return false;
        }

        var person = text.AsSpan(0, at);
        var domain = text.AsSpan(at + 1);
        return IsDotted(person) && IsDotted(domain) && domain.Contains('.') && IsDomain(domain) && !person.ContainsAny(NotInPerson);
    }

    /// <summary>Whether it names a time zone, as IANA or Windows does.</summary>
    public static bool IsTimeZone(string text) => TimeZoneName.Of(text) is not null;

    /// <summary>Whether it can name an own field, and so stand in a template: a letter or underscore, then letters, digits, underscores, hyphens.</summary>
    public static bool IsAttributeName(string text)
    {
        if (text.Length is 0 or > MostInAttributeName || !(char.IsLetter(text[0]) || text[0] == '_'))
        {
            return false;
        }

        foreach (var letter in text)
        {
            if (!char.IsLetterOrDigit(letter) && letter is not ('_' or '-'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDotted(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] == '.' || text[^1] == '.' || text.IndexOf("..") >= 0)
        {
            return false;
        }

        foreach (var letter in text)
        {
            if (char.IsControl(letter) || char.IsWhiteSpace(letter))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        foreach (var label in domain.Split('.'))
        {
            var word = domain[label];
            if (word.Length is 0 or > 63 || word[0] == '-' || word[^1] == '-')
            {
                return false;
            }

            foreach (var letter in word)
            {
                if (!char.IsLetterOrDigit(letter) && letter != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }
}
