using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access;

/// <summary>Makes workspaces: the first at the first start, others when an admin of the first asks.</summary>
public sealed class Workspaces(Database database, ApiKeys keys, AuditLog audit, IEnumerable<IWorkspaceSeed> seeds, TimeProvider time)
{
    /// <summary>What the first workspace is called until somebody says better.</summary>
    public const string FirstName = "My business";

    /// <summary>The workspace this installation began with; made now if this is its beginning. However many nodes ask at once, there is one.</summary>
    public async Task<WorkspaceId> EnsureFirstAsync(CancellationToken cancellationToken)
    {
        if (await FindFirstAsync(cancellationToken) is { } first)
        {
            return first;
        }

        var workspace = Fresh(FirstName);
        await using var db = database.Open(WorkspaceScope.Of(workspace.Id));
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var began = await db.Installations
            .Where(row => row.Id == Installation.TheOne && row.FirstWorkspaceId == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.FirstWorkspaceId, workspace.Id), cancellationToken);
        if (began is 0)
        {
            return (await FindFirstAsync(cancellationToken))!.Value; // whoever was faster has committed
        }

        await PlantAsync(db, workspace, cancellationToken);
        await write.CommitAsync(cancellationToken);
        return workspace.Id;
    }

    /// <summary>Makes a workspace with its first key, which opens all of it.</summary>
    public async Task<(Workspace Workspace, ApiKey Key, string KeyText)> CreateAsync(string name, string actor, CancellationToken cancellationToken)
    {
        var workspace = Fresh(name);
        await using var db = database.Open(WorkspaceScope.Of(workspace.Id));
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var text = ApiKeyText.Create();
        var key = keys.Add(db, workspace.Id, "First key", ApiScope.Admin, text);
        await PlantAsync(db, workspace, cancellationToken);
        await audit.AddAsync(db, new AuditNote(AuditActions.WorkspaceMade, $"workspace:{workspace.Id}", ("name", name)) { Actor = actor }, cancellationToken);
        await audit.AddAsync(db, ApiKeys.MadeNote(key) with { Actor = actor }, cancellationToken);
        await write.CommitAsync(cancellationToken);
        return (workspace, key, text);
    }

    /// <summary>Whether a workspace is the one this installation began with.</summary>
    public async Task<bool> IsFirstAsync(WorkspaceId workspace, CancellationToken cancellationToken) => await FindFirstAsync(cancellationToken) == workspace;

    private async Task<WorkspaceId?> FindFirstAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        return await db.Installations.Select(row => row.FirstWorkspaceId).SingleOrDefaultAsync(cancellationToken);
    }

    private Workspace Fresh(string name) => new() { Id = Id.New<WorkspaceId>(time), Name = name, CreatedAt = time.GetUtcNow().Stored() };

    private async Task PlantAsync(CarillonDb db, Workspace workspace, CancellationToken cancellationToken)
    {
        db.Workspaces.Add(workspace);
        foreach (var seed in seeds)
        {
            await seed.SeedAsync(db, workspace, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
