using Carillon.Primitives;

namespace Carillon.Compliance;

/// <summary>
/// The last check of one message, over facts that the caller read in the transaction that starts the send. Pure: the same
/// facts give the same decision, on any node.
/// </summary>
public static class SendGate
{
    /// <summary>A stored reason never to text the number.</summary>
    public const string SuppressionRule = "suppression";

    /// <summary>A sender that the carriers do not let send.</summary>
    public const string RegistrationRule = "sender-registration";

    /// <summary>Suppression first, then the sender's registration.</summary>
    public static GateDecision Decide(SendFacts facts)
    {
        if (Binding(facts) is { } reason)
        {
            return new GateDecision.Refuse(reason, SuppressionRule);
        }

        return facts.IsSenderActive ? GateDecision.Allow.It : new GateDecision.Refuse(SkipReason.SenderInactive, RegistrationRule);
    }

    /// <summary>The weightiest reason that binds this message. The lawful answer to a keyword passes the opt-out it answers, and nothing else.</summary>
    private static SkipReason? Binding(SendFacts facts)
    {
        SkipReason? binding = null;
        foreach (var reason in facts.Suppressions)
        {
            if (!(facts.IsKeywordAnswer && reason == SkipReason.OptedOut) && (binding is null || Weight(reason) < Weight(binding.Value)))
            {
                binding = reason;
            }
        }

        return binding;
    }

    /// <summary>A person's own word is told before what carriers and lists say, whatever order the rows came in.</summary>
    private static int Weight(SkipReason reason) => reason switch
    {
        SkipReason.OptedOut => 0,
        SkipReason.Complaint => 1,
        SkipReason.DoNotCall => 2,
        SkipReason.Invalid => 3,
        SkipReason.Landline => 4,
        SkipReason.Unreachable => 5,
        SkipReason.NoConsent or SkipReason.NoNumber or SkipReason.Duplicate or SkipReason.RecentlyContacted or SkipReason.FrequencyCap
            or SkipReason.AgeUnverified or SkipReason.Content or SkipReason.SenderInactive or SkipReason.Holdout or SkipReason.Expired => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}

/// <summary>What the gate looks at.</summary>
/// <param name="IsKeywordAnswer">Whether the message is the lawful answer to a keyword.</param>
/// <param name="IsSenderActive">Whether the carriers let the sender send.</param>
/// <param name="Suppressions">Reasons stored for the number and this medium.</param>
public readonly record struct SendFacts(bool IsKeywordAnswer, bool IsSenderActive, IReadOnlyList<SkipReason> Suppressions);
