using System.Globalization;
using System.Text;
using Carillon.Campaigns;
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

/// <summary>What became of everybody a campaign was for, as figures and row by row.</summary>
public static class CampaignProofApi
{
    private const int PageSize = 2000;

    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapCampaignProof(this RouteGroupBuilder api)
    {
        api.MapGet("/campaigns/{id}/proof", GetAsync);
        api.MapGet("/campaigns/{id}/proof.csv", FileAsync).GivesFile("campaign");
        return api;
    }

    private static async Task<Results<Ok<ProofResponse>, NotFoundProblem>> GetAsync(RouteId<CampaignId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is { } campaign
            ? TypedResults.Ok(ProofResponse.Of(await CampaignProof.OfAsync(db, campaign, cancellationToken)))
            : ApiProblem.NotFound();

    /// <summary>Maps the file for people who are signed in, beside the campaign's page.</summary>
    public static void MapProofDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/campaigns/{id}/proof.csv", FileAsync).GivesFile("campaign").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static async Task<Results<PushStreamHttpResult, NotFoundProblem, InvalidProblem>> FileAsync(
        RouteId<CampaignId> id, string? part, string? reason, CarillonDb db, Database database, CancellationToken cancellationToken)
    {
        if (part is not null && !(Enum.TryParse<ProofPart>(part, ignoreCase: true, out var known) && Enum.IsDefined(known) && !int.TryParse(part, out _)))
        {
            return ApiProblem.Invalid("part", $"must be one of {string.Join(", ", Enum.GetValues<ProofPart>().Select(ApiJson.NameOf))}");
        }

        var which = (Part: part is null ? ProofPart.Planned : Enum.Parse<ProofPart>(part, ignoreCase: true), Reason: reason is { Length: > 0 } ? char.ToUpperInvariant(reason[0]) + reason[1..] : null);
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is not { } campaign)
        {
            return ApiProblem.NotFound();
        }

        var scope = db.Scope;
        return TypedResults.Stream(body => WriteAsync(body, database, scope, campaign, which, cancellationToken), "text/csv; charset=utf-8", $"proof-{campaign.Id}.csv");
    }

    private static async Task WriteAsync(Stream body, Database database, WorkspaceScope scope, Campaign campaign, (ProofPart Part, string? Reason) which, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        await writer.WriteAsync("message,phone,variant,status,reason,attempts,segments,providerMessageId,queuedAt,sentAt,deliveredAt,errorCode\r\n".AsMemory(), cancellationToken);
        var (at, last) = (DateTimeOffset.UnixEpoch, default(MessageId));
        while (campaign.RunId is { } run)
        {
            await using var db = database.Open(scope);
            var rows = ProofRows.Of(db, db.OutboundMessages.AsNoTracking().Where(row => row.RunId == run && row.CampaignId == campaign.Id), which.Part, which.Reason);
            var page = await rows.Where(row => row.QueuedAt >= at && (row.QueuedAt > at || row.Id > last))
                .OrderBy(row => row.QueuedAt).ThenBy(row => row.Id).Take(PageSize).ToListAsync(cancellationToken);
            foreach (var row in page)
            {
                await writer.WriteAsync(Line(row).AsMemory(), cancellationToken);
            }

            await writer.FlushAsync(cancellationToken);
            if (page.Count < PageSize)
            {
                break;
            }

            (at, last) = (page[^1].QueuedAt, page[^1].Id);
        }
    }

    private static string Line(OutboundMessage row) => string.Join(',', new[]
    {
        row.Id.ToString(), CsvText.Cell(row.To?.E164), CsvText.Cell(row.Variant), ApiJson.NameOf(row.Status), CsvText.Cell(row.Reason),
        row.Attempts.ToString(CultureInfo.InvariantCulture), row.Segments.ToString(CultureInfo.InvariantCulture), CsvText.Cell(row.ProviderMessageId),
        At(row.QueuedAt), At(row.SentAt), At(row.DeliveredAt), CsvText.Cell(row.ErrorCode),
    }) + "\r\n";

    private static string At(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";
}

/// <summary>The proof of a campaign: <c>planned</c> is the sum of all others but <c>underReview</c> (part of <c>inDoubt</c>) and <c>acceptedTwice</c>.</summary>
public sealed record ProofResponse(
    long Planned,
    long Accepted,
    long Held,
    IReadOnlyDictionary<string, long> Refused,
    IReadOnlyDictionary<string, long> Skipped,
    long Cancelled,
    long InDoubt,
    long UnderReview,
    long AcceptedTwice,
    bool AddsUp)
{
    /// <summary>As it stands.</summary>
    public static ProofResponse Of(CampaignProof proof) => new(
        proof.Planned, proof.Accepted, proof.Held, Named(proof.Refused), Named(proof.Skipped), proof.Cancelled, proof.InDoubt, proof.UnderReview, proof.AcceptedTwice, proof.AddsUp);

    private static Dictionary<string, long> Named(IReadOnlyDictionary<string, long> reasons) =>
        reasons.ToDictionary(entry => char.ToLowerInvariant(entry.Key[0]) + entry.Key[1..], entry => entry.Value);
}
