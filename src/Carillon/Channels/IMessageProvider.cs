using Carillon.Primitives;

namespace Carillon.Channels;

/// <summary>
/// A company that carries messages, as our adapter speaks to it. One call, one recipient. An adapter keeps no state of a
/// message: what was sent and what became of it is the caller's to store.
/// </summary>
public interface IMessageProvider
{
    /// <summary>Which provider this is.</summary>
    Provider Provider { get; }

    /// <summary>What the provider can do, so that callers ask and never guess from its name.</summary>
    ProviderCapabilities Capabilities { get; }

    /// <summary>Which settings an account of it needs, and what is wrong with these; empty when nothing is. Keys are setting names.</summary>
    IReadOnlyDictionary<string, string> CheckSettings(ProviderLogin login);

    /// <summary>Hands over one message. Never throws for what a network or a provider may do: that is the answer.</summary>
    Task<ProviderAnswer> SendAsync(ProviderLogin login, OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>The cheapest authenticated call.</summary>
    Task<LoginCheck> CheckAsync(ProviderLogin login, CancellationToken cancellationToken);

    /// <summary>What the provider knows of messages between two numbers since an instant, newest first; null when it could not be asked.</summary>
    Task<IReadOnlyList<ProviderRecord>?> ListAsync(ProviderLogin login, RecordQuery query, CancellationToken cancellationToken);

    /// <summary>Verifies a callback over its raw bytes and reads it.</summary>
    CallbackReading ReadCallback(ProviderLogin login, IncomingCallback callback, DateTimeOffset now);
}

/// <summary>A company that carries messages.</summary>
public enum Provider
{
    Simulator,
    Twilio,
    OpenPhone,
    Smtp,
}

/// <summary>What a provider can do.</summary>
/// <param name="StatusCallbackPerMessage">A callback address of our own per message, which brings our signed attempt back.</param>
/// <param name="Listing">It can be asked what became of messages, for reconciliation.</param>
/// <param name="StopKeywords">Opt-out words it answers itself, so that ours stays silent; compared upper-case, whole message.</param>
/// <param name="OwnKeywords">All words it answers itself: opt-out, opt-in and help.</param>
/// <param name="DefaultPerSecond">A known limit per account, or null.</param>
public sealed record ProviderCapabilities(
    bool StatusCallbackPerMessage,
    bool Listing,
    IReadOnlySet<string> StopKeywords,
    IReadOnlySet<string> OwnKeywords,
    int? DefaultPerSecond);

/// <summary>A login as an adapter needs it.</summary>
/// <param name="AccountId">Ours.</param>
/// <param name="Settings">Plain settings and opened secrets by name (api.md §3, accounts); <c>baseUrl</c> overrides the address.</param>
public sealed record ProviderLogin(AccountId AccountId, IReadOnlyDictionary<string, string> Settings);

/// <summary>One text to hand over.</summary>
/// <param name="To">The recipient.</param>
/// <param name="From">The sender's number.</param>
/// <param name="SenderRef">The provider's own name for the sender (Twilio messaging service, OpenPhone number id), if set.</param>
/// <param name="Body">The words, rendered.</param>
/// <param name="StatusCallback">Where the provider should tell the fate; carries our signed attempt.</param>
/// <param name="ValidFor">How long it may lie in the provider's queue; null: the provider's own.</param>
/// <param name="AttemptToken">Our attempt, for a provider that takes an idempotency key or a reference.</param>
public sealed record OutgoingMessage(
    PhoneNumber To,
    PhoneNumber From,
    string? SenderRef,
    string Body,
    Uri? StatusCallback,
    TimeSpan? ValidFor,
    string AttemptToken);

/// <summary>What came of a hand-over.</summary>
public abstract record ProviderAnswer
{
    private ProviderAnswer()
    {
    }

    /// <summary>The provider has it.</summary>
    /// <param name="ProviderMessageId">Its id for the message.</param>
    /// <param name="Segments">Its own count, if it told.</param>
    /// <param name="ServerTime">Its clock (the <c>Date</c> header), if it told.</param>
    public sealed record Accepted(string ProviderMessageId, int? Segments = null, DateTimeOffset? ServerTime = null) : ProviderAnswer;

    /// <summary>The provider certainly does not have it.</summary>
    /// <param name="Refusal">Why, and what may be done.</param>
    public sealed record Refused(Refusal Refusal) : ProviderAnswer;

    /// <summary>It may have it or not: a time-out, a reset, a 5xx. Settled by asking, never by sending again.</summary>
    /// <param name="Detail">What was seen, without numbers or words of the message.</param>
    public sealed record Unknown(string Detail) : ProviderAnswer;
}

/// <summary>A definite no: the four things a failure says.</summary>
/// <param name="Reason">In our words.</param>
/// <param name="Scope">Whose trouble it is.</param>
/// <param name="IsRetryable">Whether the same message may be tried again later.</param>
/// <param name="Code">The provider's own code.</param>
/// <param name="Message">The provider's own words, shortened; null when it said none.</param>
/// <param name="RetryAfter">When the provider said how long to wait.</param>
/// <param name="SpendsAttempt">False where the provider did no work at all (429), so that waiting never uses tries up.</param>
public sealed record Refusal(
    FailureReason Reason,
    RefusalScope Scope,
    bool IsRetryable,
    string? Code,
    string? Message,
    TimeSpan? RetryAfter = null,
    bool SpendsAttempt = true);

/// <summary>Whose trouble a refusal is.</summary>
public enum RefusalScope
{
    /// <summary>This message or its recipient: others go on.</summary>
    Message,

    /// <summary>This sender: its lane waits.</summary>
    Sender,

    /// <summary>The whole login: it stops with an alert.</summary>
    Account,
}

/// <summary>What a test of a login showed.</summary>
public sealed record LoginCheck(bool IsOk, string Detail);

/// <summary>What to ask a provider's list.</summary>
public sealed record RecordQuery(PhoneNumber To, PhoneNumber From, string? SenderRef, DateTimeOffset CreatedSince);

/// <summary>One message as the provider knows it.</summary>
/// <param name="Status">Null while the provider tells nothing final or known.</param>
public sealed record ProviderRecord(
    string ProviderMessageId,
    PhoneNumber To,
    PhoneNumber? From,
    string Body,
    DateTimeOffset CreatedAt,
    MessageStatus? Status,
    Refusal? Failure);

/// <summary>A callback as it came.</summary>
/// <param name="Url">The public address the provider called, with its query.</param>
/// <param name="Headers">By lower-case name.</param>
/// <param name="Body">The raw bytes.</param>
public sealed record IncomingCallback(Uri Url, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>What a callback turned out to be.</summary>
public abstract record CallbackReading
{
    private CallbackReading()
    {
    }

    /// <summary>Not signed by the provider, or signed for another time: 403, nothing stored.</summary>
    public sealed record Forged(string Why) : CallbackReading;

    /// <summary>Signed, but not something that can be read: stored, answered, listed as dead.</summary>
    public sealed record Unreadable(string EventKey, string Type, string Why) : CallbackReading;

    /// <summary>Signed and read.</summary>
    /// <param name="EventKey">The same for every delivery of one event; unique within an account.</param>
    /// <param name="Type">The provider's word for the kind of event.</param>
    /// <param name="Event">What it tells, or null for kinds that tell nothing we use.</param>
    public sealed record Read(string EventKey, string Type, ChannelEvent? Event) : CallbackReading;
}

/// <summary>What a provider tells us.</summary>
public abstract record ChannelEvent
{
    private ChannelEvent()
    {
    }

    /// <summary>A word on one message's fate.</summary>
    /// <param name="AttemptToken">Our signed attempt out of the callback address, if there was one; not yet verified.</param>
    /// <param name="Status">Accepted, Sent, Undelivered, Failed or Delivered.</param>
    /// <param name="To">The recipient; keeps events of a number in order.</param>
    public sealed record Receipt(
        string ProviderMessageId, string? AttemptToken, PhoneNumber? To, MessageStatus Status, Refusal? Failure, DateTimeOffset? At) : ChannelEvent;

    /// <summary>A text to us.</summary>
    public sealed record InboundText(
        string ProviderMessageId, PhoneNumber From, PhoneNumber To, string Body, IReadOnlyList<string> MediaUrls, DateTimeOffset? At) : ChannelEvent;

    /// <summary>A call, for the conversation.</summary>
    public sealed record Call(
        string ProviderCallId, PhoneNumber From, PhoneNumber To, bool IsIncoming, bool IsAnswered, TimeSpan? Duration, DateTimeOffset? At) : ChannelEvent;
}
