using System.Text.Json;
using Carillon.Access;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Carillon.Server.Contacts;

/// <summary>Lists of people.</summary>
public static class ListsApi
{
    private const string Tag = "lists";

    /// <summary>Maps <c>/lists</c>.</summary>
    public static RouteGroupBuilder MapLists(this RouteGroupBuilder api)
    {
        api.MapGet("/lists", ListAsync).Needs(ApiScope.Read).WithName("ListLists").WithTags(Tag).WithSummary("Lists by name");
        api.MapGet("/lists/{id}", ReadAsync).Needs(ApiScope.Read).WithName("ReadList").WithTags(Tag).WithSummary("One list");
        api.MapPost("/lists", CreateAsync).Needs(ApiScope.Write).WithName("CreateList").WithTags(Tag).WithSummary("Make a list; with a filter it is dynamic: whoever matches is on it");
        api.MapPatch("/lists/{id}", ChangeAsync).Needs(ApiScope.Write).WithName("ChangeList").WithTags(Tag).WithSummary("Rename or describe a list, give it a filter, or keep those who match now (filter null)");
        api.MapDelete("/lists/{id}", DeleteAsync).Needs(ApiScope.Write).WithName("DeleteList").WithTags(Tag).WithSummary("Remove a list; its people stay");
        api.MapPost("/lists/{id}/members", AddMembersAsync).Needs(ApiScope.Write).WithName("AddListMembers").WithTags(Tag).WithSummary("Put people on a list");
        api.MapDelete("/lists/{id}/members", RemoveMembersAsync).Needs(ApiScope.Write).WithName("RemoveListMembers").WithTags(Tag).WithSummary("Take people off a list");
        return api;
    }

    private static async Task<Results<Ok<Page<ListResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, ListBook book, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.AfterName(Tag, errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await book.ListAsync(after, take + 1, cancellationToken);
        var total = query.IsCounted ? (int)await book.CountAsync(cancellationToken) : (int?)null;
        List<ContactListView> counted = [];
        foreach (var row in rows.Take(take))
        {
            counted.Add(await book.CountedAsync(row, cancellationToken));
        }

        return TypedResults.Ok(Page.Of([.. counted, .. rows.Skip(take)], take, row => PageQuery.NameCursor(Tag, row.Name), total).Select(ListResponse.Of));
    }

    private static async Task<Results<Ok<ListResponse>, NotFoundProblem>> ReadAsync(RouteId<ContactListId> id, ListBook book, CancellationToken cancellationToken) =>
        await book.FindAsync(id.Value, cancellationToken) is { } list ? TypedResults.Ok(ListResponse.Of(list)) : ApiProblem.NotFound();

    private static async Task<Results<Created<ListResponse>, InvalidProblem>> CreateAsync(ListRequest request, ListBook book, CancellationToken cancellationToken) =>
        await book.AddAsync(request.Name, request.Description, request.Filter, cancellationToken) switch
        {
            ListOutcome.Saved saved => TypedResults.Created($"{ApiRoutes.Base}/lists/{saved.List.Id}", ListResponse.Of(saved.List)),
            ListOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };

    private static async Task<Results<Ok<ListResponse>, NotFoundProblem, ConflictProblem, InvalidProblem>> ChangeAsync(
        RouteId<ContactListId> id, Patch patch, ListBook book, CancellationToken cancellationToken)
    {
        var name = patch.Read<string>("name");
        var description = patch.ReadOrNull<string>("description");
        var filter = patch.ReadOrNull<JsonElement?>("filter");
        if (patch.IsRefused())
        {
            return ApiProblem.Invalid(patch.Errors);
        }

        return Answer(await book.ChangeAsync(
            id.Value,
            name.IsPresent ? Given<string?>.Of(name.Value) : default,
            description.IsPresent ? Given<string?>.Of(description.Value) : default,
            filter.IsPresent ? Given<JsonElement?>.Of(filter.Value) : default,
            cancellationToken));
    }

    private static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> DeleteAsync(RouteId<ContactListId> id, ListBook book, CancellationToken cancellationToken) =>
        await book.RemoveAsync(id.Value, cancellationToken) switch
        {
            Removal.Done => TypedResults.NoContent(),
            Removal.InUse used => ApiProblem.Conflict("list-in-use", used.Why),
            _ => ApiProblem.NotFound(),
        };

    private static async Task<Results<Ok<ListResponse>, NotFoundProblem, ConflictProblem, InvalidProblem>> AddMembersAsync(
        RouteId<ContactListId> id, MembersRequest request, ListBook book, CancellationToken cancellationToken) =>
        Answer(await book.AddMembersAsync(id.Value, request.ContactIds, cancellationToken));

    private static async Task<Results<Ok<ListResponse>, NotFoundProblem, ConflictProblem, InvalidProblem>> RemoveMembersAsync(
        RouteId<ContactListId> id, [FromBody] MembersRequest request, ListBook book, CancellationToken cancellationToken) =>
        Answer(await book.RemoveMembersAsync(id.Value, request.ContactIds, cancellationToken));

    private static Results<Ok<ListResponse>, NotFoundProblem, ConflictProblem, InvalidProblem> Answer(ListOutcome outcome) => outcome switch
    {
        ListOutcome.Saved saved => TypedResults.Ok(ListResponse.Of(saved.List)),
        ListOutcome.NotFound => ApiProblem.NotFound(),
        ListOutcome.Refused refused => ApiProblem.Conflict(refused.Code, refused.Why),
        ListOutcome.Invalid invalid => invalid.Errors.ToProblem(),
        _ => throw new InvalidOperationException($"No answer for {outcome}."),
    };
}

/// <summary>A list to be made.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Filter">Who is on it, a tree as a segment's; left out or null: whoever is put on it.</param>
public sealed record ListRequest(string Name, string? Description = null, JsonElement? Filter = null);

/// <summary>People to put on a list or to take off it.</summary>
/// <param name="ContactIds">Their ids.</param>
public sealed record MembersRequest(IReadOnlyList<ContactId> ContactIds);

/// <summary>A list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Kind">Whether people are put on it, or its filter says who is on it.</param>
/// <param name="Filter">The tree that says who is on a dynamic list, as it was given; null for a static one.</param>
/// <param name="MemberCount">How many people are on it; of a dynamic list, how many match now.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ListResponse(ContactListId Id, string Name, string? Description, ContactListKind Kind, JsonElement? Filter, long MemberCount, DateTimeOffset CreatedAt)
{
    internal static ListResponse Of(ContactListView list) => new(
        list.Id,
        list.Name,
        list.Description,
        list.Kind,
        list.Filter is null ? null : JsonSerializer.Deserialize<JsonElement>(list.Filter),
        list.MemberCount ?? throw new InvalidOperationException("A list is counted before it is told of."),
        list.CreatedAt);
}
