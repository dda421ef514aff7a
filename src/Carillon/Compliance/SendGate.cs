using Carillon.Primitives;

namespace Carillon.Compliance;

/// <summary>The last lawful word on one message, over facts the caller read in the transaction that starts the send.</summary>
public static class SendGate
{
    /// <summary>Suppression, then the sender's registration.</summary>
    public static GateDecision Decide(SendFacts facts)
    {
        foreach (var reason in facts.Suppressions)
        {
            if (!(facts.IsKeywordAnswer && reason == SkipReason.OptedOut))
            {
                return new GateDecision.Refuse(reason, "suppression");
            }
        }

        return facts.IsSenderActive ? GateDecision.Allow.It : new GateDecision.Refuse(SkipReason.SenderInactive, "sender-registration");
    }
}

/// <summary>What the gate looks at.</summary>
public readonly record struct SendFacts(bool IsKeywordAnswer, bool IsSenderActive, IReadOnlyList<SkipReason> Suppressions);

/// <summary>What the gate says.</summary>
public abstract record GateDecision
{
    private GateDecision()
    {
    }

    /// <summary>It may leave now.</summary>
    public sealed record Allow : GateDecision
    {
        /// <summary>The one answer of its kind.</summary>
        public static Allow It { get; } = new();
    }

    /// <summary>Not before an instant.</summary>
    public sealed record Hold(DateTimeOffset Until, string Rule) : GateDecision;

    /// <summary>Never, for this reason.</summary>
    public sealed record Refuse(SkipReason Reason, string Rule) : GateDecision;
}
