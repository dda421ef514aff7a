namespace Carillon.Compliance.RulePacks;

/// <summary>What came of reading a rule pack.</summary>
public abstract record RulePackReading
{
    private RulePackReading()
    {
    }

    /// <summary>It may be used.</summary>
    public sealed record Accepted(RulePack Pack) : RulePackReading;

    /// <summary>It contradicts itself or is no pack.</summary>
    /// <param name="Problems">Each with its place: <c>quietHours.rules[3].sat: closes before it opens</c>.</param>
    public sealed record Refused(IReadOnlyList<string> Problems) : RulePackReading;
}
