using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance.QuietHours;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.OwnRules;

/// <summary>Changes the rules of a workspace: stricter ones at once, looser ones by an owner with a reason; each with an entry in the audit log.</summary>
public sealed class RuleSettings(AuditLog audit, LegalHours hours, TimeProvider time)
{
    /// <summary>The most marketing texts to a number in 24 hours that an owner may allow.</summary>
    public const int MostPerDay = 10;

    /// <summary>The most in 30 days.</summary>
    public const int MostPerMonth = 100;

    /// <summary>As few letters as a reason may have.</summary>
    public const int LeastReason = 10;

    /// <summary>The rules as they stand; of a workspace that never changed any, the pack's.</summary>
    public static async Task<WorkspaceRules> ReadAsync(CarillonDb db, CancellationToken cancellationToken) =>
        await db.WorkspaceRules.AsNoTracking().SingleOrDefaultAsync(row => row.WorkspaceId == db.Workspace, cancellationToken)
            ?? new WorkspaceRules { WorkspaceId = db.Workspace, ChangedAt = default, ChangedBy = "" };

    /// <summary>Keeps what is wanted. In the caller's write transaction.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="wanted">The rules wanted, with the reason.</param>
    /// <param name="role">The role of the person who asks; null: a program, whose scope was checked.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<RuleChange> ChangeAsync(CarillonDb db, WorkspaceRules wanted, Role? role, string actor, CancellationToken cancellationToken)
    {
        var looser = wanted.Looser(hours.Pack);
        var before = await db.WorkspaceRules.SingleOrDefaultAsync(row => row.WorkspaceId == db.Workspace, cancellationToken);
        var isNewlyLooser = looser.Count > 0 && (before is null || (before.MarketingPerDay, before.MarketingPerMonth) != (wanted.MarketingPerDay, wanted.MarketingPerMonth));
        if (isNewlyLooser && role is not (null or Role.Owner))
        {
            return new RuleChange.OwnerOnly(looser);
        }

        if (isNewlyLooser && (wanted.Reason?.Trim().Length ?? 0) < LeastReason)
        {
            return new RuleChange.NeedsReason(looser);
        }

        var told = before?.Told() ?? new WorkspaceRules { WorkspaceId = db.Workspace, ChangedAt = default, ChangedBy = "" }.Told();
        var row = before ?? db.WorkspaceRules.Add(new WorkspaceRules { WorkspaceId = db.Workspace, ChangedAt = default, ChangedBy = "" }).Entity;
        (row.IsSimple, row.Hours, row.NoSundays, row.NoHolidays) = (wanted.IsSimple, wanted.Hours, wanted.NoSundays, wanted.NoHolidays);
        row.NeedsScrub = wanted.NeedsScrub;
        (row.MarketingPerDay, row.MarketingPerMonth, row.Reason) = (wanted.MarketingPerDay, wanted.MarketingPerMonth, wanted.Reason);
        (row.ChangedAt, row.ChangedBy) = (time.GetUtcNow().Stored(), actor);
        await db.SaveChangesAsync(cancellationToken);
        await audit.AddAsync(
            db,
            new AuditNote(
                isNewlyLooser ? AuditActions.RuleLoosened : AuditActions.RuleChanged, $"workspace:{db.Workspace}",
                ("before", told), ("after", row.Told()), ("looser", looser.Count == 0 ? null : string.Join(", ", looser)), ("reason", wanted.Reason)),
            cancellationToken);
        return new RuleChange.Kept(row);
    }
}

/// <summary>What came of a wish for other rules.</summary>
public abstract record RuleChange
{
    private RuleChange()
    {
    }

    /// <summary>They hold from now on.</summary>
    public sealed record Kept(WorkspaceRules Rules) : RuleChange;

    /// <summary>Only an owner may loosen these.</summary>
    public sealed record OwnerOnly(IReadOnlyList<string> Rules) : RuleChange;

    /// <summary>Loosening these needs a reason.</summary>
    public sealed record NeedsReason(IReadOnlyList<string> Rules) : RuleChange;
}
