using Carillon.Primitives;

namespace Carillon.Compliance;

/// <summary>What the gate says of one message.</summary>
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
    /// <param name="Until">The next instant at which it may be asked again.</param>
    /// <param name="Rule">The rule that holds it.</param>
    public sealed record Hold(DateTimeOffset Until, string Rule) : GateDecision
    {
        /// <summary>Whether no instant ends it but somebody's act; <see cref="Until"/> is then when it is looked again.</summary>
        public bool IsOpenEnded { get; init; }
    }

    /// <summary>Never.</summary>
    /// <param name="Reason">Why, as it is stored with the message.</param>
    /// <param name="Rule">The rule that forbids it.</param>
    public sealed record Refuse(SkipReason Reason, string Rule) : GateDecision;
}
