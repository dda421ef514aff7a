using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
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
public sealed class AttemptGate(Database database, LegalHours hours, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Words that cannot be sent.</summary>
    public const string ContentRule = "content";

    private const int ChunksOfACommit = 64;
    private readonly Lazy<GroupCommit<IReadOnlyList<GateCandidate>, IReadOnlyList<GateVerdict>>> _commits =
        new(() => new(chunks => CommitAsync(database, hours.Pack, time, chunks), ChunksOfACommit));

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

    private static async Task<IReadOnlyList<IReadOnlyList<GateVerdict>>> CommitAsync(
        Database database, RulePack pack, TimeProvider time, IReadOnlyList<IReadOnlyList<GateCandidate>> chunks)
    {
        var candidates = chunks.SelectMany(chunk => chunk).ToDictionary(candidate => candidate.Message.Id);
        var verdicts = new Dictionary<MessageId, GateVerdict>(candidates.Count);
        var now = time.GetUtcNow();
        var question = new GateQuestion(
            [.. candidates.Values.Select(candidate => candidate.Message.Workspace).Distinct()],
            [.. candidates.Values.Select(candidate => candidate.Message.To).Distinct()],
            candidates.Values.Where(candidate => IsCounted(candidate, pack)).Select(candidate => candidate.Message.To).ToHashSet(),
            [.. candidates.Values.Select(candidate => candidate.Lane).Distinct()],
            [.. candidates.Values.Select(candidate => candidate.Message.Run).Distinct().Where(run => run != default)],
            now);
        await database.Dialect.ChangeMessagesAsync(
            new MessageChanges([.. candidates.Keys], now, Decide, question), CancellationToken.None);
        return [.. chunks.Select(chunk => (IReadOnlyList<GateVerdict>)[.. chunk.Select(candidate => verdicts.GetValueOrDefault(candidate.Message.Id))])];

        MessageChange? Decide(MessageNow message, GateFacts facts)
        {
            var (verdict, change) = Judge(candidates[message.Id], message, facts, pack, now);
            verdicts[message.Id] = verdict;
            return change;
        }
    }

    private static (GateVerdict Verdict, MessageChange? Change) Judge(GateCandidate candidate, MessageNow message, GateFacts facts, RulePack pack, DateTimeOffset now)
    {
        if (facts.Fences.GetValueOrDefault(candidate.Lane) != candidate.Fence)
        {
            return (GateVerdict.FenceLost, null);
        }

        if (message.Status != MessageStatus.Queued || (message.Run != default && facts.Runs.GetValueOrDefault(message.Run) != "Running"))
        {
            return (GateVerdict.Gone, null);
        }

        if (facts.Numbers.IsStopped(message.Workspace))
        {
            return (GateVerdict.Gone, null);
        }

        var seen = FactsOf(candidate, message, facts, pack, now);
        var decision = SendGate.Decide(seen, pack);
        return decision switch
        {
            GateDecision.Allow => (
                GateVerdict.Go(message.Attempts + 1, seen.Hours.Next(now)?.Closes),
                Fate.Begin(message, candidate.Fence, candidate.Rendered.Body, candidate.Rendered.Segments)),
            GateDecision.Hold hold => (GateVerdict.Refused, new MessageChange(MessageStatus.Queued)
            {
                Reason = WaitReasons.QuietHours,
                DueAt = hold.Until,
                Note = new DecisionNote(nameof(DecisionKind.Held), hold.Rule, pack.Version, hold.Until, SendDecision.Told(seen)),
            }),
            GateDecision.Refuse refuse => (GateVerdict.Refused, Fate.Skip(refuse.Reason) with
            {
                Note = new DecisionNote(nameof(DecisionKind.Refused), refuse.Rule, pack.Version, null, SendDecision.Told(seen)),
            }),
            _ => throw new InvalidOperationException($"No rule for {decision}."),
        };
    }

    /// <summary>Whether it must be known what the number got lately: for marketing everywhere, for the rest where a state caps all texts.</summary>
    private static bool IsCounted(GateCandidate candidate, RulePack pack) => candidate.Message.Kind != nameof(MessageKind.KeywordAnswer)
        && (candidate.Purpose == Purpose.Marketing || candidate.Campaign is null || pack.HardCaps.Any(cap => candidate.Place.Regions.Contains(cap.Region)));

    private static SendFacts FactsOf(GateCandidate candidate, MessageNow message, GateFacts facts, RulePack pack, DateTimeOffset now)
    {
        var to = candidate.Message.To;
        var wrote = facts.Numbers.Wrote(message.Workspace, to);
        return new SendFacts
        {
            At = now,
            ExpiresAt = candidate.Message.ExpiresAt,
            Purpose = candidate.Purpose,
            Campaign = candidate.Campaign,
            IsKeywordAnswer = candidate.Message.Kind == nameof(MessageKind.KeywordAnswer),
            IsSenderActive = candidate.IsSenderActive,
            Suppressions = [.. facts.Suppressions[(message.Workspace, to)]],
            Consent = facts.Numbers.Consent(message.Workspace, to, candidate.Purpose) is { } status ? Enum.Parse<ConsentStatus>(status) : ConsentStatus.Unknown,
            Objection = candidate.Rendered.Skip is { } content ? (content, ContentRule) : null,
            Place = candidate.Place,
            Hours = candidate.Hours,
            Recent = [.. facts.Numbers.Sent(message.Workspace, to).Select(sent => new RecentMessage(
                sent.At, sent.Purpose, sent.Campaign, sent.IsSingle && wrote.Any(at => at <= sent.At && at > sent.At - pack.Keywords.Conversation)))],
            WroteAt = wrote.Count == 0 ? null : wrote.Max(),
        };
    }
}

/// <summary>A message that wants to leave.</summary>
public sealed record GateCandidate(WaitingMessage Message, RenderedMessage Rendered, SenderId Lane, long Fence, bool IsSenderActive)
{
    /// <summary>Its purpose.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>Its campaign; null: a single message.</summary>
    public CampaignId? Campaign { get; init; }

    /// <summary>Where the recipient may be.</summary>
    public required Whereabouts Place { get; init; }

    /// <summary>When it may start.</summary>
    public required Timetable Hours { get; init; }
}

/// <summary>What the gate said.</summary>
/// <param name="Attempt">The committed attempt's number where it may go, else 0.</param>
/// <param name="IsFenceLost">Whether another holder works the lane now.</param>
/// <param name="Until">When its hours are over; null: they are not limited.</param>
public readonly record struct GateVerdict(int Attempt, bool IsFenceLost = false, DateTimeOffset? Until = null)
{
    /// <summary>It is not waiting any more: cancelled, paused, or gone.</summary>
    public static GateVerdict Gone { get; }

    /// <summary>It must not, or not now; that is written.</summary>
    public static GateVerdict Refused { get; }

    /// <summary>The right is void: write nothing more, send nothing more.</summary>
    public static GateVerdict FenceLost { get; } = new(0, true);

    /// <summary>The attempt is committed.</summary>
    public static GateVerdict Go(int attempt, DateTimeOffset? until) => new(attempt, Until: until);
}
