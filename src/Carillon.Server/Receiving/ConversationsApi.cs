using Carillon.Access;
using Carillon.Primitives;
using Carillon.Receiving.Conversations;
using Carillon.Server.Compliance;
using Carillon.Server.Sending;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Receiving;

/// <summary>Conversations: the list, the one that was written in last first, and everything between one contact and us in order.</summary>
public static class ConversationsApi
{
    private const string Newest = "newest";

    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapConversations(this RouteGroupBuilder api)
    {
        api.MapGet("/conversations", ListAsync);
        api.MapGet("/conversations/{contactId}", ReadAsync);
        api.MapPost("/conversations/{contactId}/read", MarkReadAsync).Needs(ApiScope.Write);
        return api;
    }

    private static async Task<Results<Ok<Page<ConversationResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, string? unread, string? q, ConversationBook book, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<ContactId>(errors);

        // "?unread" alone means yes, as a person would type it.
        var filter = new ConversationFilter(unread is not null && (unread.Length == 0 || errors.YesNo("unread", unread) is true), errors.OptionalText("q", q, 200));
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await book.ListAsync(filter, after is { } place ? (place.At, place.Id) : null, take + 1, cancellationToken);
        var total = query.IsCounted ? await book.CountAsync(filter, cancellationToken) : (int?)null;
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<ContactId>(row.LastAt, row.Contact.Id).ToString(), total).Select(ConversationResponse.Of));
    }

    private static async Task<Results<Ok<Page<ConversationEntryResponse>>, InvalidProblem, NotFoundProblem>> ReadAsync(
        RouteId<ContactId> contactId, [AsParameters] PageQuery query, string? order, ConversationBook book, MessageResponses responses, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.AfterText(errors) is { } text ? ThreadPlace.Parse(text) : null;
        if (after is null && !string.IsNullOrEmpty(query.Cursor) && !errors.Any)
        {
            errors.Add("cursor", "is not a nextCursor of this list");
        }

        if (order is not (null or "" or "oldest" or Newest))
        {
            errors.Add("order", "must be one of oldest, newest");
        }

        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        if (!await book.HasAsync(contactId.Value, cancellationToken))
        {
            return ApiProblem.NotFound();
        }

        var rows = await book.ReadAsync(contactId.Value, after, order == Newest, take + 1, cancellationToken);
        await responses.PrepareAsync(cancellationToken);
        var total = query.IsCounted ? await book.CountAsync(contactId.Value, cancellationToken) : (int?)null;
        return TypedResults.Ok(Page.Of(rows, take, row => CursorText.Encode(row.Place.ToText()), total).Select(row => ConversationEntryResponse.Of(row, responses)));
    }

    private static async Task<Results<Ok<ConversationReadResponse>, NotFoundProblem>> MarkReadAsync(
        RouteId<ContactId> contactId, ConversationBook book, CancellationToken cancellationToken)
    {
        if (!await book.HasAsync(contactId.Value, cancellationToken))
        {
            return ApiProblem.NotFound();
        }

        await book.MarkReadAsync(contactId.Value, cancellationToken);
        return TypedResults.Ok(new ConversationReadResponse(contactId.Value, 0));
    }
}

/// <summary>The head of a conversation.</summary>
/// <param name="Name">First and last name, or the number.</param>
/// <param name="LastText">What the person wrote last.</param>
/// <param name="LastAt">When.</param>
/// <param name="Unread">Texts that nobody has read.</param>
/// <param name="SenderId">The sender the person wrote to last, which answers leave from.</param>
public sealed record ConversationResponse(
    ContactId ContactId, string Name, PhoneNumber? Phone, string LastText, DateTimeOffset LastAt, int Unread, SenderId? SenderId)
{
    /// <summary>As it stands.</summary>
    public static ConversationResponse Of(ConversationView view) => new(
        view.Contact.Id, view.Contact.DisplayName, view.Contact.Phone, view.LastText, view.LastAt, view.UnreadCount, view.SenderId);
}

/// <summary>A conversation that was read.</summary>
public sealed record ConversationReadResponse(ContactId ContactId, int Unread);

/// <summary>One thing in a conversation; the part that its kind names is there.</summary>
/// <param name="Kind"><c>message</c>, <c>call</c> or <c>consentEvent</c>.</param>
/// <param name="At">When it was.</param>
/// <param name="Message">A text, either way.</param>
/// <param name="Call">A call.</param>
/// <param name="ConsentEvent">A wish.</param>
public sealed record ConversationEntryResponse(string Kind, DateTimeOffset At, MessageResponse? Message, CallResponse? Call, ConsentEventResponse? ConsentEvent)
{
    /// <summary>As it stands.</summary>
    internal static ConversationEntryResponse Of(ThreadEntry entry, MessageResponses responses) => entry switch
    {
        { Outbound: { } outbound } => new("message", entry.Place.At, responses.Of(outbound), null, null),
        { Inbound: { } inbound } => new("message", entry.Place.At, MessageResponses.OfInbound(inbound), null, null),
        { Call: { } call } => new("call", entry.Place.At, null, CallResponse.Of(call), null),
        { Wish: { } wish } => new("consentEvent", entry.Place.At, null, null, ConsentEventResponse.Of(wish)),
        _ => throw new InvalidOperationException("An entry of no kind."),
    };
}

/// <summary>A call.</summary>
/// <param name="Direction"><c>inbound</c> or <c>outbound</c>.</param>
/// <param name="Answered">Whether somebody answered.</param>
/// <param name="Seconds">How long, if it was told.</param>
public sealed record CallResponse(string Id, string Direction, bool Answered, int? Seconds, DateTimeOffset At)
{
    /// <summary>As it stands.</summary>
    public static CallResponse Of(CallRecord call) => new(call.ProviderCallId, call.IsIncoming ? "inbound" : "outbound", call.IsAnswered, call.Seconds, call.At);
}
