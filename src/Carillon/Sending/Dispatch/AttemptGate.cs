using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Content;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Primitives;
using Carillon.Sending.Fates;
using Carillon.Sending.Pacing;
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
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(10);
    private readonly Lazy<GroupCommit<IReadOnlyList<GateCandidate>, IReadOnlyList<GateVerdict>>> _commits =
        new(() => new(chunks => CommitAsync(database, hours.Pack, time, chunks), ChunksOfACommit, Apart, database.Dialect.CommitsAtOnce));

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
        var batch = new Batch(pack, time, chunks);
        await database.Dialect.ChangeMessagesAsync(
            new MessageChanges(batch.Messages, time.GetUtcNow(), batch.Decide, batch.Question) { Known = batch.Known, Begin = batch.Begin }, CancellationToken.None);
        return [.. chunks.Select(chunk => (IReadOnlyList<GateVerdict>)batch.Verdicts(chunk))];
    }

    private static (GateVerdict Verdict, MessageChange? Change) Judge(GateCandidate candidate, MessageNow message, GateFacts facts, AllowedNow allowed, RulePack pack, DateTimeOffset now, long gatedAt)
    {
        if (facts.Fences.GetValueOrDefault(candidate.Lane) != candidate.Fence)
        {
            return (GateVerdict.FenceLost, null);
        }

        if (message.Status != MessageStatus.Queued || (message.Run != default && facts.Runs.GetValueOrDefault(message.Run) != "Running"))
        {
            return (GateVerdict.Gone, null);
        }

        var seen = FactsOf(candidate, message, facts, allowed, pack, now);
        var decision = SendGate.Decide(seen, pack);
        if (decision is GateDecision.Allow)
        {
            allowed.Add(message.Workspace, candidate, now);
        }

        return decision switch
        {
            GateDecision.Allow => Go(candidate, message, gatedAt, seen.Hours.Next(now)?.Closes),
            GateDecision.Hold hold => (GateVerdict.Refused, Rest(hold, WaitReasons.Of(hold.Rule, candidate.CarrierHold?.Rule), message, pack, seen)),
            GateDecision.Refuse refuse => (GateVerdict.Refused, Fate.Skip(refuse.Reason) with
            {
                Note = new DecisionNote(nameof(DecisionKind.Refused), refuse.Rule, pack.Version, null, SendDecision.Told(seen)),
            }),
            _ => throw new InvalidOperationException($"No rule for {decision}."),
        };
    }

    private static (GateVerdict Verdict, MessageChange? Change) Go(GateCandidate candidate, MessageNow message, long gatedAt, DateTimeOffset? until)
    {
        var begins = Fate.Begin(message, candidate.Fence, candidate.Rendered.Body, candidate.Rendered.Segments);
        return (GateVerdict.Go(message.After(begins), gatedAt, until), begins);
    }

    /// <summary>Puts it off. What somebody must end is told once, however often it is looked again.</summary>
    private static MessageChange Rest(GateDecision.Hold hold, string reason, MessageNow message, RulePack pack, SendFacts seen) => new(MessageStatus.Queued)
    {
        Reason = reason,
        DueAt = hold.Until,
        Note = hold.IsOpenEnded && message.Reason == reason ? null
            : new DecisionNote(nameof(DecisionKind.Held), hold.Rule, pack.Version, hold.IsOpenEnded ? null : hold.Until, SendDecision.Told(seen)),
    };

    /// <summary>Whether it must be known what the number got lately: for marketing everywhere, for the rest where a state caps all texts.</summary>
    private static bool IsCounted(GateCandidate candidate, RulePack pack) => candidate.Message.Kind != nameof(MessageKind.KeywordAnswer)
        && (candidate.Purpose == Purpose.Marketing || candidate.Campaign is null || pack.HardCaps.Any(cap => candidate.Place.Regions.Contains(cap.Region)));

    private static SendFacts FactsOf(GateCandidate candidate, MessageNow message, GateFacts facts, AllowedNow allowed, RulePack pack, DateTimeOffset now)
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
            IsOneTimeCode = candidate is { Purpose: Purpose.Transactional, Campaign: null } && OneTimeCode.Is(candidate.Rendered.Body),
            IsSenderActive = candidate.IsSenderActive,
            IsStopped = facts.Numbers.IsStopped(message.Workspace),
            IsListOld = candidate.IsListOld,
            IsPersonGone = message.IsPersonGone,
            Suppressions = facts.SuppressionsOf(new GateRecipient(message.Workspace, to)),
            Consent = facts.Numbers.Consent(message.Workspace, to, candidate.Purpose) is { } status ? Enum.Parse<ConsentStatus>(status) : ConsentStatus.Unknown,
            Objection = candidate.Rendered.Skip is { } content ? (content, candidate.Rendered.Rule ?? ContentRule) : null,
            Place = candidate.Place,
            Hours = candidate.Hours,
            Pending = candidate.Purpose == Purpose.Marketing ? [.. facts.Numbers.Pending(message.Workspace, to).Where(pending => StandsBefore(pending, candidate.Message)).Select(pending => pending.DueAt)] : [],
            CarrierHold = candidate.CarrierHold is { } held ? (held.Until, held.Rule) : null,
            ReviewUntil = facts.Numbers.Review(message.Workspace, to),
            Recent = [.. allowed.Of(message.Workspace, to), .. facts.Numbers.Sent(message.Workspace, to).Select(sent => new RecentMessage(
                sent.At, sent.Purpose, sent.Campaign, sent.IsSingle && wrote.Any(at => at <= sent.At && at > sent.At - pack.Keywords.Conversation)))],
            WroteAt = wrote.Count == 0 ? null : wrote.Max(),
        };
    }

    private static bool StandsBefore(PendingBefore pending, WaitingMessage message) =>
        pending.DueAt != message.DueAt ? pending.DueAt < message.DueAt : pending.Message.CompareTo(message.Id) < 0;

    /// <summary>What this very commit lets leave: the next of its messages for the same number must count it.</summary>
    private sealed class AllowedNow
    {
        private readonly Dictionary<GateRecipient, List<RecentMessage>> _allowed = [];

        public List<RecentMessage> Of(WorkspaceId workspace, PhoneNumber number) => _allowed.TryGetValue(new GateRecipient(workspace, number), out var sent) ? sent : [];

        public void Add(WorkspaceId workspace, GateCandidate candidate, DateTimeOffset now)
        {
            if (candidate.Message.Kind == nameof(MessageKind.KeywordAnswer))
            {
                return;
            }

            var recipient = new GateRecipient(workspace, candidate.Message.To);
            if (!_allowed.TryGetValue(recipient, out var sent))
            {
                _allowed.Add(recipient, sent = []);
            }

            sent.Add(new RecentMessage(now, candidate.Purpose, candidate.Campaign, false));
        }
    }

    /// <summary>The candidates of one commit. A message that two chunks bring is judged for the later one; to the other it is gone.</summary>
    private sealed class Batch
    {
        private readonly Dictionary<MessageId, GateCandidate> _candidates;
        private readonly Dictionary<MessageId, GateVerdict> _verdicts;
        private readonly RulePack _pack;
        private readonly TimeProvider _time;
        private readonly DateTimeOffset _now;
        private AllowedNow _allowed = new();
        private long? _gatedAt;

        public Batch(RulePack pack, TimeProvider time, IReadOnlyList<IReadOnlyList<GateCandidate>> chunks)
        {
            (_pack, _time, _now) = (pack, time, time.GetUtcNow());
            var count = chunks.Sum(chunk => chunk.Count);
            (_candidates, _verdicts) = (new(count), new(count));
            var recipients = new HashSet<GateRecipient>(count);
            var counted = new HashSet<GateRecipient>(count);
            var lanes = new HashSet<SenderId>();
            var runs = new HashSet<RunId>();
            var people = new HashSet<ContactId>(count);
            foreach (var candidate in chunks.SelectMany(chunk => chunk))
            {
                var message = candidate.Message;
                _candidates[message.Id] = candidate;
                recipients.Add(new GateRecipient(message.Workspace, message.To));
                lanes.Add(candidate.Lane);
                if (IsCounted(candidate, pack))
                {
                    counted.Add(new GateRecipient(message.Workspace, message.To));
                }

                if (message.Run != default)
                {
                    runs.Add(message.Run);
                }

                if (message.Contact is { } person)
                {
                    people.Add(person);
                }
            }

            Messages = [.. _candidates.Keys];
            Known = [.. _candidates.Values.Select(candidate => candidate.Message.In(candidate.Lane))];
            Question = new GateQuestion(recipients, counted, lanes, runs, people, _now);
        }

        public IReadOnlyList<MessageId> Messages { get; }

        public IReadOnlyList<MessageNow> Known { get; }

        public GateQuestion Question { get; }

        /// <summary>What an earlier try allowed did not happen.</summary>
        public void Begin()
        {
            _allowed = new();
            _verdicts.Clear();
        }

        public MessageChange? Decide(MessageNow message, GateFacts facts)
        {
            // The yes is as old as the facts: what a commit takes counts against the time in which a request may begin.
            _gatedAt ??= _time.GetTimestamp();
            var (verdict, change) = Judge(_candidates[message.Id], message, facts, _allowed, _candidates[message.Id].Pack ?? _pack, _now, _gatedAt.Value);
            _verdicts[message.Id] = verdict;
            return change;
        }

        public GateVerdict[] Verdicts(IReadOnlyList<GateCandidate> chunk)
        {
            var verdicts = new GateVerdict[chunk.Count];
            for (var i = 0; i < verdicts.Length; i++)
            {
                verdicts[i] = ReferenceEquals(_candidates[chunk[i].Message.Id], chunk[i]) ? _verdicts.GetValueOrDefault(chunk[i].Message.Id) : GateVerdict.Gone;
            }

            return verdicts;
        }
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

    /// <summary>The rules where the workspace has some of its own; null: the gate's.</summary>
    public RulePack? Pack { get; init; }

    /// <summary>Whether the do-not-call list that its workspace's marketing relies on is too old.</summary>
    public bool IsListOld { get; init; }

    /// <summary>The carriers' caps that it took a permit of.</summary>
    public IReadOnlyList<PaceRule> CarrierRules { get; init; } = [];

    /// <summary>That its carrier takes no more for now; null: it does.</summary>
    public CarrierHold? CarrierHold { get; init; }
}

/// <summary>What the gate said.</summary>
/// <param name="Message">The message as a yes leaves it, its attempt committed; null: it may not go.</param>
/// <param name="GatedAt">When the yes was said, a timestamp.</param>
/// <param name="IsFenceLost">Whether another holder works the lane now.</param>
/// <param name="Until">When its hours are over; null: they are not limited.</param>
public readonly record struct GateVerdict(MessageNow? Message, long GatedAt = 0, bool IsFenceLost = false, DateTimeOffset? Until = null)
{
    /// <summary>The committed attempt's number where it may go, else 0.</summary>
    public int Attempt => Message?.Attempts ?? 0;

    /// <summary>It is not waiting any more: cancelled, paused, or gone.</summary>
    public static GateVerdict Gone { get; }

    /// <summary>It must not, or not now; that is written.</summary>
    public static GateVerdict Refused { get; }

    /// <summary>The right is void: write nothing more, send nothing more.</summary>
    public static GateVerdict FenceLost { get; } = new(null, IsFenceLost: true);

    /// <summary>The attempt is committed.</summary>
    public static GateVerdict Go(MessageNow message, long gatedAt, DateTimeOffset? until) => new(message, gatedAt, Until: until);
}
