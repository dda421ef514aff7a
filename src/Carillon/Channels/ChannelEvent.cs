using Carillon.Primitives;
using Carillon.Text;

namespace Carillon.Channels;

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
    /// <param name="TakenFor">The wish that the provider took it for and has acted on and answered already; null: it tells none.</param>
    public sealed record InboundText(
        string ProviderMessageId, PhoneNumber From, PhoneNumber To, string Body, IReadOnlyList<string> MediaUrls, DateTimeOffset? At, InboundKind? TakenFor = null) : ChannelEvent;

    /// <summary>A call, for the conversation.</summary>
    /// <param name="With">The other side.</param>
    /// <param name="Ours">Our number; null where the provider names it by its own id only.</param>
    /// <param name="OursRef">The provider's own id for our number, if it told.</param>
    public sealed record Call(
        string ProviderCallId,
        PhoneNumber With,
        PhoneNumber? Ours,
        string? OursRef,
        bool IsIncoming,
        bool IsAnswered,
        TimeSpan? Duration,
        DateTimeOffset? At) : ChannelEvent;
}
