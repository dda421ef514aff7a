using System.Text.Json;
using Carillon.Access;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Contacts;

/// <summary>People.</summary>
public static class ContactsApi
{
    private const string Tag = "contacts";

    /// <summary>Maps <c>/contacts</c>.</summary>
    public static RouteGroupBuilder MapContacts(this RouteGroupBuilder api)
    {
        api.MapGet("/contacts", ListAsync).Needs(ApiScope.Read).WithName("ListContacts").WithTags(Tag).WithSummary("People, the newest first; by number, by any part of name, number or e-mail, by list or segment");
        api.MapGet("/contacts/{id}", ReadAsync).Needs(ApiScope.Read).WithName("ReadContact").WithTags(Tag).WithSummary("One person");
        api.MapPost("/contacts", CreateAsync).Needs(ApiScope.Write).WithName("CreateContact").WithTags(Tag).WithSummary("Add a person");
        api.MapPatch("/contacts/{id}", ChangeAsync).Needs(ApiScope.Write).WithName("ChangeContact").WithTags(Tag).WithSummary("Change a person's fields");
        api.MapDelete("/contacts/{id}", DeleteAsync).Needs(ApiScope.Write).WithName("DeleteContact").WithTags(Tag).WithSummary("Remove a person; what is known of the number stays");
        return api;
    }

    private static async Task<Results<Ok<Page<ContactResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, [AsParameters] ContactsQuery wanted, ContactDirectory directory, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var after = query.After<ContactId>(errors);
        var region = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        var search = new ContactSearch
        {
            Phone = errors.Phone("phone", wanted.Phone, region)?.E164,
            DefaultRegion = region,
            Text = wanted.Q,
            List = errors.Id<ContactListId>("list", wanted.List),
            Segment = errors.Id<SegmentId>("segment", wanted.Segment),
            After = after is { } place ? new ContactPlace(place.At, place.Id) : null,
            Limit = query.Take(errors),
            IsCounted = query.IsCounted,
        };
        return errors.Any ? ApiProblem.Invalid(errors) : TypedResults.Ok(PageOf(await directory.ListAsync(search, cancellationToken)));
    }

    private static async Task<Results<Ok<ContactResponse>, NotFoundProblem>> ReadAsync(
        RouteId<ContactId> id, ContactDirectory directory, CancellationToken cancellationToken) =>
        await directory.FindAsync(id.Value, cancellationToken) is { } contact ? TypedResults.Ok(ContactResponse.Of(contact)) : ApiProblem.NotFound();

    private static async Task<Results<Created<ContactResponse>, ConflictProblem, InvalidProblem>> CreateAsync(
        ContactRequest request, ContactBook book, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var change = ContactInput.Of(request, errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        return await book.AddAsync(change, cancellationToken) switch
        {
            ContactOutcome.Saved saved => TypedResults.Created($"{ApiRoutes.Base}/contacts/{saved.Contact.Id}", ContactResponse.Of(saved.Contact)),
            ContactOutcome.PhoneInUse taken => InUse(taken),
            ContactOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<Results<Ok<ContactResponse>, NotFoundProblem, ConflictProblem, InvalidProblem>> ChangeAsync(
        RouteId<ContactId> id, Patch patch, ContactBook book, CancellationToken cancellationToken)
    {
        var change = ContactInput.Of(patch);
        if (patch.IsRefused())
        {
            return ApiProblem.Invalid(patch.Errors);
        }

        return await book.ChangeAsync(id.Value, change, cancellationToken) switch
        {
            ContactOutcome.Saved saved => TypedResults.Ok(ContactResponse.Of(saved.Contact)),
            ContactOutcome.NotFound => ApiProblem.NotFound(),
            ContactOutcome.PhoneInUse taken => InUse(taken),
            ContactOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<Results<NoContent, NotFoundProblem>> DeleteAsync(RouteId<ContactId> id, ContactBook book, CancellationToken cancellationToken) =>
        await book.RemoveAsync(id.Value, cancellationToken) ? TypedResults.NoContent() : ApiProblem.NotFound();

    private static ConflictProblem InUse(ContactOutcome.PhoneInUse taken) =>
        ApiProblem.Conflict("phone-in-use", $"The number belongs to contact {taken.Owner}.");

    private static Page<ContactResponse> PageOf(ContactPage page) =>
        new([.. page.Items.Select(ContactResponse.Of)], page.Next is { } next ? new TimeCursor<ContactId>(next.CreatedAt, next.Id).ToString() : null)
        {
            Total = page.Total is { } total ? (int)total : null,
        };
}

/// <summary>Whom to list.</summary>
/// <param name="Phone">A whole number in any human form.</param>
/// <param name="Q">Any part of a name, number or e-mail address; several words must all be found.</param>
/// <param name="List">The id of a list.</param>
/// <param name="Segment">The id of a segment.</param>
public readonly record struct ContactsQuery(string? Phone, string? Q, string? List, string? Segment);

/// <summary>A person to be added; a number or an e-mail address is needed.</summary>
/// <param name="Phone">In any human form.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name.</param>
/// <param name="Attributes">Fields of the workspace's own: texts by name.</param>
/// <param name="TimeZone">IANA zone, as stated by the person.</param>
/// <param name="Region">State of residence (ISO 3166-2, "US-FL"), as stated.</param>
/// <param name="Tags">Tags.</param>
/// <param name="Lists">Ids of lists to put the person on; static ones.</param>
public sealed record ContactRequest(
    string? Phone = null,
    string? Email = null,
    string? FirstName = null,
    string? LastName = null,
    Dictionary<string, JsonElement>? Attributes = null,
    string? TimeZone = null,
    string? Region = null,
    IReadOnlyList<string>? Tags = null,
    IReadOnlyList<ContactListId>? Lists = null);
