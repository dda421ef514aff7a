using Carillon.Primitives;

namespace Carillon.Channels;

/// <summary>
/// A login as an adapter needs it. Adapters remember what they computed from it (authorization, addresses) as long as this very
/// object lives, so a caller that sends much keeps one and makes another when a setting changes.
/// </summary>
/// <param name="AccountId">Ours.</param>
/// <param name="Settings">Plain settings and opened secrets by name; <c>baseUrl</c> overrides the address.</param>
public sealed record ProviderLogin(AccountId AccountId, IReadOnlyDictionary<string, string> Settings);

/// <summary>What a test of a login showed.</summary>
public sealed record LoginCheck(bool IsOk, string Detail);
