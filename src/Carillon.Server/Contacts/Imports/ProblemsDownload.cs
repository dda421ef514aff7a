using System.Text;
using Carillon.Contacts.Imports;
using Carillon.Primitives;
using Carillon.Server.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Contacts.Imports;

/// <summary>The rows an import did not take, as a file for people who are signed in.</summary>
public static class ProblemsDownload
{
    /// <summary>Maps it beside the import's page.</summary>
    public static void MapProblemsDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/contacts/imports/{id}/problems.csv", WriteAsync).GivesFile("import").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static async Task<Results<PushStreamHttpResult, NotFound>> WriteAsync(string id, ImportDesk desk, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<ImportId>(id, out var import) || await desk.FindAsync(import, cancellationToken) is not { } view)
        {
            return TypedResults.NotFound();
        }

        return TypedResults.Stream(
            async stream =>
            {
                await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
                await foreach (var line in desk.ProblemsCsvAsync(import, cancellationToken))
                {
                    await writer.WriteAsync(line.AsMemory(), cancellationToken);
                }
            },
            "text/csv; charset=utf-8",
            Path.GetFileNameWithoutExtension(view.FileName) + "-problems.csv");
    }
}
