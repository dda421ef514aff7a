using Carillon.Channels;

namespace Carillon.Sending.Accounts;

/// <summary>An account with its secrets opened, as the engine and the callbacks need it.</summary>
/// <param name="Account">The row as it was read.</param>
/// <param name="Login">What its adapter needs; the same object until a setting changes.</param>
/// <param name="AttemptKey">Signs our attempts in callback addresses.</param>
public sealed record OpenAccount(ProviderAccount Account, ProviderLogin Login, byte[] AttemptKey);
