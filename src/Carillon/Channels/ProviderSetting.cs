namespace Carillon.Channels;

/// <summary>One setting that an account of a provider takes.</summary>
/// <param name="Name">Its name in the API.</param>
/// <param name="IsRequired">Whether an account works without it.</param>
/// <param name="IsSecret">Whether it is stored encrypted and never shown again.</param>
/// <param name="Accepted">What is accepted, as a phrase that stands after "must be".</param>
public sealed record ProviderSetting(string Name, bool IsRequired, bool IsSecret, string Accepted);
