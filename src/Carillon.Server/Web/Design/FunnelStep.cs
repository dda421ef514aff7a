namespace Carillon.Server.Web.Design;

/// <summary>A step of a <see cref="FunnelChart"/>.</summary>
/// <param name="Label">What people did or what became of them.</param>
/// <param name="Count">How many.</param>
/// <param name="Href">Where their rows are; null: nowhere.</param>
public sealed record FunnelStep(string Label, long Count, string? Href = null);
