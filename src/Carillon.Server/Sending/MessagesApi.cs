using Carillon.Access;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Sending;

/// <summary>Single messages: to send one, to look at one. The list of both directions is the receiving room's.</summary>
public static class MessagesApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapMessages(this RouteGroupBuilder api)
    {
        api.MapPost("/messages", SendAsync).Needs(ApiScope.Send);
        return api;
    }

    private static async Task<Results<Created<MessageResponse>, InvalidProblem, ConflictProblem>> SendAsync(
        SendMessageRequest request, HttpRequest http, CarillonDb db, Outbox outbox, CancellationToken cancellationToken)
    {
        var region = await db.Set<Workspace>().Where(workspace => workspace.Id == db.Workspace).Select(workspace => workspace.DefaultRegion).SingleAsync(cancellationToken);
        var errors = new InputErrors();
        var to = errors.Phone("to", request.To, region);
        if (request.Purpose is not null and not Purpose.Transactional)
        {
            errors.Add("purpose", "a single message is transactional; marketing goes by a campaign");
        }

        if (request is { ContactId: not null, To: not null })
        {
            errors.Add("to", "cannot stand beside contactId: say one of both");
        }

        if (request.SenderId is null)
        {
            errors.Add("senderId", "is required");
        }

        if (request.Body is null)
        {
            errors.Add("body", "is required");
        }

        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var draft = new SingleMessage(request.ContactId, to, request.SenderId!.Value, request.Body!, Purpose.Transactional, KeyOf(http)); // both were checked above
        switch (await outbox.SendAsync(draft, cancellationToken))
        {
            case OutboxOutcome.Queued queued:
                return TypedResults.Created($"{ApiRoutes.Base}/messages/{queued.Message.Id}", await OfAsync(db, queued.Message, cancellationToken));
            case OutboxOutcome.Invalid invalid:
                foreach (var (field, text) in invalid.Fields)
                {
                    errors.Add(field, text);
                }

                return ApiProblem.Invalid(errors);
            default:
                return ApiProblem.Conflict("opted-out", "This number must not be texted: it opted out, is suppressed, or is a landline.");
        }
    }

    /// <summary>A text as it is listed: one that was asked for again with the same key may have left long since, at its price.</summary>
    private static async Task<MessageResponse> OfAsync(CarillonDb db, OutboundMessage message, CancellationToken cancellationToken)
    {
        var sender = await db.Senders.Where(row => row.Id == message.SenderId)
            .Join(db.Accounts, row => row.AccountId, account => account.Id, (row, account) => new { row.Address, account.PricePerSegmentMicros, account.PriceCurrency })
            .SingleOrDefaultAsync(cancellationToken);
        var price = sender?.PricePerSegmentMicros is { } micros && message.ProviderMessageId is not null ? Money.Of(message.Segments * micros / 1_000_000m, sender.PriceCurrency) : (Money?)null;
        return MessageResponse.Of(message, sender?.Address, price);
    }

    /// <summary>The caller's key as the edge took it.</summary>
    private static string? KeyOf(HttpRequest http) => http.Headers["Idempotency-Key"] is [{ Length: > 0 } key] ? key : null;
}

/// <summary>A single message to send.</summary>
/// <param name="ContactId">The person, or</param>
/// <param name="To">the number, in any human form.</param>
/// <param name="SenderId">The sender it leaves from.</param>
/// <param name="Body">The words.</param>
/// <param name="Purpose"><c>transactional</c>.</param>
public sealed record SendMessageRequest(ContactId? ContactId = null, string? To = null, SenderId? SenderId = null, string? Body = null, Purpose? Purpose = null);

/// <summary>One text, from us or to us.</summary>
public sealed record MessageResponse
{
    public required MessageId Id { get; init; }

    public CampaignId? CampaignId { get; init; }

    public ContactId? ContactId { get; init; }

    /// <summary><c>outbound</c> or <c>inbound</c>.</summary>
    public required string Direction { get; init; }

    public required Channel Channel { get; init; }

    public string? From { get; init; }

    public PhoneNumber? To { get; init; }

    public string? Body { get; init; }

    public string? Variant { get; init; }

    public required MessageStatus Status { get; init; }

    /// <summary>Why it stands there: a skip or failure reason, or <c>review</c>.</summary>
    public string? Reason { get; init; }

    public string? ProviderMessageId { get; init; }

    public MessageError? Error { get; init; }

    public int Segments { get; init; }

    public Money? Price { get; init; }

    public DateTimeOffset? QueuedAt { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public int Attempts { get; init; }

    /// <summary>A text from us.</summary>
    public static MessageResponse Of(OutboundMessage message, string? from, Money? price) => new()
    {
        Id = message.Id,
        CampaignId = message.CampaignId,
        ContactId = message.ContactId,
        Direction = "outbound",
        Channel = message.Channel,
        From = from,
        To = message.To,
        Body = message.Body,
        Variant = message.Variant.Length == 0 ? null : message.Variant,
        Status = message.Status,
        Reason = message.Reason is { Length: > 0 } reason ? char.ToLowerInvariant(reason[0]) + reason[1..] : null,
        ProviderMessageId = message.ProviderMessageId,
        Error = message.ErrorCode is null && message.ErrorText is null ? null : new MessageError(message.ErrorCode, message.ErrorText),
        Segments = message.Segments,
        Price = price,
        QueuedAt = message.QueuedAt,
        SentAt = message.SentAt,
        DeliveredAt = message.DeliveredAt,
        Attempts = message.Attempts,
    };
}

/// <summary>A provider's code and words.</summary>
public sealed record MessageError(string? Code, string? Message);
