using System.Text;
using Carillon.Compliance.Erasure;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Contacts.Suppressions;

/// <summary>The list of suppressed numbers as a file, for programs and for people who are signed in.</summary>
public static class SuppressionDownloads
{
    /// <summary>Maps the page's file beside its page.</summary>
    public static void MapSuppressionDownloads(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/compliance/suppressions.csv", ListAsync).GivesFile("suppressions").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    /// <summary>The file, written as it is read. Numbers of erased people are not in it: only a hash of them is kept.</summary>
    internal static async Task<Results<PushStreamHttpResult, InvalidProblem>> ListAsync([AsParameters] SuppressionQuery asked, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var search = await SuppressionSearch.ReadAsync(db, asked, errors, cancellationToken);
        return errors.Any ? ApiProblem.Invalid(errors) : TypedResults.Stream(
            async body =>
            {
                await using var text = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
                await text.WriteAsync("phone,channel,reason,since\r\n");
                await foreach (var row in search.In(db).OrderBy(row => row.At).ThenBy(row => row.Phone).AsAsyncEnumerable().WithCancellation(cancellationToken))
                {
                    if (!ErasedNumbers.IsErased(row.Phone))
                    {
                        await text.WriteAsync($"{row.Phone.E164},{ApiJson.NameOf(row.Channel)},{ApiJson.NameOf(row.Reason)},{row.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\r\n");
                    }
                }
            },
            "text/csv; charset=utf-8",
            "suppressions.csv");
    }
}
