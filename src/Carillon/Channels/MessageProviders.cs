using System.Collections.Frozen;

namespace Carillon.Channels;

/// <summary>The adapters there are, by provider.</summary>
public sealed class MessageProviders(IEnumerable<IMessageProvider> providers)
{
    private readonly FrozenDictionary<Provider, IMessageProvider> _byProvider = providers.ToFrozenDictionary(p => p.Provider);

    /// <summary>All adapters.</summary>
    public IReadOnlyList<IMessageProvider> All => _byProvider.Values;

    /// <summary>The adapter of a provider that is known to have one.</summary>
    public IMessageProvider this[Provider provider] =>
        Find(provider) ?? throw new InvalidOperationException($"No adapter speaks to {provider}.");

    /// <summary>The adapter of a provider, or null where we speak to it not (yet).</summary>
    public IMessageProvider? Find(Provider provider) => _byProvider.GetValueOrDefault(provider);
}
