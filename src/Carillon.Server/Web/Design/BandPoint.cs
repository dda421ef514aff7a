namespace Carillon.Server.Web.Design;

/// <summary>A point of a <see cref="BandChart"/>.</summary>
/// <param name="Label">What stands under it: a day, an hour.</param>
/// <param name="Value">The figure.</param>
/// <param name="Low">The lower end of its interval; null: none is shown here.</param>
/// <param name="High">The upper end.</param>
public sealed record BandPoint(string Label, double Value, double? Low = null, double? High = null);
