using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Sending.Fates;
using Carillon.Storage;
using Carillon.Storage.Dialects;

namespace Carillon.Sending.Dispatch;

/// <summary>
/// The last check before the wire. In one transaction: is the lane's right still the newest, does the run still run, is the
/// message still waiting, may this number be texted; where all say yes the attempt is committed, and only then may a byte
/// leave. Lanes of a node share commits.
/// </summary>
public sealed class AttemptGate(Database database, TimeProvider time) : IAsyncDisposable
{
    private const int ChunksOfACommit = 64;
    private readonly Lazy<GroupCommit<IReadOnlyList<GateCandidate>, IReadOnlyList<GateVerdict>>> _commits =
        new(() => new(chunks => CommitAsync(database, time, chunks), ChunksOfACommit));

    /// <summary>Gates a chunk; one verdict a candidate, in order.</summary>
    public Task<IReadOnlyList<GateVerdict>> PassAsync(IReadOnlyList<GateCandidate> candidates, CancellationToken cancellationToken) =>
        _commits.Value.AddAsync(candidates, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_commits.IsValueCreated)
        {
            await _commits.Value.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<IReadOnlyList<GateVerdict>>> CommitAsync(Database database, TimeProvider time, IReadOnlyList<IReadOnlyList<GateCandidate>> chunks)
    {
        var candidates = chunks.SelectMany(chunk => chunk).ToDictionary(candidate => candidate.Message.Id);
        var verdicts = new Dictionary<MessageId, GateVerdict>(candidates.Count);
        var now = time.GetUtcNow();
        var question = new GateQuestion(
            [.. candidates.Values.Select(candidate => candidate.Message.Workspace).Distinct()],
            [.. candidates.Values.Select(candidate => candidate.Message.To).Distinct()],
            [.. candidates.Values.Select(candidate => candidate.Lane).Distinct()],
            [.. candidates.Values.Select(candidate => candidate.Message.Run).Distinct().Where(run => run != default)]);
        await database.Dialect.ChangeMessagesAsync(
            new MessageChanges([.. candidates.Keys], now, Decide, question), CancellationToken.None);
        return [.. chunks.Select(chunk => (IReadOnlyList<GateVerdict>)[.. chunk.Select(candidate => verdicts.GetValueOrDefault(candidate.Message.Id))])];

        MessageChange? Decide(MessageNow message, GateFacts facts)
        {
            var (verdict, change) = Judge(candidates[message.Id], message, facts, now);
            verdicts[message.Id] = verdict;
            return change;
        }
    }

    private static (GateVerdict Verdict, MessageChange? Change) Judge(GateCandidate candidate, MessageNow message, GateFacts facts, DateTimeOffset now)
    {
        if (facts.Fences.GetValueOrDefault(candidate.Lane) != candidate.Fence)
        {
            return (GateVerdict.FenceLost, null);
        }

        if (message.Status != MessageStatus.Queued || (message.Run != default && facts.Runs.GetValueOrDefault(message.Run) != "Running"))
        {
            return (GateVerdict.Gone, null);
        }

        if (candidate.Message.ExpiresAt <= now)
        {
            return (GateVerdict.Refused, Fate.Skip(SkipReason.Expired));
        }

        if (candidate.Rendered.Skip is { } content)
        {
            return (GateVerdict.Refused, Fate.Skip(content));
        }

        var decision = SendGate.Decide(new SendFacts(
            IsKeywordAnswer: candidate.Message.Kind == nameof(MessageKind.KeywordAnswer),
            IsSenderActive: candidate.IsSenderActive,
            Suppressions: [.. facts.Suppressions[(message.Workspace, candidate.Message.To)]]));
        return decision switch
        {
            GateDecision.Allow => (GateVerdict.Go(message.Attempts + 1), Fate.Begin(message, candidate.Fence, candidate.Rendered.Body, candidate.Rendered.Segments)),
            GateDecision.Hold hold => (GateVerdict.Refused, new MessageChange(MessageStatus.Queued) { Reason = hold.Rule, DueAt = hold.Until }),
            GateDecision.Refuse refuse => (GateVerdict.Refused, Fate.Skip(refuse.Reason)),
            _ => throw new InvalidOperationException($"No rule for {decision}."),
        };
    }
}

/// <summary>A message that wants to leave.</summary>
public sealed record GateCandidate(WaitingMessage Message, RenderedMessage Rendered, SenderId Lane, long Fence, bool IsSenderActive);

/// <summary>What the gate said.</summary>
/// <param name="Attempt">The committed attempt's number where it may go, else 0.</param>
/// <param name="IsFenceLost">Whether another holder works the lane now.</param>
public readonly record struct GateVerdict(int Attempt, bool IsFenceLost = false)
{
    /// <summary>It is not waiting any more: cancelled, paused, or gone.</summary>
    public static GateVerdict Gone { get; }

    /// <summary>It must not, or not now; that is written.</summary>
    public static GateVerdict Refused { get; }

    /// <summary>The right is void: write nothing more, send nothing more.</summary>
    public static GateVerdict FenceLost { get; } = new(0, true);

    /// <summary>The attempt is committed.</summary>
    public static GateVerdict Go(int attempt) => new(attempt);
}
