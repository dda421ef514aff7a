using Carillon.Storage;

namespace Carillon.Access;

/// <summary>What a later room gives every new workspace, in the transaction that makes it.</summary>
public interface IWorkspaceSeed
{
    /// <summary>Adds the rows; the context is bound to the new workspace and inside a write transaction. The caller saves and commits.</summary>
    Task SeedAsync(CarillonDb db, Workspace workspace, CancellationToken cancellationToken);
}
