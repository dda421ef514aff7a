using System.Globalization;
using System.Runtime.CompilerServices;
using Carillon.Receiving;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>The events that the page of webhook events shows, as a file for people who are signed in. What people wrote is not in it.</summary>
public static class WebhookEventsDownload
{
    private static readonly string[] Header = ["id", "receivedAt", "source", "account", "type", "eventKey", "status", "attempts", "nextAttemptAt", "processedAt", "lastError"];

    /// <summary>Maps it beside the page; it is narrowed by the words of that page's address.</summary>
    public static void MapWebhookEventsDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/operations/webhook-events.csv", Write).GivesFile("webhook-events").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static PushStreamHttpResult Write(string? show, ProviderEventBook book, CancellationToken cancellationToken) =>
        CsvFile.Of("webhook-events.csv", Header, RowsAsync(show, book, cancellationToken), cancellationToken);

    private static async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(string? show, ProviderEventBook book, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = book.Matching(WebhookEventReads.FilterOf(show)).AsNoTracking().OrderBy(row => row.ReceivedAt).ThenBy(row => row.Id);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return
            [
                row.Id.ToString(), CsvFile.At(row.ReceivedAt), ApiJson.NameOf(row.Source), row.AccountId.ToString(), row.Type, row.EventKey, ApiJson.NameOf(row.Status),
                row.Attempts.ToString(CultureInfo.InvariantCulture), CsvFile.At(row.Status is EventStatus.Pending or EventStatus.Retrying ? row.NextAttemptAt : null), CsvFile.At(row.ProcessedAt), row.LastError,
            ];
        }
    }
}
