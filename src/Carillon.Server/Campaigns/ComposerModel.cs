using System.Globalization;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Primitives;

namespace Carillon.Server.Campaigns;

/// <summary>A campaign while somebody writes it: what the controls of the form are bound to.</summary>
public sealed class ComposerModel
{
    private const string Letters = "ABCDEFGH";
    private IReadOnlyList<ContactId> _people = [];
    private int? _limit;

    /// <summary>Most texts side by side.</summary>
    public static int MostTexts => Letters.Length;

    public string Name { get; set; } = "";

    public Purpose Purpose { get; set; } = Purpose.Marketing;

    public bool SmartEncoding { get; set; } = true;

    public List<ComposerText> Texts { get; } = [new() { Key = "A", Weight = 50 }];

    public HashSet<ContactListId> Lists { get; } = [];

    public HashSet<ContactListId> Excluded { get; } = [];

    /// <summary>The sender's id as text; empty: none.</summary>
    public string Sender { get; set; } = "";

    public bool IsLater { get; set; }

    /// <summary>Day and time as a field holds them, in the workspace's zone.</summary>
    public string StartAt { get; set; } = "";

    public string PerSecond { get; set; } = "";

    /// <summary>People chosen one by one.</summary>
    public int PeopleCount => _people.Count;

    /// <summary>Whom it is for.</summary>
    public Audience Audience => new() { Lists = [.. Lists], ExcludeLists = [.. Excluded], ContactIds = _people, Limit = _limit };

    /// <summary>Fills the form from what was kept.</summary>
    public void Take(Campaign campaign, string startAt)
    {
        (Name, Purpose, SmartEncoding) = (campaign.Name, campaign.Purpose, campaign.SmartEncoding);
        Texts.Clear();
        Texts.AddRange(campaign.Variants.Count > 0
            ? campaign.Variants.Select(variant => new ComposerText { Key = variant.Key, Weight = variant.Weight, Body = variant.Body })
            : [new ComposerText { Key = "A", Weight = 50, Body = campaign.Body ?? "" }]);
        Lists.UnionWith(campaign.Audience.Lists);
        Excluded.UnionWith(campaign.Audience.ExcludeLists);
        (_people, _limit) = (campaign.Audience.ContactIds, campaign.Audience.Limit);
        Sender = campaign.SenderId?.ToString() ?? "";
        (IsLater, StartAt) = (campaign.StartAt is not null, startAt);
        PerSecond = campaign.PacePerSecond?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";
    }

    /// <summary>Adds a text beside the others.</summary>
    public void AddText() => Texts.Add(new ComposerText { Key = Letters.First(letter => Texts.All(text => text.Key != letter.ToString())).ToString(), Weight = 50, Body = Texts[0].Body });

    /// <summary>Adds one person to the audience.</summary>
    public void AddPerson(ContactId person) => _people = [.. _people.Append(person).Distinct()];

    /// <summary>The form as it is kept.</summary>
    /// <param name="startAt">The instant that <see cref="StartAt"/> names.</param>
    public ComposerDraft ToDraft(DateTimeOffset? startAt) => new(
        Name,
        Purpose,
        SmartEncoding,
        Id.TryParse<SenderId>(Sender, out var sender) ? sender : null,
        Audience,
        IsLater ? startAt : null,
        string.IsNullOrWhiteSpace(PerSecond) ? null : double.TryParse(PerSecond, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) ? rate : -1,
        [.. Texts.Select(text => new Variant(text.Key, text.Weight, text.Body))]);
}

/// <summary>One text of a campaign while somebody writes it.</summary>
public sealed class ComposerText
{
    public required string Key { get; init; }

    public int Weight { get; set; }

    public string Body { get; set; } = "";
}
