using Carillon.Primitives;

namespace Carillon.Channels;

/// <summary>What to ask a provider's list.</summary>
public sealed record RecordQuery(PhoneNumber To, PhoneNumber From, string? SenderRef, DateTimeOffset CreatedSince);

/// <summary>One message from us as the provider knows it.</summary>
/// <param name="From">Null while a messaging service has not chosen one.</param>
/// <param name="Status">Null while the provider tells nothing final or known.</param>
public sealed record ProviderRecord(
    string ProviderMessageId,
    PhoneNumber To,
    PhoneNumber? From,
    string Body,
    DateTimeOffset CreatedAt,
    MessageStatus? Status,
    Refusal? Failure);
