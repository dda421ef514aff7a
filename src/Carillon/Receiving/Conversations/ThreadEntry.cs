using System.Globalization;
using Carillon.Compliance.Consent;
using Carillon.Sending;
using Carillon.Storage;

namespace Carillon.Receiving.Conversations;

/// <summary>One thing in a conversation: exactly one of its kinds is there.</summary>
public sealed record ThreadEntry(ThreadPlace Place)
{
    /// <summary>A text from us.</summary>
    public OutboundMessage? Outbound { get; private init; }

    /// <summary>A text to us.</summary>
    public InboundMessage? Inbound { get; private init; }

    /// <summary>A call.</summary>
    public CallRecord? Call { get; private init; }

    /// <summary>A wish.</summary>
    public ConsentEvent? Wish { get; private init; }

    internal static ThreadEntry Of(OutboundMessage message) =>
        new(new ThreadPlace(message.SentAt ?? message.QueuedAt, ThreadSource.Outbound, message.Id.ToString())) { Outbound = message };

    internal static ThreadEntry Of(InboundMessage message) =>
        new(new ThreadPlace(message.ReceivedAt, ThreadSource.Inbound, message.Id.ToString())) { Inbound = message };

    internal static ThreadEntry Of(CallRecord call) => new(new ThreadPlace(call.At, ThreadSource.Call, call.ProviderCallId)) { Call = call };

    internal static ThreadEntry Of(ConsentEvent wish) => new(new ThreadPlace(wish.At, ThreadSource.Wish, wish.Id.ToString())) { Wish = wish };
}

/// <summary>What kind of thing stands in a conversation; also their order at one instant.</summary>
public enum ThreadSource
{
    Outbound,
    Inbound,
    Wish,
    Call,
}

/// <summary>A place in a conversation.</summary>
/// <param name="At">The instant.</param>
/// <param name="Source">The kind of thing.</param>
/// <param name="Key">Its id.</param>
public sealed record ThreadPlace(DateTimeOffset At, ThreadSource Source, string Key)
{
    /// <summary>The place as one text.</summary>
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"{Instants.ToMicroseconds(At)}|{Source}|{Key}");

    /// <summary>Reads what <see cref="ToText"/> wrote; null for anything else.</summary>
    public static ThreadPlace? Parse(string text)
    {
        var parts = text.Split('|', 3);
        return parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            && at is > -3_000_000_000_000_000 and < 11_000_000_000_000_000
            && Enum.TryParse<ThreadSource>(parts[1], out var source) && Enum.IsDefined(source)
            && (source == ThreadSource.Call || Guid.TryParseExact(parts[2], "N", out _))
            ? new ThreadPlace(Instants.FromMicroseconds(at), source, parts[2])
            : null;
    }

    /// <summary>
    /// The id after which things of a source follow at this very instant: this place's own, or, where the source comes wholly
    /// before or after it, one that lets none or all of them through.
    /// </summary>
    internal Guid GuidFor(ThreadSource source)
    {
        if (source == Source)
        {
            return Guid.ParseExact(Key, "N");
        }

        return source > Source ? Guid.Empty : Guid.AllBitsSet;
    }
}
