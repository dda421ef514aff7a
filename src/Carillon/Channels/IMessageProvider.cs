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

    /// <summary>Which settings an account of it takes, in the order a form would ask for them.</summary>
    IReadOnlyList<ProviderSetting> Settings { get; }

    /// <summary>What is wrong with these settings (missing, malformed, unknown); empty when nothing is. Keys are setting names, values say what is accepted.</summary>
    IReadOnlyDictionary<string, string> CheckSettings(ProviderLogin login);

    /// <summary>
    /// Hands over one message. Never throws for what a network or a provider may do: that is the answer. Throws only when the
    /// caller's own token stops it, and then nothing is known of the message.
    /// </summary>
    Task<ProviderAnswer> SendAsync(ProviderLogin login, OutgoingMessage message, CancellationToken cancellationToken);

    /// <summary>The cheapest authenticated call.</summary>
    Task<LoginCheck> CheckAsync(ProviderLogin login, CancellationToken cancellationToken);

    /// <summary>
    /// What the provider knows of messages from us to a number since an instant, newest first; null when it could not be asked to
    /// the end, so that an empty list always means "it has none".
    /// </summary>
    Task<IReadOnlyList<ProviderRecord>?> ListAsync(ProviderLogin login, RecordQuery query, CancellationToken cancellationToken);

    /// <summary>What the provider knows of one message by its own id; null when it could not be asked or knows none.</summary>
    Task<ProviderRecord?> FetchAsync(ProviderLogin login, FateQuery query, CancellationToken cancellationToken);

    /// <summary>Verifies a callback over its raw bytes and reads it.</summary>
    CallbackReading ReadCallback(ProviderLogin login, IncomingCallback callback, DateTimeOffset now);

    /// <summary>Reads again a callback that was verified when it was stored; never answers <see cref="CallbackReading.Forged"/>.</summary>
    CallbackReading ReadStored(ProviderLogin login, IncomingCallback callback);
}
