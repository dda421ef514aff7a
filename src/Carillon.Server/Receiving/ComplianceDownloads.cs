using System.Text;
using System.Text.Json;
using Carillon.Access;
using Carillon.Receiving.Proofs;
using Carillon.Receiving.Reports;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>The files of the pages of compliance, for people who are signed in.</summary>
public static class ComplianceDownloads
{
    private static readonly JsonSerializerOptions Readable = new(ApiJson.Options) { WriteIndented = true };

    /// <summary>Maps them beside their pages.</summary>
    public static void MapComplianceDownloads(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/compliance/opt-outs.csv", OptOutsAsync).GivesFile("opt-outs").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();
        routes.MapGet("/compliance/proof.pdf", DocumentAsync).GivesFile("number").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();
        routes.MapGet("/compliance/proof", ProofAsync).GivesFile("number").WithMetadata(new AuthorizeAttribute()).ExcludeFromDescription();
    }

    private static async Task<Results<FileContentHttpResult, BadRequest>> OptOutsAsync(
        [AsParameters] OptOutReportApi.OptOutReportQuery query, OptOutReport report, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var (from, to, by) = query.Read(time.GetUtcNow(), await report.ZoneAsync(cancellationToken), errors);
        return errors.Any
            ? TypedResults.BadRequest()
            : TypedResults.File(Encoding.UTF8.GetBytes(OptOutCsv.Of(await report.CountAsync(from, to, by, cancellationToken))), "text/csv; charset=utf-8", "opt-outs.csv");
    }

    private static async Task<Results<FileContentHttpResult, BadRequest>> DocumentAsync(string? phone, NumberProof proof, CarillonDb db, CancellationToken cancellationToken)
    {
        var region = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        return new InputErrors().Phone("phone", phone, region) is { } number
            ? TypedResults.File(ProofPdf.Of(await proof.OfAsync(number, cancellationToken)), "application/pdf", $"proof-{number.E164[1..]}.pdf")
            : TypedResults.BadRequest();
    }

    private static async Task<Results<FileContentHttpResult, BadRequest>> ProofAsync(string? phone, NumberProof proof, CarillonDb db, CancellationToken cancellationToken)
    {
        var region = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        if (new InputErrors().Phone("phone", phone, region) is not { } number)
        {
            return TypedResults.BadRequest();
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(await proof.OfAsync(number, cancellationToken), Readable);
        return TypedResults.File(json, "application/json", $"proof-{number.E164[1..]}.json");
    }
}
