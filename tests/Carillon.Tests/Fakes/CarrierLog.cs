namespace Carillon.Tests.Fakes;

/// <summary>Everything a fake provider was asked and took. It is only added to, and never looks whether it has something already.</summary>
public sealed class CarrierLog
{
    private readonly Lock _lock = new();
    private readonly List<FakeSend> _sends = [];
    private readonly List<Acceptance> _acceptances = [];
    private readonly Dictionary<string, List<Acceptance>> _byRecipient = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Acceptance> _byId = new(StringComparer.Ordinal);
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private long _number;

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
            if (_acceptances.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    internal FakeSend Asked(string to, string? from, string? serviceSid, string body, string? statusCallback, DateTimeOffset at)
    {
        lock (_lock)
        {
            var send = new FakeSend(++_number, to, from, serviceSid, body, statusCallback, at);
            _sends.Add(send);
            return send;
        }
    }

    internal void Took(Acceptance taken)
    {
        lock (_lock)
        {
            _acceptances.Add(taken);
            _byId[taken.Id] = taken;
            if (!_byRecipient.TryGetValue(taken.To, out var list))
            {
                _byRecipient[taken.To] = list = [];
            }

            list.Add(taken);
            for (var at = _waiting.Count - 1; at >= 0; at--)
            {
                if (_waiting[at].Count <= _acceptances.Count)
                {
                    _waiting[at].Reached.SetResult();
                    _waiting.RemoveAt(at);
                }
            }
        }
    }
}
