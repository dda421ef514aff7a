using System.Globalization;
using System.Runtime.CompilerServices;
using Carillon.Sending;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>The texts that the page of texts shows, as a file for people who are signed in.</summary>
public static class TextsDownload
{
    private static readonly string[] Header =
        ["id", "campaign", "contact", "sender", "phone", "kind", "variant", "body", "status", "reason", "segments", "queuedAt", "dueAt", "sentAt", "deliveredAt", "errorCode", "errorText"];

    /// <summary>Maps it beside the page; it is narrowed by the words of that page's address.</summary>
    public static void MapTextsDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/operations/texts.csv", Write).GivesFile("texts").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static PushStreamHttpResult Write([AsParameters] TextFilter filter, CarillonDb db, TimeProvider time, CancellationToken cancellationToken) =>
        CsvFile.Of("texts.csv", Header, RowsAsync(filter, db, time.GetUtcNow(), cancellationToken), cancellationToken);

    private static async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(TextFilter filter, CarillonDb db, DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = await filter.InAsync(db, now, cancellationToken);
        await foreach (var row in rows.OrderBy(row => row.QueuedAt).ThenBy(row => row.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            yield return Cells(row);
        }
    }

    private static string?[] Cells(OutboundMessage row) =>
    [
        row.Id.ToString(), row.CampaignId?.ToString(), row.ContactId?.ToString(), row.SenderId.ToString(), row.To?.E164, ApiJson.NameOf(row.Kind), row.Variant, row.Body, ApiJson.NameOf(row.Status),
        row.Reason, row.Segments.ToString(CultureInfo.InvariantCulture), CsvFile.At(row.QueuedAt), CsvFile.At(row.DueAt), CsvFile.At(row.SentAt), CsvFile.At(row.DeliveredAt), row.ErrorCode, row.ErrorText,
    ];
}
