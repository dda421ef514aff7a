using Carillon.Access;
using Carillon.Contacts;
using Carillon.Contacts.Erasure;
using Carillon.Contacts.Merging;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Contacts;

/// <summary>What is done with whole people: two become one, one is forgotten.</summary>
public static class ContactActionsApi
{
    private const string Tag = "contacts";

    /// <summary>Maps the actions.</summary>
    public static RouteGroupBuilder MapContactActions(this RouteGroupBuilder api)
    {
        api.MapGet("/contacts/{id}/merge", PreviewAsync).Needs(ApiScope.Read).WithName("PreviewMerge").WithTags(Tag).WithSummary("What a merge would make of the one who stays; changes nothing");
        api.MapPost("/contacts/{id}/merge", MergeAsync).Needs(ApiScope.Write).WithName("MergeContact").WithTags(Tag).WithSummary("Make this person one with another, who stays");
        api.MapPost("/contacts/{id}/erase", EraseAsync).Needs(ApiScope.Write).WithName("EraseContact").WithTags(Tag).WithSummary("Forget a person: personal data goes, what forbids to text the number stays as a keyed hash");
        api.MapGet("/contact-merges", ListAsync).Needs(ApiScope.Read).WithName("ListMerges").WithTags(Tag).WithSummary("People who became one, the newest first");
        api.MapPost("/contact-merges/{id}/undo", UndoAsync).Needs(ApiScope.Write).WithName("UndoMerge").WithTags(Tag).WithSummary("Part two people again");
        return api;
    }

    private static async Task<Results<Ok<MergePreviewResponse>, NotFoundProblem, InvalidProblem>> PreviewAsync(
        RouteId<ContactId> id, string? into, ContactMerger merger, ContactDirectory directory, CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(id.Value, cancellationToken) is null)
        {
            return ApiProblem.NotFound();
        }

        var errors = new InputErrors();
        if (errors.Id<ContactId>("into", errors.Text("into", into, 64)) is not { } other || errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        return await merger.PreviewAsync(id.Value, other, cancellationToken) switch
        {
            MergeOutcome.Previewed previewed => TypedResults.Ok(new MergePreviewResponse(ContactResponse.Of(previewed.Preview.Contact), previewed.Preview.Moved)),
            MergeOutcome.NotFound => ApiProblem.NotFound(),
            MergeOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            var outcome => throw new InvalidOperationException($"No answer for {outcome}."),
        };
    }

    private static async Task<Results<Ok<ContactResponse>, NotFoundProblem, InvalidProblem>> MergeAsync(
        RouteId<ContactId> id, MergeRequest request, ContactMerger merger, ContactDirectory directory, CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(id.Value, cancellationToken) is null)
        {
            return ApiProblem.NotFound();
        }

        if (request.Into is not { } into)
        {
            return ApiProblem.Invalid("into", "is required: the id of the contact that stays");
        }

        return await merger.MergeAsync(id.Value, into, cancellationToken) switch
        {
            MergeOutcome.Done done => TypedResults.Ok(ContactResponse.Of(done.Contact)),
            MergeOutcome.NotFound => ApiProblem.NotFound(),
            MergeOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            var outcome => throw new InvalidOperationException($"No answer for {outcome}."),
        };
    }

    private static async Task<Results<Ok<ErasureResponse>, NotFoundProblem>> EraseAsync(RouteId<ContactId> id, ContactEraser eraser, CancellationToken cancellationToken) =>
        await eraser.EraseAsync(id.Value, cancellationToken) is { } erasure
            ? TypedResults.Ok(new ErasureResponse(erasure.ContactId, erasure.At))
            : ApiProblem.NotFound();

    private static async Task<Results<Ok<Page<MergeResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, string? contact, ContactMerger merger, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<ContactMergeId>(errors);
        var into = errors.Id<ContactId>("contact", contact);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await merger.ListAsync(into, after?.At, after?.Id, take + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<ContactMergeId>(row.At, row.Id).ToString(), await query.TotalAsync(db.ContactMerges.Where(row => into == null || row.IntoId == into), cancellationToken))
            .Select(merge => new MergeResponse(merge.Id, merge.FromId, merge.IntoId, merge.At, merge.UndoneAt)));
    }

    private static async Task<Results<Ok<ContactResponse>, NotFoundProblem, ConflictProblem>> UndoAsync(
        RouteId<ContactMergeId> id, ContactMerger merger, CancellationToken cancellationToken) => await merger.UndoAsync(id.Value, cancellationToken) switch
        {
            MergeOutcome.Done done => TypedResults.Ok(ContactResponse.Of(done.Contact)),
            MergeOutcome.CannotUndo cannot => ApiProblem.Conflict("merge-not-undoable", cannot.Why),
            MergeOutcome.NotFound => ApiProblem.NotFound(),
            var outcome => throw new InvalidOperationException($"No answer for {outcome}."),
        };
}

/// <summary>With whom a person becomes one.</summary>
/// <param name="Into">The id of the contact that stays; required.</param>
public sealed record MergeRequest(ContactId? Into = null);

/// <summary>What a merge would do.</summary>
/// <param name="Contact">The one who stays, as they would be.</param>
/// <param name="Moved">How many records go along, by kind.</param>
public sealed record MergePreviewResponse(ContactResponse Contact, IReadOnlyDictionary<string, int> Moved);

/// <summary>That two people became one.</summary>
/// <param name="Id">Its id; by it the two can be parted again.</param>
/// <param name="FromId">Who went.</param>
/// <param name="IntoId">Who stayed.</param>
/// <param name="At">When.</param>
/// <param name="UndoneAt">When they were parted again.</param>
public sealed record MergeResponse(ContactMergeId Id, ContactId FromId, ContactId IntoId, DateTimeOffset At, DateTimeOffset? UndoneAt);

/// <summary>That a person was forgotten.</summary>
/// <param name="Id">The contact that was.</param>
/// <param name="ErasedAt">When.</param>
public sealed record ErasureResponse(ContactId Id, DateTimeOffset ErasedAt);
