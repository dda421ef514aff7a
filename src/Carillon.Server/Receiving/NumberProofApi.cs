using Carillon.Access;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving.Proofs;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>All consents, texts, opt-outs and decisions of one number.</summary>
public static class NumberProofApi
{
    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapNumberProof(this RouteGroupBuilder api)
    {
        api.MapGet("/proof", ByPhoneAsync);
        api.MapGet("/proof.pdf", DocumentAsync).GivesFile("number").Produces<string>(StatusCodes.Status200OK, "application/pdf");
        api.MapGet("/contacts/{id}/proof", OfContactAsync);
        return api;
    }

    private static async Task<Results<Ok<ProofFile>, InvalidProblem>> ByPhoneAsync(string? phone, NumberProof proof, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var region = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        var text = errors.Text("phone", phone, 64);
        return text.Length == 0 || errors.Phone("phone", text, region) is not { } number
            ? ApiProblem.Invalid(errors)
            : TypedResults.Ok(await proof.OfAsync(number, cancellationToken));
    }

    private static async Task<Results<FileContentHttpResult, InvalidProblem>> DocumentAsync(string? phone, NumberProof proof, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var region = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        var text = errors.Text("phone", phone, 64);
        return text.Length == 0 || errors.Phone("phone", text, region) is not { } number
            ? ApiProblem.Invalid(errors)
            : TypedResults.File(ProofPdf.Of(await proof.OfAsync(number, cancellationToken)), "application/pdf", $"proof-{number.E164[1..]}.pdf");
    }

    private static async Task<Results<Ok<ProofFile>, NotFoundProblem>> OfContactAsync(
        RouteId<ContactId> id, NumberProof proof, CarillonDb db, CancellationToken cancellationToken) =>
        await db.Set<Contact>().Where(row => row.Id == id.Value).Select(row => row.Phone).SingleOrDefaultAsync(cancellationToken) is { } phone
            ? TypedResults.Ok(await proof.OfAsync(phone, cancellationToken))
            : ApiProblem.NotFound();
}
