using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>Lets nothing leave, and lets it leave again: of the workspace, or of the whole installation.</summary>
public sealed class SendingStopDesk(CarillonDb db, CurrentWorkspace current, Workspaces workspaces, AuditLog audit, IEnumerable<ISettingsListener> listeners, TimeProvider time)
{
    /// <summary>How long a reason may be.</summary>
    public const int MostReason = 300;

    /// <summary>What a message that waits is told to wait for.</summary>
    public static string Words(SendingStop stop) => $"Somebody let nothing leave: {stop.Reason}";

    /// <summary>What stands against the workspace's messages, that of everybody first.</summary>
    public async Task<IReadOnlyList<SendingStop>> ReadAsync(CancellationToken cancellationToken)
    {
        var everybody = default(WorkspaceId);
        return await db.SendingStops.AsNoTracking().Where(row => row.Scope == db.Workspace || row.Scope == everybody).OrderBy(row => row.Scope).ToListAsync(cancellationToken);
    }

    /// <summary>Whether who acts here may stop everybody.</summary>
    public Task<bool> MayStopEverybodyAsync(CancellationToken cancellationToken) => workspaces.IsFirstAsync(db.Workspace, cancellationToken);

    /// <summary>Lets nothing leave from now on; a stop that stands keeps its reason. False: it is not theirs to stop.</summary>
    public async Task<bool> StopAsync(string reason, bool isEverybody, CancellationToken cancellationToken)
    {
        if (await ScopeAsync(isEverybody, cancellationToken) is not { } scope)
        {
            return false;
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (!await db.SendingStops.AnyAsync(row => row.Scope == scope, cancellationToken))
        {
            db.SendingStops.Add(new SendingStop { Scope = scope, At = time.GetUtcNow().Stored(), Reason = reason, Actor = current.Actor });
            await db.SaveChangesAsync(cancellationToken);
            await audit.AddAsync(db, new AuditNote("sending.stopped", Subject(scope), ("reason", reason)), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        listeners.Tell();
        return true;
    }

    /// <summary>Lets messages leave again. False: it is not theirs to say.</summary>
    public async Task<bool> ResumeAsync(bool isEverybody, CancellationToken cancellationToken)
    {
        if (await ScopeAsync(isEverybody, cancellationToken) is not { } scope)
        {
            return false;
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.SendingStops.Where(row => row.Scope == scope).ExecuteDeleteAsync(cancellationToken) > 0)
        {
            await audit.AddAsync(db, "sending.resumed", Subject(scope), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        listeners.Tell();
        return true;
    }

    private async Task<WorkspaceId?> ScopeAsync(bool isEverybody, CancellationToken cancellationToken) =>
        !isEverybody ? db.Workspace : await MayStopEverybodyAsync(cancellationToken) ? default(WorkspaceId) : null;

    private static string Subject(WorkspaceId scope) => scope == default ? "installation" : $"workspace:{scope}";
}
