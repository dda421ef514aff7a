using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

/// <summary>What the gate must know, in the transaction that commits the attempts. Each once, for a whole batch of messages.</summary>
/// <param name="Recipients">Who is to be texted.</param>
/// <param name="Counted">Those of whom also must be known what they got lately and when they wrote.</param>
/// <param name="Lanes">The lanes that ask.</param>
/// <param name="Runs">The runs they send for.</param>
/// <param name="People">Whom the messages are for, as far as they are known people.</param>
/// <param name="Now">The instant of the question.</param>
public sealed record GateQuestion(
    IReadOnlyCollection<GateRecipient> Recipients,
    IReadOnlySet<GateRecipient> Counted,
    IReadOnlyCollection<SenderId> Lanes,
    IReadOnlyCollection<RunId> Runs,
    IReadOnlyCollection<ContactId> People,
    DateTimeOffset Now);

/// <summary>A number in a workspace: what is known of one number in one workspace says nothing about the same number in another.</summary>
public readonly record struct GateRecipient(WorkspaceId Workspace, PhoneNumber Number);

/// <summary>What the gate was told.</summary>
public sealed class GateFacts
{
    private readonly Dictionary<GateRecipient, List<SkipReason>> _suppressions = [];

    /// <summary>Where nothing was asked.</summary>
    public static GateFacts None { get; } = new();

    /// <summary>The newest fence by lane.</summary>
    public Dictionary<SenderId, long> Fences { get; } = [];

    /// <summary>The state by run.</summary>
    public Dictionary<RunId, string> Runs { get; } = [];

    /// <summary>What is known of numbers beside suppressions.</summary>
    public NumberFacts Numbers { get; internal set; } = new();

    /// <summary>Why the recipient must not be texted; empty: nothing is stored against it.</summary>
    public IReadOnlyList<SkipReason> SuppressionsOf(GateRecipient recipient) => _suppressions.TryGetValue(recipient, out var reasons) ? reasons : [];

    internal void Suppress(GateRecipient recipient, SkipReason reason)
    {
        if (!_suppressions.TryGetValue(recipient, out var reasons))
        {
            _suppressions.Add(recipient, reasons = []);
        }

        reasons.Add(reason);
    }
}
