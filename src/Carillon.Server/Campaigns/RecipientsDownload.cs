using System.Globalization;
using System.Runtime.CompilerServices;
using Carillon.Campaigns;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Campaigns;

/// <summary>The recipients whom a campaign's page shows, as a file for people who are signed in.</summary>
public static class RecipientsDownload
{
    private const int PageSize = 2000;

    private static readonly string[] Header =
        ["message", "contact", "firstName", "lastName", "phone", "variant", "status", "reason", "segments", "queuedAt", "sentAt", "deliveredAt", "errorCode", "errorText"];

    /// <summary>Maps it beside the campaign's page; it is narrowed by the words of that page's address.</summary>
    public static void MapRecipientsDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/campaigns/{id}/recipients.csv", WriteAsync).GivesFile("campaign").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static async Task<Results<PushStreamHttpResult, NotFoundProblem>> WriteAsync(
        RouteId<CampaignId> id, string? show, string? reason, string? variant, string? code, CarillonDb db, Database database, CancellationToken cancellationToken) =>
        await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is { } campaign
            ? CsvFile.Of(
                $"recipients-{campaign.Id}.csv", Header, RowsAsync(database, db.Scope, campaign, RecipientFilter.Of(show, reason, variant, code), cancellationToken), cancellationToken)
            : ApiProblem.NotFound();

    private static async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(
        Database database, WorkspaceScope scope, Campaign campaign, RecipientFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (at, last) = (DateTimeOffset.UnixEpoch, default(MessageId));
        while (campaign.RunId is { } run)
        {
            await using var db = database.Open(scope);
            var rows = filter.Apply(db, campaign.Id, db.OutboundMessages.AsNoTracking().Where(row => row.RunId == run && row.CampaignId == campaign.Id));
            var page = await rows.Where(row => row.QueuedAt >= at && (row.QueuedAt > at || row.Id > last))
                .OrderBy(row => row.QueuedAt).ThenBy(row => row.Id).Take(PageSize).ToListAsync(cancellationToken);
            var ids = page.Select(row => row.ContactId).OfType<ContactId>().Distinct().ToList();
            var people = await db.Contacts.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
            foreach (var row in page)
            {
                yield return Cells(row, row.ContactId is { } person ? people.GetValueOrDefault(person) : null);
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            (at, last) = (page[^1].QueuedAt, page[^1].Id);
        }
    }

    private static string?[] Cells(OutboundMessage row, Contact? person) =>
    [
        row.Id.ToString(), row.ContactId?.ToString(), person?.FirstName, person?.LastName, row.To?.E164, row.Variant, ApiJson.NameOf(row.Status), row.Reason,
        row.Segments.ToString(CultureInfo.InvariantCulture), CsvFile.At(row.QueuedAt), CsvFile.At(row.SentAt), CsvFile.At(row.DeliveredAt), row.ErrorCode, row.ErrorText,
    ];
}
