using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Carillon.Storage.Backups;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Access;

/// <summary>
/// What the page of backups reads and does. A backup holds the data of every workspace, so it belongs to the people of the installation's first.
/// </summary>
public sealed class BackupDesk(
    CarillonDb db, BackupShelf shelf, DailyBackups daily, Workspaces workspaces, MasterKey key, AuditLog audit, IHostApplicationLifetime lifetime, TimeProvider time)
{
    /// <summary>Everything that the page shows.</summary>
    public async Task<BackupLook> LookAsync(CancellationToken cancellationToken) => await workspaces.IsFirstAsync(db.Workspace, cancellationToken)
        ? new BackupLook(true, shelf.IsPossible, shelf.Folder, shelf.IsPossible ? shelf.List() : [], shelf.Work, await daily.LookAsync(cancellationToken))
        : new BackupLook(false, shelf.IsPossible, "", [], null, null);

    /// <summary>Begins to make one; false: not here, or one is being made.</summary>
    public async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        if (!await IsOursAsync(cancellationToken) || shelf.TryStart(SystemApi.Version, key.Id, lifetime.ApplicationStopping) is not { } name)
        {
            return false;
        }

        await NoteAsync(new AuditNote(AuditActions.BackupMade, $"backup:{name}"), cancellationToken);
        return true;
    }

    /// <summary>Sets when one is made by itself, or that none is; false: not here, or such a plan cannot be kept to.</summary>
    public async Task<bool> PlanAsync(BackupPlan? plan, CancellationToken cancellationToken)
    {
        if (plan is { IsPossible: false } || !await IsOursAsync(cancellationToken))
        {
            return false;
        }

        var (hour, kept, now) = (plan?.Hour, plan?.Kept, time.GetUtcNow().Stored());
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await db.Installations.Where(row => row.Id == Installation.TheOne).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.BackupHour, hour).SetProperty(row => row.BackupsKept, kept).SetProperty(row => row.BackupAfter, now), cancellationToken);
        await audit.AddAsync(db, new AuditNote(AuditActions.BackupPlanned, $"workspace:{db.Workspace}", ("hour", hour), ("kept", kept)), cancellationToken);
        await write.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Where a backup lies that somebody takes away, which the audit log tells before the first byte leaves; null: there is none such here.</summary>
    public async Task<string?> TakeAsync(string name, CancellationToken cancellationToken)
    {
        var path = await FindAsync(name, cancellationToken);
        if (path is not null)
        {
            await NoteAsync(new AuditNote(AuditActions.BackupTaken, $"backup:{name}"), cancellationToken);
        }

        return path;
    }

    /// <summary>Where a backup lies; nobody takes it away. Null: there is none such here.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken) =>
        await IsOursAsync(cancellationToken) && shelf.Find(name) is { } file ? shelf.PathOf(file) : null;

    private async Task<bool> IsOursAsync(CancellationToken cancellationToken) => shelf.IsPossible && await workspaces.IsFirstAsync(db.Workspace, cancellationToken);

    private async Task NoteAsync(AuditNote note, CancellationToken cancellationToken)
    {
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await audit.AddAsync(db, note, cancellationToken);
        await write.CommitAsync(cancellationToken);
    }
}

/// <summary>The backups, as their page shows them.</summary>
/// <param name="IsOurs">Whether this workspace looks after them.</param>
/// <param name="IsPossible">Whether the data is a file of ours; else its server's tools make them.</param>
/// <param name="Folder">Where they lie.</param>
/// <param name="Kept">Those that are there, the newest first.</param>
/// <param name="Work">The one being made, or what became of the last.</param>
/// <param name="Daily">The one of each day; null: not this workspace's.</param>
public sealed record BackupLook(bool IsOurs, bool IsPossible, string Folder, IReadOnlyList<KeptBackup> Kept, BackupWork? Work, DailyBackupLook? Daily);
