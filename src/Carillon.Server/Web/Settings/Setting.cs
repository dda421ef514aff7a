namespace Carillon.Server.Web.Settings;

/// <summary>One setting that we know.</summary>
/// <param name="Name">Its name, with colons.</param>
/// <param name="Accepted">What it takes, in words.</param>
/// <param name="IsAccepted">Whether it takes a value.</param>
/// <param name="IsSecret">Whether its value must not be shown.</param>
public sealed record Setting(string Name, string Accepted, Func<string, bool> IsAccepted, bool IsSecret = false);
