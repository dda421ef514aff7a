namespace Carillon.Server.Web.Design;

/// <summary>A part of a whole in a <see cref="ShareBar"/>.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Count">How many.</param>
/// <param name="Fill">Name of its fill in the style sheet: good, calm, wait, warn, bad or skip.</param>
/// <param name="Href">Where its rows are; null: nowhere.</param>
/// <param name="IsChosen">Whether its rows are being looked at.</param>
public sealed record Share(string Label, long Count, string Fill, string? Href = null, bool IsChosen = false);
