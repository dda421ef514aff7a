using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Carillon.Storage.Backups;

namespace Carillon.Server.Access;

/// <summary>
/// What the page of backups reads and does. A backup holds the data of every workspace, so it belongs to the people of the installation's first.
/// </summary>
public sealed class BackupDesk(CarillonDb db, BackupShelf shelf, Workspaces workspaces, MasterKey key, AuditLog audit, IHostApplicationLifetime lifetime)
{
    /// <summary>Everything that the page shows.</summary>
    public async Task<BackupLook> LookAsync(CancellationToken cancellationToken) => await workspaces.IsFirstAsync(db.Workspace, cancellationToken)
        ? new BackupLook(true, shelf.IsPossible, shelf.Folder, shelf.IsPossible ? shelf.List() : [], shelf.Work)
        : new BackupLook(false, shelf.IsPossible, "", [], null);

    /// <summary>Begins to make one; false: not here, or one is being made.</summary>
    public async Task<bool> StartAsync(CancellationToken cancellationToken)
    {
        if (!shelf.IsPossible || !await workspaces.IsFirstAsync(db.Workspace, cancellationToken) || shelf.TryStart(SystemApi.Version, key.Id, lifetime.ApplicationStopping) is not { } name)
        {
            return false;
        }

        await using var write = await db.BeginWriteAsync(cancellationToken);
        await audit.AddAsync(db, new AuditNote(AuditActions.BackupMade, $"backup:{name}"), cancellationToken);
        await write.CommitAsync(cancellationToken);
        return true;
    }
}

/// <summary>The backups, as their page shows them.</summary>
/// <param name="IsOurs">Whether this workspace looks after them.</param>
/// <param name="IsPossible">Whether the data is a file of ours; else its server's tools make them.</param>
/// <param name="Folder">Where they lie.</param>
/// <param name="Kept">Those that are there, the newest first.</param>
/// <param name="Work">The one being made, or what became of the last.</param>
public sealed record BackupLook(bool IsOurs, bool IsPossible, string Folder, IReadOnlyList<KeptBackup> Kept, BackupWork? Work);
