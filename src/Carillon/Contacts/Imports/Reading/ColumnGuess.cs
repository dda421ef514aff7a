namespace Carillon.Contacts.Imports.Reading;

/// <summary>
/// Proposes what each column becomes, from its name and from what stands in it: a column full of numbers is the phone even
/// under an odd name, and a name alone does not make a state or a time zone. What fits no field is kept as an own field.
/// </summary>
internal static class ColumnGuess
{
    private const double Half = 0.5;
    private const double Mostly = 0.6;
    private const double NearlyAll = 0.8;
    private const int FewValues = 10;

    /// <summary>Proposes the targets of a file's columns, in their order.</summary>
    public static IReadOnlyList<ColumnTarget> Of(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> sample, string defaultRegion)
    {
        var targets = new ColumnTarget?[headers.Count];
        GuessPeople(targets, headers);
        if (!targets.Contains(ColumnTarget.Of(ContactField.Phone)) && PhoneColumn(headers, sample, defaultRegion) is { } column)
        {
            targets[column] = ColumnTarget.Of(ContactField.Phone);
        }

        for (var i = 0; i < headers.Count; i++)
        {
            if (targets[i] is null && Headers.FieldOf(headers[i]) is { } field and not ContactField.Phone
                && !targets.Contains(ColumnTarget.Of(field)) && IsBorneOut(field, Values(sample, i), defaultRegion))
            {
                targets[i] = ColumnTarget.Of(field);
            }
        }

        GuessEmail(targets, sample);
        GuessOtherPhones(targets, headers, sample, defaultRegion);
        DropDoubtfulName(targets);
        return Complete(targets, headers);
    }

    /// <summary>Columns of several people a row: at least a second one has a number, and where numbers stand at the ends of names, a name too.</summary>
    private static void GuessPeople(ColumnTarget?[] targets, IReadOnlyList<string> headers)
    {
        foreach (var isByEnd in new[] { false, true })
        {
            var named = headers.Select(Headers.PersonOf).ToList();
            bool Has(int person, bool isPhone) => named.Exists(found => found is { } one && one.IsByEnd == isByEnd && one.Person == person
                && (one.Field is ContactField.Phone) == isPhone && one.Field is not ContactField.Email);
            if (!Has(2, isPhone: true) || (isByEnd && !Has(2, isPhone: false)))
            {
                continue;
            }

            for (var i = 0; i < named.Count; i++)
            {
                if (named[i] is { } one && one.IsByEnd == isByEnd && !targets.Contains(ColumnTarget.Of(one.Field, one.Person)))
                {
                    targets[i] = ColumnTarget.Of(one.Field, one.Person);
                }
            }

            return;
        }
    }

    /// <summary>Further numbers of the same person stand in for a missing one; lines that take no texts do not.</summary>
    private static void GuessOtherPhones(ColumnTarget?[] targets, IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> sample, string defaultRegion)
    {
        for (var i = 0; i < targets.Length; i++)
        {
            var values = Values(sample, i);
            if (targets[i] is null && targets.Contains(ColumnTarget.Of(ContactField.Phone)) && Headers.SpeaksOfPhone(headers[i]) is (true, false)
                && values.Count > 0 && Share(values, value => PhoneCell.IsLikely(value, defaultRegion)) >= NearlyAll)
            {
                targets[i] = ColumnTarget.Of(ContactField.OtherPhone);
            }
        }
    }

    private static int? PhoneColumn(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> sample, string defaultRegion)
    {
        var best = (Column: (int?)null, Score: 0.0);
        for (var i = 0; i < headers.Count; i++)
        {
            var isNamed = Headers.FieldOf(headers[i]) is ContactField.Phone;
            var (isPhone, isOtherLine) = Headers.SpeaksOfPhone(headers[i]);
            var values = Values(sample, i);
            var share = Share(values, value => PhoneCell.IsLikely(value, defaultRegion));
            if (!isNamed && share < (isPhone && !isOtherLine ? 0.0 : Mostly))
            {
                continue;
            }

            var name = isNamed ? 1.0 : isPhone ? 0.6 : 0;
            var score = name + (1.2 * share) - (isOtherLine ? 0.4 : 0) + (values.Count * 0.1 / Math.Max(sample.Count, 1));
            if ((isNamed || isPhone || share >= Mostly) && score > best.Score)
            {
                best = (i, score);
            }
        }

        return best.Column;
    }

    private static bool IsBorneOut(ContactField field, List<string> values, string defaultRegion) => field switch
    {
        ContactField.Email => values.Count < FewValues || Share(values, ContactRules.IsEmail) >= 0.3,
        ContactField.Region => values.Count > 0 && Share(values, value => Regions.TryRead(value, defaultRegion, out _)) >= NearlyAll,
        ContactField.TimeZone => values.Count > 0 && Share(values, ContactRules.IsTimeZone) >= Half,
        ContactField.FirstName or ContactField.LastName or ContactField.FullName or ContactField.Tags => true,
        ContactField.Ignore or ContactField.Phone or ContactField.OtherPhone or ContactField.Attribute => false,
        _ => throw new InvalidOperationException($"No such field: {field}."),
    };

    private static void GuessEmail(ColumnTarget?[] targets, IReadOnlyList<IReadOnlyList<string>> sample)
    {
        for (var i = 0; i < targets.Length && !targets.Contains(ColumnTarget.Of(ContactField.Email)); i++)
        {
            var values = Values(sample, i);
            if (targets[i] is null && values.Count > 0 && Share(values, ContactRules.IsEmail) >= NearlyAll)
            {
                targets[i] = ColumnTarget.Of(ContactField.Email);
            }
        }
    }

    /// <summary>A whole name beside a first name says nothing new: it is kept as an own field.</summary>
    private static void DropDoubtfulName(ColumnTarget?[] targets)
    {
        var whole = Array.IndexOf(targets, ColumnTarget.Of(ContactField.FullName));
        if (whole >= 0 && (targets.Contains(ColumnTarget.Of(ContactField.FirstName)) || targets.Contains(ColumnTarget.Of(ContactField.LastName))))
        {
            targets[whole] = null;
        }
    }

    /// <summary>Gives what has no field yet a name of its own, each name once.</summary>
    public static IReadOnlyList<ColumnTarget> Complete(IReadOnlyList<ColumnTarget?> targets, IReadOnlyList<string> headers)
    {
        var taken = targets.Select(target => target?.Attribute).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var complete = new List<ColumnTarget>(headers.Count);
        for (var i = 0; i < headers.Count; i++)
        {
            if (targets[i] is { } target)
            {
                complete.Add(target);
                continue;
            }

            var name = Headers.OwnFieldName(headers[i], i);
            var single = name;
            for (var number = 2; !taken.Add(single); number++)
            {
                single = $"{name}_{number}";
            }

            complete.Add(ColumnTarget.OwnField(single));
        }

        return complete;
    }

    private static List<string> Values(IReadOnlyList<IReadOnlyList<string>> sample, int column) =>
        [.. sample.Where(row => column < row.Count).Select(row => row[column].Trim()).Where(value => value.Length > 0)];

    private static double Share(List<string> values, Func<string, bool> fits) => values.Count == 0 ? 0 : (double)values.Count(fits) / values.Count;
}
