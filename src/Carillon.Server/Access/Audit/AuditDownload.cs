using System.Globalization;
using System.Runtime.CompilerServices;
using Carillon.Access.Audit;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Access.Audit;

/// <summary>The entries that the page of the audit log shows, as a file for people who are signed in.</summary>
public static class AuditDownload
{
    private static readonly string[] Header = ["number", "at", "actor", "who", "action", "subject", "facts", "hash"];

    /// <summary>Maps it beside the page; it is narrowed by the words of that page's address.</summary>
    public static void MapAuditDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/settings/audit.csv", Write).GivesFile("audit-log").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static PushStreamHttpResult Write(string? action, string? actor, CarillonDb db, CancellationToken cancellationToken) =>
        CsvFile.Of("audit-log.csv", Header, RowsAsync(new AuditReads(db), new AuditFilter(actor, action, null, null, null), cancellationToken), cancellationToken);

    private static async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(AuditReads reads, AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in reads.AllAsync(filter, cancellationToken))
        {
            yield return
            [
                line.Entry.Number.ToString(CultureInfo.InvariantCulture), CsvFile.At(line.Entry.At), line.Entry.Actor, line.Who, line.Entry.Action, line.Entry.Subject, line.Entry.Facts,
                Convert.ToHexStringLower(line.Entry.Hash),
            ];
        }
    }
}
