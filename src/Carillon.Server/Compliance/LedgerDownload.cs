using System.Globalization;
using System.Runtime.CompilerServices;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Erasure;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Compliance;

/// <summary>The events that the page of the ledger shows, as a file for people who are signed in.</summary>
public static class LedgerDownload
{
    private static readonly string[] Header =
        ["entry", "id", "at", "phone", "channel", "kind", "method", "keyword", "purpose", "text", "evidence", "actor", "contact", "campaign", "message"];

    /// <summary>Maps it beside the page; it is narrowed by the words of that page's address.</summary>
    public static void MapLedgerDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/compliance/ledger.csv", Write).GivesFile("ledger").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static PushStreamHttpResult Write([AsParameters] LedgerSearch search, CarillonDb db, CancellationToken cancellationToken) =>
        CsvFile.Of("ledger.csv", Header, RowsAsync(new LedgerReads(db), search, cancellationToken), cancellationToken);

    /// <summary>The rows; what the page cannot read finds nothing here as it does there.</summary>
    private static async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(LedgerReads reads, LedgerSearch search, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var said in reads.AllAsync(search, new InputErrors(), cancellationToken))
        {
            yield return Cells(said);
        }
    }

    private static string?[] Cells(ConsentEvent said) =>
    [
        said.LedgerSequence?.ToString(CultureInfo.InvariantCulture), said.Id.ToString(), CsvFile.At(said.At), ErasedNumbers.IsErased(said.Phone) ? null : said.Phone.E164,
        ApiJson.NameOf(said.Channel), ApiJson.NameOf(said.Kind), ApiJson.NameOf(said.Method), said.Keyword, said.Purpose is { } purpose ? ApiJson.NameOf(purpose) : null, said.Text,
        said.Evidence, said.Actor, said.ContactId?.ToString(), said.CampaignId?.ToString(), said.MessageId?.ToString(),
    ];
}
