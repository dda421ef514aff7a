using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending.Health;
using Microsoft.Extensions.Logging;

namespace Carillon.Sending.Dispatch;

/// <summary>The one activation of a sender's lane.</summary>
public interface ILaneGrain : IGrainWithStringKey
{
    /// <summary>Something was just written that may be due.</summary>
    Task WakeAsync();

    /// <summary>Something is due, as far as the regular look knows: be awake.</summary>
    Task LookAsync();
}

/// <summary>Holds the loop of one lane; the key is the sender's id.</summary>
[AtHome]
internal sealed class LaneGrain(LaneTools tools, IGrainFactory grains, Homes homes, ILogger<LaneWorker> log) : Grain, ILaneGrain
{
    /// <summary>
    /// How long a lane works away from its home before it moves. Nodes learn of one that joined at different moments: where who places does not know it yet, a lane
    /// that leaves at once begins here again, leaves again, and sends nothing meanwhile.
    /// </summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    private GrainLoop? _loop;
    private LaneWorker? _worker;
    private long? _awaySince;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var lane = Id.TryParse<SenderId>(this.GetPrimaryKeyString(), out var id) ? id : throw new ArgumentException("A lane's key is a sender's id.");
        if (await tools.View.OfAsync(lane, cancellationToken) is { } view)
        {
            var worker = new LaneWorker(lane, tools, grains.GetGrain<IAccountGrain>(view.Account.Account.Id.ToString()), log);
            _worker = worker;
            _loop = GrainLoop.Start(worker.RunAsync);
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_loop is not null)
        {
            await _loop.DisposeAsync();
        }
    }

    public Task WakeAsync()
    {
        _worker?.Wake();
        return LookAsync();
    }

    public Task LookAsync()
    {
        _awaySince = homes.IsHere(this.GetGrainId()) ? null : _awaySince ?? tools.Time.GetTimestamp();
        if (_loop is null or { IsOver: true } || (_awaySince is { } since && tools.Time.GetElapsedTime(since) >= Settled))
        {
            // The lane's home is another node (one joined), or the right was lost or the sender is gone; the next call begins anew, under a new fence.
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }
}

/// <summary>What the lanes of a login share, wherever they are.</summary>
public interface IAccountGrain : IGrainWithStringKey, IAccountCalls;

/// <summary>Holds the pace of one login; the key is the account's id.</summary>
internal sealed class AccountGrain(TimeProvider time) : Grain, IAccountGrain
{
    private readonly AccountPace _pace = new(time);

    public Task<AccountSlots> ReserveAsync(int count, double? perSecond) => Task.FromResult(_pace.Reserve(count, perSecond));

    public Task HoldAsync(TimeSpan pause)
    {
        _pace.Hold(pause);
        return Task.CompletedTask;
    }

    public Task<AccountTurn> TurnAsync(bool wasOpen) => Task.FromResult(_pace.Turn(wasOpen));

    public Task<bool> ProbeAsync() => Task.FromResult(_pace.TryProbe());

    public Task<BreakerMove> ToldAsync(bool isFailure, bool isProbe) => Task.FromResult(_pace.Told(isFailure, isProbe));
}
