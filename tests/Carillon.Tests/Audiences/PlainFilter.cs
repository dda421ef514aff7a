using System.Globalization;
using System.Text.Json.Nodes;

namespace Carillon.Tests.Audiences;

/// <summary>What the tests know of a person, for looking through a filter by hand.</summary>
public sealed record PlainPerson
{
    public required string Phone { get; init; }

    public string? FirstName { get; init; }

    public string? Email { get; init; }

    public string? Region { get; init; }

    public Dictionary<string, string> Attributes { get; init; } = [];

    public List<string> Tags { get; init; } = [];

    public List<string> Lists { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastRepliedAt { get; init; }

    public List<DateTimeOffset> Sent { get; init; } = [];

    public string Consent { get; init; } = "unknown";

    public string LineType { get; init; } = "unknown";

    public HashSet<string> Received { get; init; } = [];

    public HashSet<string> Delivered { get; init; } = [];

    public HashSet<string> Replied { get; init; } = [];

    /// <summary>When which of their texts was delivered (0.1 each) and when they wrote (5 each).</summary>
    public List<(DateTimeOffset At, double Weight)> Signs { get; init; } = [];

    public DateTimeOffset? OptedOutAt { get; init; }
}

/// <summary>A filter's meaning in plain code, person by person, written apart from the product's.</summary>
public static class PlainFilter
{
    public static bool Covers(JsonNode filter, PlainPerson person, DateTimeOffset now)
    {
        var node = filter.AsObject();
        return node switch
        {
            _ when node["all"] is { } all => all.AsArray().All(part => Covers(part!, person, now)),
            _ when node["any"] is { } any => any.AsArray().Any(part => Covers(part!, person, now)),
            _ when node["not"] is { } not => !Covers(not, person, now),
            _ => Leaf(node["field"]!.GetValue<string>(), node["op"]!.GetValue<string>(), node["value"], person, now),
        };
    }

    private static bool Leaf(string field, string op, JsonNode? value, PlainPerson person, DateTimeOffset now) => field switch
    {
        "firstName" => Text(person.FirstName, op, value),
        "email" => Text(person.Email, op, value),
        "region" => Text(person.Region, op, value),
        "phone" => Text(person.Phone, op, value),
        "tags" => op is "ne" ? !person.Tags.Contains(value!.GetValue<string>()) : op is "exists" ? (person.Tags.Count > 0) == IsYes(value) : Values(value).Any(person.Tags.Contains),
        "list" => op is "ne" ? !person.Lists.Contains(value!.GetValue<string>()) : Values(value).Any(person.Lists.Contains),
        "consent.sms" => op is "ne" ? person.Consent != value!.GetValue<string>() : Values(value).Contains(person.Consent),
        "lineType" => op is "ne" ? person.LineType != value!.GetValue<string>() : Values(value).Contains(person.LineType),
        "createdAt" => Instant(person.CreatedAt, op, value, now),
        "lastRepliedAt" => Instant(person.LastRepliedAt, op, value, now),
        "lastContactedAt" => Instant(person.Sent.Count == 0 ? null : person.Sent.Max(), op, value, now),
        "engagementScore" => op is "exists" ? IsYes(value) : op is "ne" ? !Scores(person, now, "eq", value!.GetValue<double>()) : Scores(person, now, op, value!.GetValue<double>()),
        "campaign" => Campaign(op, value!.GetValue<string>(), person),
        _ => Attribute(person.Attributes.GetValueOrDefault(field["attributes.".Length..]), op, value, now),
    };

    public static double Score(PlainPerson person, DateTimeOffset now)
    {
        var sum = person.Signs.Where(sign => person.OptedOutAt is null || sign.At > person.OptedOutAt).Sum(sign => sign.Weight * Math.Pow(2, -(now - sign.At).TotalDays / 30));
        return 100 - (100 * Math.Exp(-sum / 10));
    }

    private static bool Scores(PlainPerson person, DateTimeOffset now, string op, double value) =>
        Ordered(op, Math.Abs(Score(person, now) - value) < 1e-9 ? 0 : Score(person, now).CompareTo(value));

    private static bool Campaign(string op, string id, PlainPerson person) => op switch
    {
        "received" => person.Received.Contains(id),
        "delivered" => person.Delivered.Contains(id),
        "replied" => person.Replied.Contains(id),
        "didNotReply" => person.Received.Contains(id) && !person.Replied.Contains(id),
        _ => false,
    };

    private static bool Text(string? text, string op, JsonNode? value) => op switch
    {
        "exists" => !string.IsNullOrEmpty(text) == IsYes(value),
        "eq" => text == value!.GetValue<string>(),
        "ne" => text != value!.GetValue<string>(),
        "in" => text is not null && Values(value).Contains(text),
        "contains" => text is not null && Small(text).Contains(Small(value!.GetValue<string>()), StringComparison.Ordinal),
        _ => text is not null && Small(text).StartsWith(Small(value!.GetValue<string>()), StringComparison.Ordinal),
    };

    private static bool Attribute(string? text, string op, JsonNode? value, DateTimeOffset now)
    {
        switch (op)
        {
            case "notWithinDays":
                return !Attribute(text, "withinDays", value, now);
            case "withinDays":
                return Day(text) is { } at && at <= DateOnly.FromDateTime(now.UtcDateTime) && at >= DateOnly.FromDateTime(now.UtcDateTime).AddDays(-value!.GetValue<int>());
            case "ne":
                return !Attribute(text, "eq", value, now);
            case "in":
                return value!.AsArray().Any(item => Attribute(text, "eq", item, now));
            case "eq" or "lt" or "lte" or "gt" or "gte" when value!.GetValueKind() is System.Text.Json.JsonValueKind.Number:
                return Number(text) is { } number && Ordered(op, number.CompareTo(value.GetValue<double>()));
            case "lt" or "lte" or "gt" or "gte":
                return Day(text) is { } day && Ordered(op, day.CompareTo(DateOnly.Parse(value!.GetValue<string>(), CultureInfo.InvariantCulture)));
            default:
                return Text(text, op, value);
        }
    }

    private static bool Instant(DateTimeOffset? at, string op, JsonNode? value, DateTimeOffset now)
    {
        switch (op)
        {
            case "exists":
                return at is not null == IsYes(value);
            case "withinDays":
                return at >= now.AddDays(-value!.GetValue<int>());
            case "notWithinDays":
                return !(at >= now.AddDays(-value!.GetValue<int>()));
            case "ne":
                return at != DateTimeOffset.Parse(value!.GetValue<string>(), CultureInfo.InvariantCulture);
            default:
                return at is { } known && Ordered(op, known.CompareTo(DateTimeOffset.Parse(value!.GetValue<string>(), CultureInfo.InvariantCulture)));
        }
    }

    private static bool Ordered(string op, int order) => op switch
    {
        "eq" => order == 0,
        "lt" => order < 0,
        "lte" => order <= 0,
        "gt" => order > 0,
        _ => order >= 0,
    };

    private static bool IsYes(JsonNode? value) => value is null || value.GetValue<bool>();

    private static List<string> Values(JsonNode? value) => value is JsonArray list ? [.. list.Select(item => item!.GetValue<string>())] : [value!.GetValue<string>()];

    private static double? Number(string? text) =>
        text is not null && text.Length > 0 && !text.Contains('+') && !text.Contains('e') && !text.Contains(' ') && !text.StartsWith('.') && !text.EndsWith('.')
        && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateOnly? Day(string? text) =>
        text is { Length: >= 10 } && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static string Small(string text) => new([.. text.Select(letter => char.IsAsciiLetterUpper(letter) ? char.ToLowerInvariant(letter) : letter)]);
}
