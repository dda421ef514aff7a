using System.Runtime.CompilerServices;
using Carillon.Campaigns.Planning;
using Carillon.Primitives;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Campaigns;

/// <summary>Whom a campaign is for before it begins, who is left out and why, as a file for people who are signed in.</summary>
public static class AudienceDownload
{
    private static readonly string[] Header = ["contact", "name", "phone", "fate", "reason", "rule", "notBefore", "variant", "body"];

    /// <summary>Maps it beside the page of the audience; <c>show</c> names one of its figures, and without it everybody is in the file.</summary>
    public static void MapAudienceDownload(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/campaigns/{id}/audience.csv", WriteAsync).GivesFile("campaign").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();

    private static async Task<Results<PushStreamHttpResult, NotFoundProblem>> WriteAsync(RouteId<CampaignId> id, string? show, AudienceRoll roll, CancellationToken cancellationToken) =>
        await roll.AllAsync(id.Value, AudienceSlice.Parse(show), cancellationToken) is { } people
            ? CsvFile.Of($"audience-{id.Value}.csv", Header, RowsAsync(people, cancellationToken), cancellationToken)
            : ApiProblem.NotFound();

    private static async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(IAsyncEnumerable<AudienceRow> people, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in people.WithCancellation(cancellationToken))
        {
            yield return
            [
                row.ContactId.ToString(), row.Name, row.To?.E164, ApiJson.NameOf(row.Part), row.Skip is { } reason ? ApiJson.NameOf(reason) : null, row.Rule,
                CsvFile.At(row.Earliest), row.Variant, row.Body,
            ];
        }
    }
}
