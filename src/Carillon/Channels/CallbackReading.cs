namespace Carillon.Channels;

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
