using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Carillon.Server.Audiences;

/// <summary>A filter while somebody builds it: groups of all or any, each of which may be turned round, and conditions.</summary>
public sealed class FilterDraft
{
    /// <summary>Whether all parts must hold; else any one.</summary>
    public bool IsAll { get; set; } = true;

    /// <summary>Whether the group is turned round: it holds where its parts do not.</summary>
    public bool IsNot { get; set; }

    /// <summary>Its conditions.</summary>
    public List<FilterLine> Lines { get; } = [];

    /// <summary>Groups within it.</summary>
    public List<FilterDraft> Groups { get; } = [];

    /// <summary>The filter as it is sent; null while there is nothing in it.</summary>
    public JsonObject? ToJson()
    {
        var parts = new JsonArray([.. Lines.Select(line => (JsonNode?)line.ToJson()), .. Groups.Select(group => (JsonNode?)group.ToJson()).OfType<JsonNode>()]);
        if (parts.Count == 0)
        {
            return null;
        }

        var group = new JsonObject { [IsAll ? "all" : "any"] = parts };
        return IsNot ? new JsonObject { ["not"] = group } : group;
    }

    /// <summary>Reads a stored filter.</summary>
    public static FilterDraft Read(JsonElement json)
    {
        var draft = new FilterDraft();
        if (json.TryGetProperty("not", out var inner) && (inner.TryGetProperty("all", out _) || inner.TryGetProperty("any", out _)))
        {
            draft = Read(inner);
            draft.IsNot = !draft.IsNot;
            return draft;
        }

        var isAny = json.TryGetProperty("any", out var parts);
        draft.IsAll = !isAny;
        if (!isAny && !json.TryGetProperty("all", out parts))
        {
            draft.Add(json);
            return draft;
        }

        foreach (var part in parts.EnumerateArray())
        {
            draft.Add(part);
        }

        return draft;
    }

    private void Add(JsonElement part)
    {
        if (part.TryGetProperty("field", out _))
        {
            Lines.Add(FilterLine.Read(part));
        }
        else if (part.TryGetProperty("not", out var inner) && inner.TryGetProperty("field", out _))
        {
            var turned = new FilterDraft { IsNot = true };
            turned.Lines.Add(FilterLine.Read(inner));
            Groups.Add(turned);
        }
        else
        {
            Groups.Add(Read(part));
        }
    }
}

/// <summary>One condition while somebody builds it.</summary>
public sealed class FilterLine
{
    private static readonly string[] TextOps = ["eq", "ne", "contains", "startsWith", "exists"];
    private static readonly string[] InstantOps = ["withinDays", "notWithinDays", "lt", "lte", "gt", "gte", "exists"];
    private static readonly string[] ChoiceOps = ["eq", "ne"];

    /// <summary>The fields in the order they are offered, with their words; own fields come besides.</summary>
    public static IReadOnlyList<(string Field, string Text)> Fields { get; } =
    [
        ("firstName", "First name"), ("lastName", "Last name"), ("email", "E-mail"), ("phone", "Phone"), ("tags", "Tag"), ("list", "List"), ("region", "State"),
        ("timeZone", "Time zone"), ("status", "Number answers"), ("consent.sms", "Consent to texts"), ("lineType", "Kind of line"), ("createdAt", "Added"),
        ("lastContactedAt", "Last text to them"), ("lastRepliedAt", "Last answer"), ("engagementScore", "Engagement score"), ("campaign", "Campaign"), ("attributes.", "Own field"),
    ];

    /// <summary>The field; <c>attributes.</c> for an own one.</summary>
    public string Field { get; set; } = "firstName";

    /// <summary>The own field's name.</summary>
    public string OwnField { get; set; } = "";

    /// <summary>How the value is asked for.</summary>
    public string Op { get; set; } = "eq";

    /// <summary>The value as it is written.</summary>
    public string Value { get; set; } = "";

    /// <summary>What can be asked of the field.</summary>
    public IReadOnlyList<string> Ops => Field switch
    {
        "createdAt" or "lastContactedAt" or "lastRepliedAt" => InstantOps,
        "engagementScore" => ["gte", "lte", "eq", "exists"],
        "campaign" => ["received", "delivered", "replied", "didNotReply", "clicked", "converted"],
        "list" or "status" or "consent.sms" or "lineType" => ChoiceOps,
        "tags" => ["eq", "ne", "exists"],
        "attributes." => ["eq", "ne", "contains", "startsWith", "gt", "gte", "lt", "lte", "withinDays", "exists"],
        _ => TextOps,
    };

    /// <summary>The values to choose from; none where it is written.</summary>
    public IReadOnlyList<string> Choices => Field switch
    {
        "status" => ["active", "unreachable"],
        "consent.sms" => ["subscribed", "unsubscribed", "unknown"],
        "lineType" => ["mobile", "landline", "voip", "tollFree", "premium", "special", "unknown"],
        _ => [],
    };

    /// <summary>An op in words.</summary>
    public static string WordsOf(string op) => op switch
    {
        "eq" => "is",
        "ne" => "is not",
        "lt" => "before / less than",
        "lte" => "at most",
        "gt" => "after / more than",
        "gte" => "at least",
        "contains" => "contains",
        "startsWith" => "begins with",
        "exists" => "is known",
        "withinDays" => "within the last days",
        "notWithinDays" => "not within the last days",
        "didNotReply" => "got it and did not reply",
        "received" => "got it",
        "delivered" => "it arrived",
        "replied" => "replied",
        "clicked" => "clicked",
        "converted" => "converted",
        _ => op,
    };

    /// <summary>The condition as it is sent; numbers and days in their own form.</summary>
    public JsonObject ToJson()
    {
        var leaf = new JsonObject { ["field"] = Field == "attributes." ? "attributes." + OwnField.Trim() : Field, ["op"] = Op };
        leaf["value"] = Op switch
        {
            "exists" => JsonValue.Create(true),
            "withinDays" or "notWithinDays" => int.TryParse(Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? JsonValue.Create(days) : JsonValue.Create(Value),
            "gt" or "gte" or "lt" or "lte" or "eq" when Field is "engagementScore" or "attributes." && Op is not "eq" || Field is "engagementScore" =>
                decimal.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(Value),
            _ => JsonValue.Create(Value),
        };
        return leaf;
    }

    /// <summary>Reads a stored condition.</summary>
    public static FilterLine Read(JsonElement leaf)
    {
        var field = leaf.GetProperty("field").GetString() ?? "";
        var isOwn = field.StartsWith("attributes.", StringComparison.Ordinal);
        return new FilterLine
        {
            Field = isOwn ? "attributes." : field,
            OwnField = isOwn ? field["attributes.".Length..] : "",
            Op = leaf.GetProperty("op").GetString() ?? "",
            Value = leaf.TryGetProperty("value", out var value) ? value.ToString() : "",
        };
    }
}
