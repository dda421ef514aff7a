using Carillon.Audiences;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Campaigns;

/// <summary>One planned outreach: audience, words, sender, schedule.</summary>
public sealed class Campaign : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required CampaignId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>The medium.</summary>
    public Channel Channel { get; set; } = Channel.Sms;

    /// <summary>Decides which consent is needed.</summary>
    public Purpose Purpose { get; set; } = Purpose.Marketing;

    /// <summary>Where it stands.</summary>
    public CampaignStatus Status { get; private set; } = CampaignStatus.Draft;

    /// <summary>Why it is paused or waits.</summary>
    public StatusReason? StatusReason { get; private set; }

    /// <summary>Whom it points at.</summary>
    public Audience Audience { get; set; } = new();

    /// <summary>The words, where there are no variants.</summary>
    public string? Body { get; set; }

    /// <summary>The subject, for e-mail.</summary>
    public string? Subject { get; set; }

    /// <summary>The variants; none or at least two.</summary>
    public List<Variant> Variants { get; set; } = [];

    /// <summary>The sender; null: none yet, or a pool.</summary>
    public SenderId? SenderId { get; set; }

    /// <summary>The pool whose senders share it; never beside a sender.</summary>
    public PoolId? PoolId { get; set; }

    /// <summary>When to begin; null: when told.</summary>
    public DateTimeOffset? StartAt { get; set; }

    /// <summary>After this nothing leaves.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>How its begin is meant; null: an instant for everybody.</summary>
    public CampaignSchedule? Schedule { get; set; }

    /// <summary>When the engine begins it once it is scheduled; earlier than <see cref="StartAt"/> where some recipients' clocks are ahead.</summary>
    public DateTimeOffset? BeginsAt { get; private set; }

    /// <summary>Days and hours of its own; null: none.</summary>
    public CampaignWindow? Window { get; set; }

    /// <summary>Its own pace, messages a second; null: as fast as sender and account allow.</summary>
    public double? PacePerSecond { get; set; }

    /// <summary>Its own pace over an hour and a day.</summary>
    public LongPacing? Pacing { get; set; }

    /// <summary>When it stops by itself; null: the usual brakes.</summary>
    public Brakes? Brakes { get; set; }

    /// <summary>Its experiment as given, JSON.</summary>
    public string? Experiment { get; set; }

    /// <summary>Which hours of the law it keeps.</summary>
    public QuietHoursRule QuietHours { get; set; } = QuietHoursRule.Strictest;

    /// <summary>Whether typographic characters are replaced where that makes a text GSM-7.</summary>
    public bool SmartEncoding { get; set; }

    /// <summary>Who made it, for people.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed by hand.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Its run, once started.</summary>
    public RunId? RunId { get; private set; }

    /// <summary>When it began to send.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When nothing was left to do.</summary>
    public DateTimeOffset? CompletedAt { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<Campaign>
    {
        public void Configure(EntityTypeBuilder<Campaign> builder)
        {
            builder.Property(x => x.Name).HasMaxLength(200);
            builder.Property(x => x.Window).HasColumnName("sending_window").HasJson();
            builder.Property(x => x.Schedule).HasJson();
            builder.Property(x => x.Audience).HasJson();
            builder.Property(x => x.Pacing).HasJson();
            builder.Property(x => x.Brakes).HasJson();
            builder.Property(x => x.Variants).HasJson();
            builder.Property(x => x.Subject).HasMaxLength(200);
            builder.Property(x => x.CreatedBy).HasMaxLength(200);
            builder.HasIndex(x => new { x.WorkspaceId, x.CreatedAt, x.Id });
            builder.HasIndex(x => new { x.Status, x.StartAt });
        }
    }
}

/// <summary>A pace over more than a second; null: not limited.</summary>
/// <param name="PerHour">Messages in any sixty minutes.</param>
/// <param name="PerDay">Messages in a day of the campaign's zone.</param>
public sealed record LongPacing(int? PerHour, int? PerDay);

/// <summary>Where a campaign stands.</summary>
public enum CampaignStatus
{
    Draft,
    Scheduled,
    Running,
    Paused,
    Completed,
    Cancelled,
    Archived,
}

/// <summary>Why a campaign is paused or waits; <see cref="Incomplete"/> why one that was scheduled is a draft again.</summary>
public enum StatusReason
{
    User,
    Errors,
    InDoubt,
    OptOuts,
    Filtered,
    SpendCap,
    Canary,
    Account,
    Restored,
    Limit,
    QuietHours,
    Incomplete,
    DoNotCallList,
}


/// <summary>One of a campaign's texts.</summary>
/// <param name="Key">"A", "B", …</param>
/// <param name="Weight">Its share among the variants, 1–100.</param>
/// <param name="Body">The template.</param>
public sealed record Variant(string Key, int Weight, string Body);
