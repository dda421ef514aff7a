using System.Buffers;
using System.Text.Json;
using Carillon.Storage;
using Carillon.Storage.Dialects;

namespace Carillon.Contacts.Imports;

/// <summary>What a row changes in a person who is known by its number.</summary>
internal static class PersonMerge
{
    private static readonly SearchValues<char> InNumbers = SearchValues.Create("0123456789 -.()");

    /// <summary>A new person's stored fields.</summary>
    public static KnownContact New(Primitives.ContactId id, ImportedPerson person, LineType line, DateTimeOffset now) => new(
        id,
        person.Phone.E164,
        person.Email,
        person.FirstName,
        person.LastName,
        Json(person.Attributes),
        person.TimeZone,
        person.Region,
        JsonSerializer.Serialize(person.Tags, Conversions.Json),
        now,
        IsMember: false,
        line.ToString());

    /// <summary>The person with what the row brings; the same value when it brings nothing.</summary>
    public static KnownContact Apply(KnownContact known, ImportedPerson person, OnDuplicate rule)
    {
        if (rule is OnDuplicate.Skip)
        {
            return known;
        }

        var isUpdate = rule is OnDuplicate.Update;
        return known with
        {
            FirstName = Chosen(IsStandIn(known.FirstName) ? null : known.FirstName, person.FirstName, isUpdate) ?? known.FirstName,
            LastName = Chosen(known.LastName, person.LastName, isUpdate),
            Email = Chosen(known.Email, person.Email, isUpdate),
            TimeZone = Chosen(known.TimeZone, person.TimeZone, isUpdate),
            Region = Chosen(known.Region, person.Region, isUpdate),
            Attributes = Merged(known.Attributes, person.Attributes, isUpdate),
            Tags = Joined(known.Tags, person.Tags),
        };
    }

    private static string? Chosen(string? known, string? brought, bool isUpdate) =>
        brought is not null && (isUpdate || string.IsNullOrWhiteSpace(known)) ? brought : known;

    /// <summary>A number that some program wrote where the name belongs.</summary>
    private static bool IsStandIn(string? name) =>
        name is ['+', _, ..] && !name.AsSpan(1).ContainsAnyExcept(InNumbers);

    private static string Merged(string known, IReadOnlyList<KeyValuePair<string, string>> brought, bool isUpdate)
    {
        if (brought.Count == 0 || Json(brought) == known)
        {
            return known;
        }

        var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(known, Conversions.Json) ?? [];
        var isChanged = false;
        foreach (var (name, value) in brought)
        {
            var isKnown = fields.TryGetValue(name, out var before) && !string.IsNullOrWhiteSpace(before);
            if (!isKnown || (isUpdate && before != value))
            {
                fields[name] = value;
                isChanged = true;
            }
        }

        return isChanged ? JsonSerializer.Serialize(fields, Conversions.Json) : known;
    }

    private static string Joined(string known, IReadOnlyList<string> brought)
    {
        if (brought.Count == 0)
        {
            return known;
        }

        var tags = JsonSerializer.Deserialize<List<string>>(known, Conversions.Json) ?? [];
        var missing = brought.Where(tag => !tags.Contains(tag, StringComparer.OrdinalIgnoreCase)).ToList();
        return missing.Count == 0 ? known : JsonSerializer.Serialize<List<string>>([.. tags, .. missing], Conversions.Json);
    }

    private static string Json(IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        if (fields.Count == 0)
        {
            return "{}";
        }

        return JsonSerializer.Serialize(fields.DistinctBy(field => field.Key).ToDictionary(field => field.Key, field => field.Value), Conversions.Json);
    }
}
