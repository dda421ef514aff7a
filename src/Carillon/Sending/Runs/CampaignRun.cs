using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending.Runs;

/// <summary>What Campaigns hands to the engine: the words as they were at the start, the state and the pace of one run.</summary>
public sealed class CampaignRun : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required RunId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The campaign it runs.</summary>
    public required CampaignId CampaignId { get; init; }

    /// <summary>Whether lanes may take from it.</summary>
    public RunState State { get; private set; } = RunState.Running;

    /// <summary>The purpose of its messages.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The medium.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The sender its messages leave from.</summary>
    public required SenderId SenderId { get; init; }

    /// <summary>The words of each variant; one with the key <c>""</c> when there are no variants.</summary>
    public required List<RunText> Texts { get; init; }

    /// <summary>Whether typographic characters are replaced where that makes a text GSM-7.</summary>
    public bool SmartEncoding { get; init; }

    /// <summary>The hours it keeps; null on a run from before there were any: the law's.</summary>
    public RunHours? Hours { get; init; }

    /// <summary>Its own pace, beside the sender's and the account's.</summary>
    public double? PerSecond { get; set; }

    /// <summary>Its own pace over an hour, any sixty minutes.</summary>
    public int? PerHour { get; set; }

    /// <summary>Its own pace over a day of its zone.</summary>
    public int? PerDay { get; set; }

    /// <summary>Whose days its pace counts; null: UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>When it stops by itself; null: the usual brakes.</summary>
    public Brakes? Brakes { get; set; }

    /// <summary>The tally when somebody last let it go on: brakes look at what came after.</summary>
    public RunTally? ReleasedAt { get; private set; }

    /// <summary>When the last of the first ones (brakes' canary) had left.</summary>
    public DateTimeOffset? CanaryLeftAt { get; private set; }

    /// <summary>Whether the first ones went well, or somebody let the rest go.</summary>
    public bool IsCanaryOver { get; private set; }

    /// <summary>What its lane waits for; null: nothing.</summary>
    public RunWait? WaitsFor { get; private set; }

    /// <summary>Until when; null: until somebody acts.</summary>
    public DateTimeOffset? WaitsUntil { get; private set; }

    /// <summary>Why, for people.</summary>
    public string? WaitText { get; private set; }

    /// <summary>The last person written by the launch; null before the first page.</summary>
    public ContactId? LaunchedUpTo { get; private set; }

    /// <summary>When the last recipient was written; null while the launch runs.</summary>
    public DateTimeOffset? LaunchedAt { get; private set; }

    /// <summary>
    /// The data went back to this instant: before anything of the run leaves, the provider is asked about everybody who waits. Null: nothing is to be asked.
    /// </summary>
    public DateTimeOffset? AskFirstSince { get; private set; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When nothing was left to do.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Lanes take nothing of it before the provider was asked what left since an instant.</summary>
    public void AskFirst(DateTimeOffset since) => AskFirstSince = since;

    private sealed class Mapping : IEntityTypeConfiguration<CampaignRun>
    {
        public void Configure(EntityTypeBuilder<CampaignRun> builder)
        {
            builder.Property(x => x.Texts).HasJson();
            builder.Property(x => x.Hours).HasJson();
            builder.Property(x => x.Brakes).HasJson();
            builder.Property(x => x.ReleasedAt).HasJson();
            builder.Property(x => x.TimeZone).HasMaxLength(64);
            builder.Property(x => x.WaitText).HasMaxLength(300);
            builder.HasIndex(x => x.CampaignId);
            builder.HasIndex(x => new { x.State, x.SenderId });
        }
    }
}

/// <summary>The words of one variant.</summary>
/// <param name="Variant">Its key, or empty.</param>
/// <param name="Weight">Its share among the variants, above 0.</param>
/// <param name="Body">The template.</param>
public sealed record RunText(string Variant, int Weight, string Body);

/// <summary>Whether lanes may take from a run.</summary>
public enum RunState
{
    Running,
    Paused,
    Cancelled,
    Completed,
}

/// <summary>What a running run waits for.</summary>
public enum RunWait
{
    Limit,
    Canary,
    SpendCap,
}
