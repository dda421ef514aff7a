using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Sending.Runs;
using Carillon.Server.Web.Api;

namespace Carillon.Server.Campaigns;

/// <summary>A campaign as it stands.</summary>
public sealed record CampaignResponse(
    CampaignId Id,
    string Name,
    Channel Channel,
    Purpose Purpose,
    CampaignStatus Status,
    StatusReason? StatusReason,
    AudienceResponse Audience,
    string? Body,
    string? Subject,
    IReadOnlyList<Variant> Variants,
    FromResponse? From,
    ScheduleResponse Schedule,
    WindowResponse? Window,
    PacingResponse? Pacing,
    BrakesResponse Brakes,
    QuietHoursRule QuietHours,
    bool SmartEncoding,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt)
{
    /// <summary>What a running campaign waits for; null: nothing, or it is one of a list.</summary>
    public WaitingResponse? Waiting { get; init; }

    /// <summary>
    /// What its sender's account does where nobody knows whether a message left: <c>exactlyOnce</c> (the provider is asked),
    /// <c>atMostOnce</c> (a person is) or <c>resend</c>; null: one of a list, or no sender yet.
    /// </summary>
    public string? OnUnknown { get; init; }

    /// <summary>The template its words come from; null: none.</summary>
    public string? TemplateId { get; init; }

    /// <summary>The test that its variants are in; null: none.</summary>
    public object? Experiment { get; init; }

    /// <summary>As it stands.</summary>
    public static CampaignResponse Of(Campaign campaign) => new(
        campaign.Id,
        campaign.Name,
        campaign.Channel,
        campaign.Purpose,
        campaign.Status,
        campaign.StatusReason,
        AudienceResponse.Of(campaign.Audience),
        campaign.Body,
        campaign.Subject,
        campaign.Variants,
        campaign.SenderId is null && campaign.PoolId is null ? null : new FromResponse(campaign.SenderId, campaign.PoolId),
        new ScheduleResponse(campaign.StartAt, campaign.ExpiresAt, campaign.Schedule?.TimeZone, campaign.Schedule?.RecipientLocalTime ?? false),
        campaign.Window is { } window ? new WindowResponse(window.Start, window.End, window.Days, window.TimeZone) : null,
        campaign.PacePerSecond is null && campaign.Pacing is null ? null : new PacingResponse(campaign.PacePerSecond, campaign.Pacing?.PerHour, campaign.Pacing?.PerDay),
        BrakesResponse.Of(campaign.Brakes ?? new Brakes()),
        campaign.QuietHours,
        campaign.SmartEncoding,
        campaign.CreatedBy,
        campaign.CreatedAt,
        campaign.UpdatedAt,
        campaign.StartedAt,
        campaign.CompletedAt);
}

/// <summary>Whom it points at.</summary>
public sealed record AudienceResponse(
    IReadOnlyList<ContactListId> Lists,
    IReadOnlyList<SegmentId> Segments,
    IReadOnlyList<ContactId> ContactIds,
    JsonElement? Filter,
    IReadOnlyList<ContactListId> ExcludeLists,
    IReadOnlyList<SegmentId> ExcludeSegments,
    int? MinDaysSinceContact,
    bool MobileOnly,
    int? Limit)
{
    internal static AudienceResponse Of(Audience audience) => new(
        audience.Lists,
        audience.Segments,
        audience.ContactIds,
        audience.Filter,
        audience.ExcludeLists,
        audience.ExcludeSegments,
        audience.MinDaysSinceContact,
        audience.IsMobileOnly,
        audience.Limit);
}

/// <summary>Where it leaves from: a sender or a pool.</summary>
public sealed record FromResponse(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SenderId? SenderId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PoolId? PoolId);

/// <summary>When it begins and ends.</summary>
public sealed record ScheduleResponse(DateTimeOffset? StartAt, DateTimeOffset? ExpiresAt, string? TimeZone, bool RecipientLocalTime);

/// <summary>Days and hours of its own.</summary>
public sealed record WindowResponse(string Start, string End, IReadOnlyList<string> Days, string TimeZone);

/// <summary>Its own pace.</summary>
public sealed record PacingResponse(double? PerSecond, int? PerHour, int? PerDay);

/// <summary>When it stops by itself; null: not for that.</summary>
/// <param name="SpendCap">An amount in the currency of the account.</param>
public sealed record BrakesResponse(
    double? ErrorShare, double? InDoubtShare, double? OptOutShare, double? FilteredShare, int MinSample, Money? SpendCap, int? Canary, int CanaryWaitSeconds)
{
    /// <summary>As they are set.</summary>
    public static BrakesResponse Of(Brakes brakes) => new(
        brakes.ErrorShare, brakes.InDoubtShare, brakes.OptOutShare, brakes.FilteredShare, brakes.MinSample,
        brakes.SpendCapMicros is { } micros ? Money.Of(micros / 1_000_000m, "USD") : null, brakes.Canary, brakes.CanaryWaitSeconds);
}

/// <summary>What a running campaign waits for.</summary>
/// <param name="LimitedBy">Who limits it, in words.</param>
/// <param name="NextAt">When the next message may leave; null: not known.</param>
/// <param name="Text">The whole of it as a sentence.</param>
public sealed record WaitingResponse(string LimitedBy, DateTimeOffset? NextAt, string Text);

/// <summary>The figures of a campaign; those from <c>queued</c> to <c>cancelled</c> add up to <c>recipients</c>.</summary>
public sealed record CampaignStatsResponse
{
    public required long Recipients { get; init; }

    public required long Queued { get; init; }

    public required long Sending { get; init; }

    public required long Accepted { get; init; }

    public required long Sent { get; init; }

    public required long Delivered { get; init; }

    public required long Undelivered { get; init; }

    public required long Failed { get; init; }

    public required long InDoubt { get; init; }

    /// <summary>How many by reason.</summary>
    public required IReadOnlyDictionary<string, long> Skipped { get; init; }

    public required long Cancelled { get; init; }

    public required long Replied { get; init; }

    public required long Clicked { get; init; }

    public required long OptedOut { get; init; }

    public required long Converted { get; init; }

    public required Money Revenue { get; init; }

    public required Money Cost { get; init; }

    public required long Segments { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Where the campaign stands, so that a follower of its events knows when to stop.</summary>
    public CampaignStatus? Status { get; init; }

    /// <summary>The same figures by variant.</summary>
    public IReadOnlyDictionary<string, CampaignStatsResponse>? ByVariant { get; init; }

    /// <summary>The figures of a campaign whose cost is counted in a currency.</summary>
    public static CampaignStatsResponse Of(Campaign campaign, CampaignStats stats, string currency) => Figures(stats, currency) with
    {
        StartedAt = campaign.StartedAt,
        CompletedAt = campaign.CompletedAt,
        Status = campaign.Status,
        ByVariant = stats.ByVariant.ToDictionary(entry => entry.Key, entry => Figures(entry.Value, currency)),
    };

    private static CampaignStatsResponse Figures(CampaignStats stats, string currency) => new()
    {
        Recipients = stats.Recipients,
        Queued = stats[MessageStatus.Queued],
        Sending = stats[MessageStatus.Sending],
        Accepted = stats[MessageStatus.Accepted],
        Sent = stats[MessageStatus.Sent],
        Delivered = stats[MessageStatus.Delivered],
        Undelivered = stats[MessageStatus.Undelivered],
        Failed = stats[MessageStatus.Failed],
        InDoubt = stats[MessageStatus.InDoubt],
        Skipped = stats.Skipped.ToDictionary(entry => ApiJson.NameOf(entry.Key), entry => entry.Value),
        Cancelled = stats[MessageStatus.Cancelled],
        Replied = stats.Replied,
        Clicked = stats.Clicked,
        OptedOut = stats.OptedOut,
        Converted = 0,
        Revenue = Money.Of(0, currency),
        Cost = Money.Of(stats.CostMicros / 1_000_000m, currency),
        Segments = stats.Segments,
    };
}
