using System.Security.Cryptography;
using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Programmes;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>Pages on which people agree to texts.</summary>
public static class OptInFormsApi
{
    private const int MostName = 120;
    private const int MostHeading = 200;
    private const int MostWording = 2000;
    private const int MostUrl = 500;

    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapOptInForms(this RouteGroupBuilder api)
    {
        api.MapGet("/opt-in-forms", ListAsync);
        api.MapGet("/opt-in-forms/{id}", GetAsync);
        api.MapPost("/opt-in-forms", CreateAsync).Needs(ApiScope.Write);
        api.MapPatch("/opt-in-forms/{id}", ChangeAsync).Needs(ApiScope.Write);
        api.MapPost("/opt-in-forms/{id}/publish", PublishAsync).Needs(ApiScope.Write);
        api.MapPost("/opt-in-forms/{id}/close", CloseAsync).Needs(ApiScope.Write);
        return api;
    }

    private static async Task<Results<Ok<Page<OptInFormResponse>>, InvalidProblem>> ListAsync([AsParameters] PageQuery query, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var (take, after) = (query.Take(errors), query.After<OptInFormId>(errors));
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await db.OptInForms.AsNoTracking()
            .Where(row => after == null || row.CreatedAt < after.Value.At || (row.CreatedAt == after.Value.At && row.Id < after.Value.Id))
            .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(db.OptInForms, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<OptInFormId>(row.CreatedAt, row.Id).ToString(), total).Select(OptInFormResponse.Of));
    }

    private static async Task<Results<Ok<OptInFormResponse>, NotFoundProblem>> GetAsync(RouteId<OptInFormId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await db.OptInForms.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is { } form
            ? TypedResults.Ok(OptInFormResponse.Of(form))
            : ApiProblem.NotFound();

    private static async Task<Results<Created<OptInFormResponse>, InvalidProblem>> CreateAsync(
        OptInFormRequest request, CarillonDb db, IListsToJoin lists, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        await CheckListAsync(request, db, lists, errors, cancellationToken);
        var now = time.GetUtcNow().Stored();
        var form = new OptInForm
        {
            Id = Id.New<OptInFormId>(time),
            WorkspaceId = db.Workspace,
            Slug = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
            Name = errors.Text("name", request.Name, MostName),
            Heading = errors.Text("heading", request.Heading, MostHeading),
            Wording = errors.Text("wording", request.Wording, MostWording),
            TermsUrl = Url("termsUrl", request.TermsUrl, errors),
            PrivacyUrl = Url("privacyUrl", request.PrivacyUrl, errors),
            SenderId = request.SenderId,
            ListId = request.ListId,
            IsDoubleOptIn = request.DoubleOptIn ?? true,
            CreatedAt = now,
            UpdatedAt = now,
        };
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        db.OptInForms.Add(form);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"{ApiRoutes.Base}/opt-in-forms/{form.Id}", OptInFormResponse.Of(form));
    }

    private static async Task<Results<Ok<OptInFormResponse>, NotFoundProblem, InvalidProblem>> ChangeAsync(
        RouteId<OptInFormId> id, OptInFormRequest request, CarillonDb db, IListsToJoin lists, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.OptInForms.SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is not { } form)
        {
            return ApiProblem.NotFound();
        }

        var errors = new InputErrors();
        await CheckListAsync(request, db, lists, errors, cancellationToken);
        var (heading, wording) = (errors.OptionalText("heading", request.Heading, MostHeading) ?? form.Heading, errors.OptionalText("wording", request.Wording, MostWording) ?? form.Wording);
        form.Version += heading == form.Heading && wording == form.Wording ? 0 : 1;
        (form.Heading, form.Wording, form.Name) = (heading, wording, errors.OptionalText("name", request.Name, MostName) ?? form.Name);
        (form.TermsUrl, form.PrivacyUrl) = (Url("termsUrl", request.TermsUrl, errors) ?? form.TermsUrl, Url("privacyUrl", request.PrivacyUrl, errors) ?? form.PrivacyUrl);
        (form.SenderId, form.ListId) = (request.SenderId ?? form.SenderId, request.ListId ?? form.ListId);
        (form.IsDoubleOptIn, form.UpdatedAt) = (request.DoubleOptIn ?? form.IsDoubleOptIn, time.GetUtcNow().Stored());
        foreach (var missing in form.IsPublished ? form.Missing(await BrandAsync(db, cancellationToken)) : [])
        {
            errors.Add("wording", missing);
        }

        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(OptInFormResponse.Of(form));
    }

    private static async Task<Results<Ok<OptInFormResponse>, NotFoundProblem, InvalidProblem>> PublishAsync(
        RouteId<OptInFormId> id, CarillonDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.OptInForms.SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is not { } form)
        {
            return ApiProblem.NotFound();
        }

        var errors = new InputErrors();
        foreach (var missing in form.Missing(await BrandAsync(db, cancellationToken)))
        {
            errors.Add("wording", missing);
        }

        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        (form.IsPublished, form.UpdatedAt) = (true, time.GetUtcNow().Stored());
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(OptInFormResponse.Of(form));
    }

    private static async Task<Results<Ok<OptInFormResponse>, NotFoundProblem>> CloseAsync(
        RouteId<OptInFormId> id, CarillonDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await db.OptInForms.SingleOrDefaultAsync(row => row.Id == id.Value, cancellationToken) is not { } form)
        {
            return ApiProblem.NotFound();
        }

        (form.IsPublished, form.UpdatedAt) = (false, time.GetUtcNow().Stored());
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(OptInFormResponse.Of(form));
    }

    private static async Task CheckListAsync(OptInFormRequest request, CarillonDb db, IListsToJoin lists, InputErrors errors, CancellationToken cancellationToken)
    {
        if (request.ListId is { } list && await lists.WhyNotAsync(db, list, cancellationToken) is { } why)
        {
            errors.Add("listId", why);
        }
    }

    private static Task<string?> BrandAsync(CarillonDb db, CancellationToken cancellationToken) => OptInFormReads.BrandAsync(db, cancellationToken);

    private static string? Url(string field, string? text, InputErrors errors)
    {
        var url = errors.OptionalText(field, text, MostUrl);
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var read) && read.Scheme is "https" or "http"))
        {
            errors.Add(field, "must be an address that begins with https://");
        }

        return url;
    }
}

/// <summary>What the API and the page of forms read alike.</summary>
internal static class OptInFormReads
{
    public static async Task<string?> BrandAsync(CarillonDb db, CancellationToken cancellationToken) =>
        (await db.Set<Workspace>().AsNoTracking().SingleAsync(row => row.Id == db.Workspace, cancellationToken)).Brand.Name;
}

/// <summary>A page on which people agree; on a change what is left out stays.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Heading">The page's title.</param>
/// <param name="Wording">The words beside the box.</param>
/// <param name="TermsUrl">The terms of the programme.</param>
/// <param name="PrivacyUrl">The privacy policy.</param>
/// <param name="SenderId">The sender that asks or confirms.</param>
/// <param name="ListId">The list that people join.</param>
/// <param name="DoubleOptIn">Whether a "reply YES" comes first; yes when absent.</param>
public sealed record OptInFormRequest(
    string? Name = null, string? Heading = null, string? Wording = null, string? TermsUrl = null, string? PrivacyUrl = null, SenderId? SenderId = null,
    ContactListId? ListId = null, bool? DoubleOptIn = null);

/// <summary>A page on which people agree.</summary>
/// <param name="Path">Its public place, behind the server's address.</param>
public sealed record OptInFormResponse(
    OptInFormId Id, string Name, string Heading, string Wording, int Version, string? TermsUrl, string? PrivacyUrl, SenderId? SenderId, ContactListId? ListId, bool DoubleOptIn,
    bool Published, string Path, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static OptInFormResponse Of(OptInForm row) => new(
        row.Id, row.Name, row.Heading, row.Wording, row.Version, row.TermsUrl, row.PrivacyUrl, row.SenderId, row.ListId, row.IsDoubleOptIn, row.IsPublished, $"/join/{row.Slug}",
        row.CreatedAt, row.UpdatedAt);
}
