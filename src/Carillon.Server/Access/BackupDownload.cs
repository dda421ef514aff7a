using Carillon.Server.Web.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Access;

/// <summary>A backup as a file, for the owners and admins of the installation's first workspace.</summary>
public static class BackupDownload
{
    /// <summary>Maps it beside its page.</summary>
    public static void MapBackupDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/settings/backup/{id}", TakeAsync).WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static async Task<Results<PhysicalFileHttpResult, NotFound>> TakeAsync(string id, HttpContext context, BackupDesk desk, CancellationToken cancellationToken)
    {
        if (context.IsHead())
        {
            HeadRequest.AnswerAsHead(context);
        }

        var path = context.IsHead() ? await desk.FindAsync(id, cancellationToken) : await desk.TakeAsync(id, cancellationToken);
        return path is null ? TypedResults.NotFound() : TypedResults.PhysicalFile(path, "application/octet-stream", id);
    }
}
