using Carillon.Primitives;
using Carillon.Sending.Pacing;
using Carillon.Storage.Dialects;

namespace Carillon.Sending.Dispatch;

/// <summary>
/// What a lane has in hand of one run, or of the single messages: claimed and waiting for the gate, at the gate, through the gate.
/// Used by the lane's own loop, but for what has passed the gate, which the wire guards.
/// </summary>
internal sealed class LaneStream(SlotPacer pacer)
{
    private readonly Queue<WaitingMessage> _claimed = [];
    private readonly HashSet<MessageId> _inHand = [];
    private Task<IReadOnlyList<WaitingMessage>>? _claim;
    private ClaimQuery? _asked;

    /// <summary>The run's own pace.</summary>
    public SlotPacer Pacer { get; } = pacer;

    /// <summary>The run; null: single messages.</summary>
    public RunView? Run { get; set; }

    /// <summary>Through the gate, in order; guarded by the wire's lock.</summary>
    public Queue<Call> Ready { get; } = [];

    /// <summary>At the gate.</summary>
    public int AtGate { get; private set; }

    /// <summary>Claimed and waiting for the gate.</summary>
    public int ClaimedCount => _claimed.Count;

    /// <summary>The last look found nothing new.</summary>
    public bool IsDry { get; private set; }

    /// <summary>Whether a claim is under way.</summary>
    public bool IsClaiming => _claim is not null;

    /// <summary>A limit over more than a second lets nothing through before this timestamp; then it is asked again.</summary>
    public long BlockedUntil { get; set; }

    /// <summary>The last word of a carrier's cap that holds some of these messages; the others go on meanwhile.</summary>
    public CarrierHold? CarrierWait { get; set; }

    private WaitingPosition? Position { get; set; }

    /// <summary>Something may have come: look again.</summary>
    public void Moisten() => IsDry = false;

    /// <summary>
    /// Whether to look for more. Going on from the last position one may look ahead of need; a look from the front waits until
    /// nothing is in hand, because until then it would find the same again.
    /// </summary>
    public bool WantsClaim(int most) => _claim is null && !IsDry && (Position is null ? _inHand.Count == 0 : _claimed.Count <= most / 2);

    /// <summary>A claim is under way.</summary>
    public void Claiming(ClaimQuery asked, Task<IReadOnlyList<WaitingMessage>> claim) => (_asked, _claim) = (asked, claim);

    /// <summary>Where to go on.</summary>
    public ClaimQuery Query(SenderId lane, DateTimeOffset now, int most) => new(lane, Run?.Id ?? default, Position, now, most);

    /// <summary>Takes in what a claim brought, if one has ended. Throws what it threw.</summary>
    public async Task TakeInAsync()
    {
        if (_claim is not { IsCompleted: true } claim || _asked is not { } asked)
        {
            return;
        }

        _claim = null;
        IsDry = true;
        var found = await claim;
        IsDry = false;
        var isNew = false;
        foreach (var message in found)
        {
            if (_inHand.Add(message.Id))
            {
                _claimed.Enqueue(message);
                isNew = true;
            }
        }

        Position = found.Count == asked.Most ? new WaitingPosition(found[^1].DueAt, found[^1].Id) : null;
        IsDry = found.Count < asked.Most && !isNew;
    }

    /// <summary>The next messages for the gate.</summary>
    public WaitingMessage[] ToGate(int most)
    {
        var taken = new WaitingMessage[Math.Min(most, _claimed.Count)];
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = _claimed.Dequeue();
        }

        AtGate += taken.Length;
        return taken;
    }

    /// <summary>The gate has answered.</summary>
    /// <param name="chunk">What was sent to it.</param>
    /// <param name="turnedBack">What a limit did not let through: it waits again, before all others.</param>
    public void Gated(WaitingMessage[] chunk, IReadOnlyList<WaitingMessage> turnedBack)
    {
        AtGate -= chunk.Length;
        foreach (var message in chunk)
        {
            _inHand.Remove(message.Id);
        }

        if (turnedBack.Count > 0)
        {
            var behind = _claimed.ToArray();
            _claimed.Clear();
            foreach (var message in turnedBack.Concat(behind))
            {
                _inHand.Add(message.Id);
                _claimed.Enqueue(message);
            }
        }
    }
}
