namespace Carillon.Tests.Fakes;

/// <summary>Everything a fake provider was asked and took. It is only added to, and never looks whether it has something already.</summary>
public sealed class CarrierLog
{
    private readonly Lock _lock = new();
    private readonly List<FakeSend> _sends = [];
    private readonly List<Acceptance> _acceptances = [];
    private readonly List<(FakeSend Send, string Code)> _refusals = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waitingForAsked = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waitingForListed = [];
    private readonly Dictionary<string, List<Acceptance>> _byRecipient = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Acceptance> _byId = new(StringComparer.Ordinal);
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private long _number;
    private int _listed;

    /// <summary>Where each line of the log is written as well, so that it outlives whoever reads it; null: nowhere.</summary>
    public CarrierFile? File { get; init; }

    /// <summary>How many times the list was asked for.</summary>
    public int ListedCount => Volatile.Read(ref _listed);

    /// <summary>How many messages were taken.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _acceptances.Count;
            }
        }
    }

    /// <summary>How many requests to send came, whatever became of them.</summary>
    public int SendCount
    {
        get
        {
            lock (_lock)
            {
                return _sends.Count;
            }
        }
    }

    /// <summary>All messages taken so far, in order.</summary>
    public IReadOnlyList<Acceptance> Acceptances()
    {
        lock (_lock)
        {
            return [.. _acceptances];
        }
    }

    /// <summary>All requests to send so far, in order.</summary>
    public IReadOnlyList<FakeSend> Sends()
    {
        lock (_lock)
        {
            return [.. _sends];
        }
    }

    /// <summary>All requests refused for good so far.</summary>
    public IReadOnlyList<(FakeSend Send, string Code)> Refusals()
    {
        lock (_lock)
        {
            return [.. _refusals];
        }
    }

    /// <summary>The messages taken for a recipient.</summary>
    public IReadOnlyList<Acceptance> To(string recipient)
    {
        lock (_lock)
        {
            return _byRecipient.TryGetValue(recipient, out var found) ? [.. found] : [];
        }
    }

    /// <summary>The message with an id, or null.</summary>
    public Acceptance? Find(string id)
    {
        lock (_lock)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    /// <summary>Recipients and bodies that were taken more than once.</summary>
    public IReadOnlyList<(string To, string Body, int Times)> Duplicates() =>
        [.. Acceptances().GroupBy(one => (one.To, one.Body)).Where(group => group.Count() > 1).Select(group => (group.Key.To, group.Key.Body, group.Count()))];

    /// <summary>Ends when so many messages were taken.</summary>
    public Task WaitForAsync(int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Wait(_waiting, _acceptances.Count, count, cancellationToken);
        }
    }

    /// <summary>Ends when so many requests to send came, whatever becomes of them.</summary>
    public Task WaitForAskedAsync(int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Wait(_waitingForAsked, _sends.Count, count, cancellationToken);
        }
    }

    /// <summary>Ends when the list was asked for so many times.</summary>
    public Task WaitForListedAsync(int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Wait(_waitingForListed, _listed, count, cancellationToken);
        }
    }

    internal FakeSend Asked(string to, string? from, string? serviceSid, string body, string? statusCallback, DateTimeOffset at, int? validity = null)
    {
        lock (_lock)
        {
            var send = new FakeSend(++_number, to, from, serviceSid, body, statusCallback, at) { ValidityPeriod = validity };
            _sends.Add(send);
            File?.Asked(send);
            Reach(_waitingForAsked, _sends.Count);
            return send;
        }
    }

    /// <summary>The list was asked for.</summary>
    internal void Listed(DateTimeOffset at)
    {
        lock (_lock)
        {
            _listed++;
            Reach(_waitingForListed, _listed);
            File?.Listed(at);
        }
    }

    /// <summary>A request was refused for good.</summary>
    internal void Refused(FakeSend send, string code)
    {
        lock (_lock)
        {
            _refusals.Add((send, code));
            File?.Refused(send, code);
        }
    }

    internal void Took(Acceptance taken)
    {
        lock (_lock)
        {
            File?.Took(taken);
            _acceptances.Add(taken);
            _byId[taken.Id] = taken;
            if (!_byRecipient.TryGetValue(taken.To, out var list))
            {
                _byRecipient[taken.To] = list = [];
            }

            list.Add(taken);
            Reach(_waiting, _acceptances.Count);
        }
    }

    private static Task Wait(List<(int Count, TaskCompletionSource Reached)> waiting, int now, int count, CancellationToken cancellationToken)
    {
        if (now >= count)
        {
            return Task.CompletedTask;
        }

        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add((count, reached));
        return reached.Task.WaitAsync(cancellationToken);
    }

    private static void Reach(List<(int Count, TaskCompletionSource Reached)> waiting, int count)
    {
        for (var at = waiting.Count - 1; at >= 0; at--)
        {
            if (waiting[at].Count <= count)
            {
                waiting[at].Reached.SetResult();
                waiting.RemoveAt(at);
            }
        }
    }
}
