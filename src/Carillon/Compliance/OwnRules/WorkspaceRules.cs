using System.Globalization;
using Carillon.Compliance.RulePacks;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance.OwnRules;

/// <summary>
/// What a workspace keeps beside the pack: hours and caps of its own. Stricter ones are anybody's who may change the workspace; caps above
/// the pack's are an owner's, with a reason. Hours never widen the law's: both must allow.
/// </summary>
public sealed class WorkspaceRules : IWorkspaceOwned
{
    /// <summary>What is added to the pack's version where rules of the workspace's own decide.</summary>
    public const string VersionMark = "+own";

    /// <summary>What decisions cite for hours of the workspace's own.</summary>
    public const string HoursRule = "own-hours";

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Whether the pack's one simple rule, which satisfies every other, binds too.</summary>
    public bool IsSimple { get; set; }

    /// <summary>Hours of every day by the recipient's clock, "10:00-19:00"; null: none beside the law's.</summary>
    public string? Hours { get; set; }

    /// <summary>Whether nothing leaves on Sundays.</summary>
    public bool NoSundays { get; set; }

    /// <summary>Whether nothing leaves on any holiday that the pack knows.</summary>
    public bool NoHolidays { get; set; }

    /// <summary>Marketing texts to a number in 24 hours; null: the pack's.</summary>
    public int? MarketingPerDay { get; set; }

    /// <summary>Marketing texts to a number in 30 days; null: the pack's.</summary>
    public int? MarketingPerMonth { get; set; }

    /// <summary>Whether marketing relies on a do-not-call list: without a fresh one no campaign of it starts.</summary>
    public bool NeedsScrub { get; set; }

    /// <summary>Why they are as they are, in the words of whoever changed them last.</summary>
    public string? Reason { get; set; }

    /// <summary>When they were last changed.</summary>
    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who changed them last.</summary>
    public required string ChangedBy { get; set; }

    /// <summary>Hours beside the law's; null: none.</summary>
    public OwnHours? Own => IsSimple || NoSundays || NoHolidays || Hours is not null
        ? new OwnHours(IsSimple, Hours is not null && LocalHours.TryParse(Hours, out var hours) ? hours : LocalHours.AllDay, NoSundays, NoHolidays)
        : null;

    /// <summary>The pack with the caps of the workspace in place of its own.</summary>
    public RulePack Over(RulePack pack) => pack with
    {
        Version = pack.Version + VersionMark,
        MarketingCaps = [.. pack.MarketingCaps.Select(cap => MostOf(cap) is { } most && most != cap.Most ? cap with { Most = most, Source = "A setting of the workspace" } : cap)],
    };

    /// <summary>Which of the caps are above the pack's.</summary>
    public IReadOnlyList<string> Looser(RulePack pack) =>
        [.. pack.MarketingCaps.Where(cap => MostOf(cap) > cap.Most).Select(cap => cap.Id)];

    /// <summary>Everything in a few words, for the audit log.</summary>
    public string Told() => string.Create(
        CultureInfo.InvariantCulture,
        $"simple {IsSimple}, hours {Hours ?? "-"}, no Sundays {NoSundays}, no holidays {NoHolidays}, scrub {NeedsScrub}, a day {MarketingPerDay?.ToString(CultureInfo.InvariantCulture) ?? "-"}, 30 days {MarketingPerMonth?.ToString(CultureInfo.InvariantCulture) ?? "-"}");

    private int? MostOf(FrequencyRule cap) => cap.Span <= TimeSpan.FromDays(1) ? MarketingPerDay : MarketingPerMonth;

    private sealed class Mapping : IEntityTypeConfiguration<WorkspaceRules>
    {
        public void Configure(EntityTypeBuilder<WorkspaceRules> builder)
        {
            builder.HasKey(x => x.WorkspaceId);
            builder.Property(x => x.WorkspaceId).ValueGeneratedNever();
            builder.Property(x => x.Hours).HasMaxLength(11);
            builder.Property(x => x.Reason).HasMaxLength(500);
            builder.Property(x => x.ChangedBy).HasMaxLength(200);
            builder.Ignore(x => x.Own);
        }
    }
}

/// <summary>Hours of a workspace's own, as timetables are asked for them.</summary>
/// <param name="IsSimple">Whether the pack's simple rule binds too.</param>
/// <param name="Hours">The hours of every day.</param>
/// <param name="NoSundays">Whether nothing leaves on Sundays.</param>
/// <param name="NoHolidays">Whether nothing leaves on holidays.</param>
public sealed record OwnHours(bool IsSimple, LocalHours Hours, bool NoSundays, bool NoHolidays);
