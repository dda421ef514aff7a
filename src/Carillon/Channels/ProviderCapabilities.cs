namespace Carillon.Channels;

/// <summary>What a provider can do.</summary>
/// <param name="IdempotencyKey">It takes a key of ours and accepts the same key only once.</param>
/// <param name="StatusCallbackPerMessage">A callback address of our own per message, which brings our signed attempt back.</param>
/// <param name="Listing">It can be asked what became of messages, for reconciliation.</param>
/// <param name="StopKeywords">Opt-out words it answers itself, so that ours stays silent; compared upper-case, whole message.</param>
/// <param name="OwnKeywords">All words it answers itself: opt-out, opt-in and help.</param>
/// <param name="Fetching">One message's fate can be asked for by the provider's id, for receipts that never came.</param>
/// <param name="SendersCountSegments">
/// Limits of its senders count billing parts and not messages: carriers allow a number so many segments a second, and a text of three
/// takes the place of three. Limits of a login always count messages, because a provider's own limit is on requests.
/// </param>
/// <param name="DefaultPerSecond">A known limit per account, or null.</param>
public sealed record ProviderCapabilities(
    bool IdempotencyKey,
    bool StatusCallbackPerMessage,
    bool Listing,
    bool Fetching,
    bool SendersCountSegments,
    IReadOnlySet<string> StopKeywords,
    IReadOnlySet<string> OwnKeywords,
    int? DefaultPerSecond);
