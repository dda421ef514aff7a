using Carillon.Access;
using Carillon.Contacts.Bulk;
using Carillon.Contacts.Duplicates;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Contacts;

/// <summary>Changes of many people at once, and people who seem to be one.</summary>
public static class BulkChangesApi
{
    private const string Tag = "contacts";
    private const string ChangeMark = "contact-changes";
    private const int MostGroups = 100;

    /// <summary>Maps <c>/contact-changes</c> and <c>/contact-duplicates</c>.</summary>
    public static RouteGroupBuilder MapBulkChanges(this RouteGroupBuilder api)
    {
        api.MapGet("/contact-changes", ListAsync).Needs(ApiScope.Read).WithName("ListContactChanges").WithTags(Tag).WithSummary("Changes of many people, the newest first");
        api.MapGet("/contact-changes/{id}", ReadAsync).Needs(ApiScope.Read).WithName("ReadContactChange").WithTags(Tag).WithSummary("One change of many people with its progress");
        api.MapPost("/contact-changes", CreateAsync).Needs(ApiScope.Write).WithName("ChangeContacts").WithTags(Tag).WithSummary("Tag, list or remove many people: by id, or whom a search, list or segment finds");
        api.MapPost("/contact-changes/{id}/undo", UndoAsync).Needs(ApiScope.Write).WithName("UndoContactChange").WithTags(Tag).WithSummary("Take a change of many people back, for 30 days");
        api.MapGet("/contact-changes/{id}/contacts", PeopleAsync).Needs(ApiScope.Read).WithName("ListChangedContacts").WithTags(Tag).WithSummary("The people behind a change's figures: meant, changed, unchanged, restored or stayed");
        api.MapGet("/contact-duplicates", DuplicatesAsync).Needs(ApiScope.Read).WithName("ListDuplicates").WithTags(Tag).WithSummary("People who seem to be one: by e-mail, nameAndAddress or number");
        return api;
    }

    private static async Task<Results<Ok<Page<BulkChangeResponse>>, InvalidProblem>> ListAsync([AsParameters] PageQuery query, BulkDesk desk, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<BulkChangeId>(errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await desk.ListAsync(after?.At, after?.Id, take + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<BulkChangeId>(row.CreatedAt, row.Id).ToString(), await query.TotalAsync(db.Set<BulkChange>(), cancellationToken)).Select(BulkChangeResponse.Of));
    }

    private static async Task<Results<Ok<BulkChangeResponse>, NotFoundProblem>> ReadAsync(RouteId<BulkChangeId> id, BulkDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(id.Value, cancellationToken) is { } change ? TypedResults.Ok(BulkChangeResponse.Of(change)) : ApiProblem.NotFound();

    private static async Task<Results<Accepted<BulkChangeResponse>, InvalidProblem>> CreateAsync(
        BulkChangeRequest request, BulkDesk desk, CurrentWorkspace current, CancellationToken cancellationToken)
    {
        if (request.Action is not { } action)
        {
            return ApiProblem.Invalid("action", "is required: addTag, removeTag, addToList, removeFromList or delete");
        }

        var selection = new BulkSelection
        {
            ContactIds = request.Select?.ContactIds ?? [],
            Text = request.Select?.Q,
            List = request.Select?.List,
            Segment = request.Select?.Segment,
        };
        return await desk.AcceptAsync(action, request.Tag, request.ListId, selection, current.Actor, cancellationToken) switch
        {
            BulkOutcome.Accepted accepted => TypedResults.Accepted($"{ApiRoutes.Base}/contact-changes/{accepted.Change.Id}", BulkChangeResponse.Of(accepted.Change)),
            BulkOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<Results<Ok<Page<BulkPerson>>, NotFoundProblem, InvalidProblem>> PeopleAsync(
        RouteId<BulkChangeId> id, [AsParameters] PageQuery query, string? part, BulkDesk desk, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var mark = query.AfterName(ChangeMark, errors);
        var after = Id.TryParse<ContactId>(mark, out var last) ? last : (ContactId?)null;
        var wanted = Enum.GetValues<BulkPart>().Where(one => ApiJson.NameOf(one) == (string.IsNullOrEmpty(part) ? "meant" : part)).Select(one => (BulkPart?)one).FirstOrDefault();
        if (mark is not null && after is null)
        {
            errors.Add("cursor", "is not a nextCursor of this list");
        }

        if (wanted is not { } figure)
        {
            errors.Add("part", "must be one of meant, changed, unchanged, restored, stayed");
            return ApiProblem.Invalid(errors);
        }

        return errors.Any ? ApiProblem.Invalid(errors)
            : await desk.PeopleAsync(id.Value, figure, after, take + 1, cancellationToken) is { } rows
                ? TypedResults.Ok(Page.Of(rows, take, row => PageQuery.NameCursor(ChangeMark, row.ContactId.ToString())))
                : ApiProblem.NotFound();
    }

    private static async Task<Results<Ok<BulkChangeResponse>, NotFoundProblem, ConflictProblem>> UndoAsync(RouteId<BulkChangeId> id, BulkDesk desk, CancellationToken cancellationToken) =>
        await desk.UndoAsync(id.Value, cancellationToken) switch
        {
            BulkOutcome.Accepted accepted => TypedResults.Ok(BulkChangeResponse.Of(accepted.Change)),
            BulkOutcome.NotFound => ApiProblem.NotFound(),
            BulkOutcome.CannotUndo cannot => ApiProblem.Conflict("change-not-undoable", cannot.Why),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    private static async Task<Results<Ok<DuplicatesResponse>, InvalidProblem>> DuplicatesAsync(string? by, DuplicateFinder finder, CancellationToken cancellationToken)
    {
        var signs = Enum.GetValues<DuplicateSign>().Where(sign => string.IsNullOrEmpty(by) || ApiJson.NameOf(sign) == by).ToList();
        if (signs.Count == 0)
        {
            return ApiProblem.Invalid("by", "must be email, nameAndAddress or number");
        }

        var groups = new List<DuplicateGroup>();
        foreach (var sign in signs)
        {
            groups.AddRange(await finder.FindAsync(sign, MostGroups, cancellationToken));
        }

        return TypedResults.Ok(new DuplicatesResponse([.. groups.Select(group => new DuplicateGroupResponse(group.Sign, group.Shared, group.Count, [.. group.People.Select(ContactResponse.Of)]))]));
    }
}

/// <summary>What to do with many people.</summary>
/// <param name="Action">What.</param>
/// <param name="Tag">The tag, for addTag and removeTag.</param>
/// <param name="ListId">The list, for addToList and removeFromList.</param>
/// <param name="Select">Whom it means; required.</param>
public sealed record BulkChangeRequest(BulkAction? Action = null, string? Tag = null, ContactListId? ListId = null, BulkSelectionRequest? Select = null);

/// <summary>Whom a change of many means: ids, or a search like that of <c>GET /contacts</c>.</summary>
/// <param name="ContactIds">These people.</param>
/// <param name="Q">Any part of name, number or e-mail.</param>
/// <param name="List">People of this list.</param>
/// <param name="Segment">People of this segment.</param>
public sealed record BulkSelectionRequest(IReadOnlyList<ContactId>? ContactIds = null, string? Q = null, ContactListId? List = null, SegmentId? Segment = null);

/// <summary>A change of many people.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Action">What is done.</param>
/// <param name="Tag">The tag.</param>
/// <param name="ListId">The list.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Total">How many people it means, as far as that is settled.</param>
/// <param name="Done">How many are done with.</param>
/// <param name="Changed">For how many it changed anything.</param>
/// <param name="Restored">For how many it was taken back.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="FinishedAt">When it was through.</param>
/// <param name="UndoneAt">When it was taken back.</param>
public sealed record BulkChangeResponse(
    BulkChangeId Id,
    BulkAction Action,
    string? Tag,
    ContactListId? ListId,
    BulkStatus Status,
    long Total,
    long Done,
    long Changed,
    long Restored,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? UndoneAt)
{
    internal static BulkChangeResponse Of(BulkChange change) => new(
        change.Id, change.Action, change.TagName, change.ListId, change.Status, change.Total, change.Done, change.Changed, change.Restored, change.CreatedAt, change.FinishedAt, change.UndoneAt);
}

/// <summary>People who seem to be one.</summary>
/// <param name="Groups">The largest first, at most 100 of a kind.</param>
public sealed record DuplicatesResponse(IReadOnlyList<DuplicateGroupResponse> Groups);

/// <summary>A group of people who seem to be one.</summary>
/// <param name="By">By what.</param>
/// <param name="Shared">What they share.</param>
/// <param name="Count">How many they are.</param>
/// <param name="Contacts">The first of them, the oldest first.</param>
public sealed record DuplicateGroupResponse(DuplicateSign By, string Shared, int Count, IReadOnlyList<ContactResponse> Contacts);
