using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

/// <summary>What is known of the numbers of a gate's batch beside suppressions: consent, what they got lately, when they wrote.</summary>
public sealed class NumberFacts
{
    /// <summary>How far back accepted messages are looked up; the longest span of any cap.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(31);

    private readonly Dictionary<(WorkspaceId, PhoneNumber, Purpose), string> _consents = [];
    private readonly Dictionary<(WorkspaceId, PhoneNumber), List<SentBefore>> _sent = [];
    private readonly Dictionary<(WorkspaceId, PhoneNumber), List<DateTimeOffset>> _wrote = [];
    private readonly Dictionary<(WorkspaceId, PhoneNumber), List<PendingBefore>> _pending = [];
    private readonly Dictionary<(WorkspaceId, PhoneNumber), DateTimeOffset> _reviews = [];
    private readonly HashSet<WorkspaceId> _stopped = [];

    /// <summary>The stored state of consent; null: no row.</summary>
    public string? Consent(WorkspaceId workspace, PhoneNumber number, Purpose purpose) => _consents.GetValueOrDefault((workspace, number, purpose));

    /// <summary>What the number got, or may be getting.</summary>
    public IReadOnlyList<SentBefore> Sent(WorkspaceId workspace, PhoneNumber number) => _sent.GetValueOrDefault((workspace, number)) ?? [];

    /// <summary>When the number wrote to us in the last days.</summary>
    public IReadOnlyList<DateTimeOffset> Wrote(WorkspaceId workspace, PhoneNumber number) => _wrote.GetValueOrDefault((workspace, number)) ?? [];

    /// <summary>Marketing messages of running campaigns that wait for the number.</summary>
    public IReadOnlyList<PendingBefore> Pending(WorkspaceId workspace, PhoneNumber number) => _pending.GetValueOrDefault((workspace, number)) ?? [];

    /// <summary>Until when a text of the number waits for a person to read it; null: none does.</summary>
    public DateTimeOffset? Review(WorkspaceId workspace, PhoneNumber number) => _reviews.TryGetValue((workspace, number), out var until) ? until : null;

    /// <summary>Numbers for which several marketing messages are due: whoever sends to one of them must be alone with it.</summary>
    public IReadOnlyList<GateRecipient> Contested(DateTimeOffset now) =>
        [.. _pending.Where(entry => entry.Value.Count(pending => pending.DueAt <= now) > 1).Select(entry => new GateRecipient(entry.Key.Item1, entry.Key.Item2))];

    /// <summary>Whether nothing may leave a workspace at all.</summary>
    public bool IsStopped(WorkspaceId workspace) => _stopped.Contains(workspace) || _stopped.Contains(default);

    internal void AddConsent(WorkspaceId workspace, PhoneNumber number, Purpose purpose, string status) => _consents[(workspace, number, purpose)] = status;

    internal void AddSent(WorkspaceId workspace, PhoneNumber number, SentBefore sent) => ListOf(_sent, (workspace, number)).Add(sent);

    internal void AddWrote(WorkspaceId workspace, PhoneNumber number, DateTimeOffset at) => ListOf(_wrote, (workspace, number)).Add(at);

    internal void AddPending(WorkspaceId workspace, PhoneNumber number, PendingBefore pending) => ListOf(_pending, (workspace, number)).Add(pending);

    internal void AddReview(WorkspaceId workspace, PhoneNumber number, DateTimeOffset until) => _reviews[(workspace, number)] = until;

    internal void AddStop(WorkspaceId workspace) => _stopped.Add(workspace);

    private static List<T> ListOf<T>(Dictionary<(WorkspaceId, PhoneNumber), List<T>> lists, (WorkspaceId, PhoneNumber) key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }
}

/// <summary>A message that a number got before.</summary>
/// <param name="At">When the provider took it, or where that is not known, when it was last touched.</param>
/// <param name="Purpose">Its purpose.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="IsSingle">Whether it was written by hand or by a program.</param>
public readonly record struct SentBefore(DateTimeOffset At, Purpose Purpose, CampaignId? Campaign, bool IsSingle);

/// <summary>A marketing message that waits for a number.</summary>
/// <param name="Message">Which.</param>
/// <param name="DueAt">From when it may leave.</param>
public readonly record struct PendingBefore(MessageId Message, DateTimeOffset DueAt);
