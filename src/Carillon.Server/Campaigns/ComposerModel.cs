using System.Globalization;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;

namespace Carillon.Server.Campaigns;

/// <summary>A campaign while somebody writes it: what the controls of the form are bound to.</summary>
public sealed class ComposerModel
{
    private const string Letters = "ABCDEFGH";
    private Audience _given = new();
    private string _windowZone = CampaignWindow.Recipient;

    /// <summary>Most texts side by side.</summary>
    public static int MostTexts => Letters.Length;

    public string Name { get; set; } = "";

    public Purpose Purpose { get; set; } = Purpose.Marketing;

    public bool SmartEncoding { get; set; } = true;

    public List<ComposerText> Texts { get; } = [new() { Key = "A", Weight = 50 }];

    public HashSet<ContactListId> Lists { get; } = [];

    public HashSet<ContactListId> Excluded { get; } = [];

    public HashSet<SegmentId> Segments { get; } = [];

    public HashSet<SegmentId> ExcludedSegments { get; } = [];

    /// <summary>Who got a message in so many days is left out; empty: nobody.</summary>
    public string MinDays { get; set; } = "";

    public bool IsMobileOnly { get; set; }

    /// <summary>Whether a filter of its own came with the draft; the form keeps it.</summary>
    public bool HasFilter => _given.Filter is not null;

    /// <summary>What stands before a pool's id in <see cref="Sender"/>.</summary>
    public const string PoolMark = "pool:";

    /// <summary>The sender's id as text, or a pool's behind its mark; empty: none.</summary>
    public string Sender { get; set; } = "";

    public bool IsLater { get; set; }

    /// <summary>Day and time as a field holds them, in the workspace's zone.</summary>
    public string StartAt { get; set; } = "";

    /// <summary>How fast it may go, and when it stops by itself.</summary>
    public BrakesModel Pace { get; } = new();

    /// <summary>Which hours of the law it keeps.</summary>
    public QuietHoursRule QuietHours { get; set; } = QuietHoursRule.Strictest;

    /// <summary>Whether the hours were loosened before.</summary>
    public bool WasFederal { get; private set; }

    /// <summary>Why only the country's hours are kept.</summary>
    public string HoursReason { get; set; } = "";

    /// <summary>Whether it has hours of its own.</summary>
    public bool HasWindow { get; set; }

    public string WindowStart { get; set; } = "09:00";

    public string WindowEnd { get; set; } = "18:00";

    /// <summary>The days of its own hours, MO to SU.</summary>
    public HashSet<string> Days { get; } = ["MO", "TU", "WE", "TH", "FR"];

    /// <summary>People chosen one by one.</summary>
    public int PeopleCount => _given.ContactIds.Count;

    /// <summary>Whom it is for.</summary>
    public Audience Audience => _given with
    {
        Lists = [.. Lists],
        Segments = [.. Segments],
        ExcludeLists = [.. Excluded],
        ExcludeSegments = [.. ExcludedSegments],
        MinDaysSinceContact = int.TryParse(MinDays, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 3650 ? days : null,
        IsMobileOnly = IsMobileOnly,
    };

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
        Segments.UnionWith(campaign.Audience.Segments);
        ExcludedSegments.UnionWith(campaign.Audience.ExcludeSegments);
        (_given, IsMobileOnly) = (campaign.Audience, campaign.Audience.IsMobileOnly);
        MinDays = campaign.Audience.MinDaysSinceContact?.ToString(CultureInfo.InvariantCulture) ?? "";
        Sender = campaign.SenderId?.ToString() ?? (campaign.PoolId is { } pool ? PoolMark + pool : "");
        (IsLater, StartAt) = (campaign.StartAt is not null, startAt);
        QuietHours = campaign.QuietHours;
        WasFederal = campaign.QuietHours == QuietHoursRule.Federal;
        if (campaign.Window is { } window)
        {
            (HasWindow, WindowStart, WindowEnd, _windowZone) = (true, window.Start, window.End, window.TimeZone);
            Days.Clear();
            Days.UnionWith(window.Days.Count > 0 ? window.Days : CampaignWindow.DayNames);
        }

        Pace.Take(campaign.PacePerSecond, campaign.Pacing, campaign.Brakes);
    }

    /// <summary>Adds a text beside the others.</summary>
    public void AddText() => Texts.Add(new ComposerText { Key = Letters.First(letter => Texts.All(text => text.Key != letter.ToString())).ToString(), Weight = 50, Body = Texts[0].Body });

    /// <summary>Adds one person to the audience.</summary>
    public void AddPerson(ContactId person) => _given = _given with { ContactIds = [.. _given.ContactIds.Append(person).Distinct()] };

    /// <summary>The form as it is kept.</summary>
    /// <param name="startAt">The instant that <see cref="StartAt"/> names.</param>
    public ComposerDraft ToDraft(DateTimeOffset? startAt)
    {
        var wrong = new Dictionary<string, string>();
        return Draft(startAt, Pace.Read(wrong), wrong);
    }

    private ComposerDraft Draft(DateTimeOffset? startAt, PaceDraft pace, IReadOnlyDictionary<string, string> wrong) => new(
        Name,
        Purpose,
        SmartEncoding,
        Id.TryParse<SenderId>(Sender, out var sender) ? sender : null,
        Audience,
        IsLater ? startAt : null,
        pace,
        [.. Texts.Select(text => new Variant(text.Key, text.Weight, text.Body))],
        QuietHours,
        Id.TryParse<PoolId>(Sender.StartsWith(PoolMark, StringComparison.Ordinal) ? Sender[PoolMark.Length..] : null, out var shared) ? shared : null,
        HasWindow ? new CampaignWindow(WindowStart, WindowEnd, [.. CampaignWindow.DayNames.Where(Days.Contains)], _windowZone) : null)
    {
        HoursReason = HoursReason.Length == 0 ? null : HoursReason,
        Wrong = wrong,
    };
}

/// <summary>One text of a campaign while somebody writes it.</summary>
public sealed class ComposerText
{
    public required string Key { get; init; }

    public int Weight { get; set; }

    public string Body { get; set; } = "";
}
