using System.Text.Json;
using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Primitives;

namespace Carillon.Audiences.Filters;

/// <summary>Reads one leaf of a filter: which field, whether the op is one of its, and whether the value is of its kind.</summary>
internal sealed class LeafReader(DateTimeOffset now, string defaultRegion)
{
    private const string AttributePrefix = "attributes.";

    /// <summary>The names of all fields but own ones, for people who ask.</summary>
    public static IReadOnlyList<string> Fields { get; } =
    [
        "firstName", "lastName", "email", "phone", "timeZone", "region", "tags", "status", "list", "createdAt", "lastContactedAt", "lastRepliedAt",
        "engagementScore", "consent.sms", "lineType", "campaign",
    ];

    private readonly List<Named<ContactListId>> _lists = [];
    private readonly List<Named<CampaignId>> _campaigns = [];

    private static readonly string[] Ops =
    [
        "eq", "ne", "lt", "lte", "gt", "gte", "in", "contains", "startsWith", "exists", "withinDays", "notWithinDays",
        "received", "delivered", "replied", "clicked", "converted", "didNotReply",
    ];

    /// <summary>The lists named so far.</summary>
    public IReadOnlyList<Named<ContactListId>> Lists => _lists;

    /// <summary>The campaigns named so far.</summary>
    public IReadOnlyList<Named<CampaignId>> Campaigns => _campaigns;

    public FilterNode? Read(JsonElement json, string path, FieldErrors errors)
    {
        var field = Text(json, "field", path, errors);
        var op = Text(json, "op", path, errors);
        if (field is null || op is null)
        {
            return null;
        }

        if (!Ops.Contains(op))
        {
            errors.Add($"{path}.op", $"must be one of {string.Join(", ", Ops)}");
            return null;
        }

        var leaf = new LeafInput(path, field, op, json.TryGetProperty("value", out var value) ? value : null, errors);
        return field switch
        {
            "firstName" => TextLeaf(leaf, new TextSource(TextField.FirstName)),
            "lastName" => TextLeaf(leaf, new TextSource(TextField.LastName)),
            "email" => TextLeaf(leaf, new TextSource(TextField.Email)),
            "phone" => PhoneLeaf(leaf),
            "timeZone" => TextLeaf(leaf, new TextSource(TextField.TimeZone)),
            "region" => TextLeaf(leaf, new TextSource(TextField.Region)),
            "tags" => TagLeaf(leaf),
            "status" => ChoiceLeaf<ContactStatus>(leaf, values => new FilterTest.StatusIs(values)),
            "consent.sms" => ChoiceLeaf<ConsentStatus>(leaf, values => new FilterTest.ConsentIs(values)),
            "lineType" => leaf.Op is "exists"
                ? leaf.Exists(new FilterNode.Not(new FilterNode.Leaf(new FilterTest.LineIs([LineType.Unknown]))))
                : ChoiceLeaf<LineType>(leaf, values => new FilterTest.LineIs(values)),
            "list" => ListLeaf(leaf),
            "createdAt" => InstantLeaf.Read(leaf, InstantField.CreatedAt, now),
            "lastContactedAt" => InstantLeaf.Read(leaf, InstantField.LastContactedAt, now),
            "lastRepliedAt" => InstantLeaf.Read(leaf, InstantField.LastRepliedAt, now),
            "engagementScore" => NumberLeaf.Read(leaf, new NumberSource(null)),
            "campaign" => CampaignLeaf(leaf),
            _ when field.StartsWith(AttributePrefix, StringComparison.Ordinal) && ContactRules.IsAttributeName(field[AttributePrefix.Length..]) =>
                AttributeLeaf.Read(leaf, field[AttributePrefix.Length..], now),
            _ => leaf.UnknownField(Fields),
        };
    }

    private static string? Text(JsonElement json, string member, string path, FieldErrors errors)
    {
        if (json.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String)
        {
            return value.GetString();
        }

        errors.Add($"{path}.{member}", value.ValueKind is JsonValueKind.Undefined ? "is required" : "must be text");
        return null;
    }

    /// <summary>The ops that every field of text has.</summary>
    private static FilterNode? TextLeaf(LeafInput leaf, TextSource source) => leaf.Op switch
    {
        "eq" => leaf.OneText() is { } text ? Is(source, [text]) : null,
        "ne" => leaf.OneText() is { } text ? new FilterNode.Not(Is(source, [text])) : null,
        "in" => leaf.Texts() is { } texts ? Is(source, texts) : null,
        "contains" => leaf.OneText() is { } text ? new FilterNode.Leaf(new FilterTest.TextHas(source, text, IsAtStart: false)) : null,
        "startsWith" => leaf.OneText() is { } text ? new FilterNode.Leaf(new FilterTest.TextHas(source, text, IsAtStart: true)) : null,
        "exists" => leaf.Exists(new FilterNode.Leaf(new FilterTest.TextExists(source))),
        _ => leaf.WrongOp("eq, ne, in, contains, startsWith, exists"),
    };

    /// <summary>Whole numbers may be written as people write them; parts are digits.</summary>
    private FilterNode? PhoneLeaf(LeafInput leaf)
    {
        var source = new TextSource(TextField.Phone);
        return leaf.Op switch
        {
            "eq" => leaf.OneText() is { } text ? Is(source, [Whole(text)]) : null,
            "ne" => leaf.OneText() is { } text ? new FilterNode.Not(Is(source, [Whole(text)])) : null,
            "in" => leaf.Texts() is { } texts ? Is(source, [.. texts.Select(Whole)]) : null,
            _ => TextLeaf(leaf, source),
        };
    }

    private string Whole(string text) => PhoneNumber.TryParse(text, defaultRegion, out var phone) ? phone.E164 : text;

    private static FilterNode.Leaf Is(TextSource source, IReadOnlyList<string> values) => new(new FilterTest.TextIs(source, values));

    private static FilterNode? TagLeaf(LeafInput leaf) => leaf.Op switch
    {
        "eq" or "contains" => leaf.OneText() is { } tag ? new FilterNode.Leaf(new FilterTest.HasTag([tag])) : null,
        "ne" => leaf.OneText() is { } tag ? new FilterNode.Not(new FilterNode.Leaf(new FilterTest.HasTag([tag]))) : null,
        "in" => leaf.Texts() is { } tags ? new FilterNode.Leaf(new FilterTest.HasTag(tags)) : null,
        "exists" => leaf.Exists(new FilterNode.Leaf(new FilterTest.HasTags())),
        _ => leaf.WrongOp("eq, ne, in, contains, exists"),
    };

    private static FilterNode? ChoiceLeaf<TEnum>(LeafInput leaf, Func<IReadOnlyList<TEnum>, FilterTest> test)
        where TEnum : struct, Enum => leaf.Op switch
        {
            "eq" => leaf.Choices<TEnum>(isList: false) is { } values ? new FilterNode.Leaf(test(values)) : null,
            "ne" => leaf.Choices<TEnum>(isList: false) is { } values ? new FilterNode.Not(new FilterNode.Leaf(test(values))) : null,
            "in" => leaf.Choices<TEnum>(isList: true) is { } values ? new FilterNode.Leaf(test(values)) : null,
            _ => leaf.WrongOp("eq, ne, in"),
        };

    private FilterNode? ListLeaf(LeafInput leaf)
    {
        if (leaf.Op is not ("eq" or "contains" or "ne" or "in"))
        {
            return leaf.WrongOp("eq, ne, in");
        }

        if (leaf.Ids<ContactListId>(isList: leaf.Op is "in" && leaf.Value is not { ValueKind: JsonValueKind.String }) is not { } lists)
        {
            return null;
        }

        _lists.AddRange(lists.Select(list => new Named<ContactListId>($"{leaf.Path}.value", list)));
        var node = new FilterNode.Leaf(new FilterTest.OnList(lists));
        return leaf.Op is "ne" ? new FilterNode.Not(node) : node;
    }

    private FilterNode? CampaignLeaf(LeafInput leaf)
    {
        if (leaf.Op is not ("received" or "delivered" or "replied" or "clicked" or "converted" or "didNotReply"))
        {
            return leaf.WrongOp("received, delivered, replied, clicked, converted, didNotReply");
        }

        if (leaf.Ids<CampaignId>(isList: false) is not [var campaign])
        {
            return null;
        }

        _campaigns.Add(new Named<CampaignId>($"{leaf.Path}.value", campaign));
        var received = new FilterNode.Leaf(new FilterTest.Received(campaign));
        return leaf.Op switch
        {
            "received" => received,
            "delivered" => new FilterNode.Leaf(new FilterTest.Delivered(campaign)),
            "replied" => Reacted(CampaignReaction.Replied),
            "clicked" => Reacted(CampaignReaction.Clicked),
            "converted" => Reacted(CampaignReaction.Converted),
            _ => new FilterNode.All([received, new FilterNode.Not(Reacted(CampaignReaction.Replied))]),
        };

        FilterNode.Leaf Reacted(CampaignReaction reaction) => new(new FilterTest.Reacted(reaction, campaign));
    }
}
