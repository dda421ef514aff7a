using Carillon.Primitives;

namespace Carillon.Channels.Simulator;

/// <summary>Something the simulated world will tell us at an instant.</summary>
/// <param name="Status">The fate told, or null for a text to us.</param>
/// <param name="Words">The text to us, or the failure's code.</param>
internal sealed record SimulatedEvent(
    AccountId Account,
    DateTimeOffset Due,
    string ProviderMessageId,
    string? AttemptToken,
    PhoneNumber To,
    PhoneNumber From,
    MessageStatus? Status,
    string? Words,
    int Tries = 0);

/// <summary>What is going to happen in the simulated world, in order of time and bounded in number.</summary>
internal sealed class SimulatorQueue : IDisposable
{
    /// <summary>So many events may wait; a hand-over beyond is refused as too fast.</summary>
    public const int Capacity = 100_000;

    private readonly Lock _lock = new();
    private readonly PriorityQueue<SimulatedEvent, long> _events = new();
    private readonly SemaphoreSlim _filled = new(0, 1);

    /// <summary>Puts one or two events in, or none when there is no room.</summary>
    public bool TryAdd(SimulatedEvent first, SimulatedEvent? second)
    {
        lock (_lock)
        {
            if (_events.Count + 2 > Capacity)
            {
                return false;
            }

            Add(first);
            if (second is not null)
            {
                Add(second);
            }

            return true;
        }
    }

    /// <summary>Puts back what could not be told, room or not.</summary>
    public void Return(SimulatedEvent later)
    {
        lock (_lock)
        {
            Add(later);
        }
    }

    /// <summary>Takes what is due.</summary>
    public List<SimulatedEvent> Take(DateTimeOffset now, int most)
    {
        List<SimulatedEvent> due = [];
        lock (_lock)
        {
            while (due.Count < most && _events.TryPeek(out _, out var at) && at <= now.UtcTicks)
            {
                due.Add(_events.Dequeue());
            }
        }

        return due;
    }

    /// <summary>When the first event is due; null when there is none.</summary>
    public DateTimeOffset? NextDue()
    {
        lock (_lock)
        {
            return _events.TryPeek(out var first, out _) ? first.Due : null;
        }
    }

    /// <summary>Ends when there may be an event again.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _filled.WaitAsync(cancellationToken);

    public void Dispose() => _filled.Dispose();

    private void Add(SimulatedEvent one)
    {
        _events.Enqueue(one, one.Due.UtcTicks);
        if (_events.Count == 1 && _filled.CurrentCount == 0)
        {
            _filled.Release();
        }
    }
}
