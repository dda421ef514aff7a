using Carillon.Compliance.RulePacks;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Suppressions;

/// <summary>Whether marketing that relies on a do-not-call list may leave by the newest one that was loaded (47 CFR 64.1200(c)(2)(i)(D)).</summary>
/// <param name="Newest">The day of that list; null: none was ever loaded.</param>
public sealed record DoNotCallScrub(DateOnly? Newest)
{
    /// <summary>The workspaces, of those asked for, that rely on a list, with what they have.</summary>
    public static async Task<IReadOnlyDictionary<WorkspaceId, DoNotCallScrub>> OfAsync(CarillonDb db, IReadOnlyCollection<WorkspaceId> workspaces, CancellationToken cancellationToken)
    {
        var relying = await db.WorkspaceRules.Where(row => row.NeedsScrub && workspaces.Contains(row.WorkspaceId)).Select(row => row.WorkspaceId).ToListAsync(cancellationToken);
        Dictionary<WorkspaceId, DoNotCallScrub> scrubs = [];
        foreach (var workspace in relying)
        {
            scrubs[workspace] = new DoNotCallScrub(await SuppressionBook.NewestListAsync(db, workspace, cancellationToken));
        }

        return scrubs;
    }

    /// <summary>Why it is not good enough at an instant; null: it is. Days are those of UTC.</summary>
    public string? Problem(DateTimeOffset at)
    {
        var days = RulePack.BuiltIn.DoNotCallDays;
        return Newest is not { } day ? "Load a do-not-call list first: marketing of this workspace relies on one."
            : DateOnly.FromDateTime(at.UtcDateTime).DayNumber - day.DayNumber > days ? $"The do-not-call list is of {day:yyyy-MM-dd}: load one that is at most {days} days old."
            : null;
    }
}
