namespace Carillon.Compliance.RulePacks;

/// <summary>How many accepted messages a number may get in a rolling time.</summary>
/// <param name="Id">What decisions cite.</param>
/// <param name="Region">Whose law; null: everywhere.</param>
/// <param name="Most">So many and no more.</param>
/// <param name="Span">The rolling time.</param>
/// <param name="Source">Where it is written.</param>
public sealed record FrequencyRule(string Id, string? Region, int Most, TimeSpan Span, string Source);
