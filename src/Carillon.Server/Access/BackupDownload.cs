using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Access;

/// <summary>A backup as a file, for the owners and admins of the installation's first workspace.</summary>
public static class BackupDownload
{
    /// <summary>Maps it beside its page.</summary>
    public static void MapBackupDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/settings/backup/{id}", TakeAsync).WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static async Task<Results<PhysicalFileHttpResult, NotFound>> TakeAsync(string id, BackupDesk desk, CancellationToken cancellationToken) =>
        await desk.TakeAsync(id, cancellationToken) is { } path
            ? TypedResults.PhysicalFile(path, "application/octet-stream", id)
            : TypedResults.NotFound();
}
