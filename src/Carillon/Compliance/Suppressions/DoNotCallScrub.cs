using Carillon.Compliance.OwnRules;
using Carillon.Compliance.RulePacks;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Suppressions;

/// <summary>Whether marketing that relies on a do-not-call list may leave by the newest one that was loaded (47 CFR 64.1200(c)(2)(i)(D)). Days are those of UTC.</summary>
public static class DoNotCallScrub
{
    /// <summary>Why a workspace's newest list is not good enough at an instant; null: it is, or its marketing relies on none.</summary>
    public static async Task<string?> ProblemAsync(CarillonDb db, WorkspaceId workspace, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var lists = Lists(db);
        var relying = await db.WorkspaceRules.Where(row => row.NeedsScrub && row.WorkspaceId == workspace)
            .Select(row => new { Newest = lists.Where(list => list.WorkspaceId == row.WorkspaceId).Max(list => list.ListedOn) }).SingleOrDefaultAsync(cancellationToken);
        return relying is null || IsFresh(relying.Newest, at) ? null
            : relying.Newest is not { } day ? "Load a do-not-call list first: marketing of this workspace relies on one."
            : $"The do-not-call list is of {day:yyyy-MM-dd}: load one that is at most {RulePack.BuiltIn.DoNotCallDays} days old.";
    }

    /// <summary>The workspaces among those with rules of their own whose newest list is not good enough at an instant.</summary>
    public static async Task<IReadOnlySet<WorkspaceId>> StaleAsync(CarillonDb db, IEnumerable<WorkspaceRules> rules, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var relying = rules.Where(row => row.NeedsScrub).Select(row => row.WorkspaceId).ToHashSet();
        if (relying.Count > 0)
        {
            var newest = await Lists(db).Where(list => relying.Contains(list.WorkspaceId)).GroupBy(list => list.WorkspaceId)
                .Select(lists => new { Workspace = lists.Key, Day = lists.Max(list => list.ListedOn) }).ToListAsync(cancellationToken);
            relying.ExceptWith(newest.Where(list => IsFresh(list.Day, at)).Select(list => list.Workspace));
        }

        return relying;
    }

    private static IQueryable<SuppressionImport> Lists(CarillonDb db) => db.SuppressionImports.Where(list => list.ListedOn != null && list.UndoneAt == null);

    private static bool IsFresh(DateOnly? newest, DateTimeOffset at) =>
        newest is { } day && DateOnly.FromDateTime(at.UtcDateTime).DayNumber - day.DayNumber <= RulePack.BuiltIn.DoNotCallDays;
}
