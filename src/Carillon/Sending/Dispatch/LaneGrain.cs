using Carillon.Cluster;
using Carillon.Primitives;
using Microsoft.Extensions.Logging;

namespace Carillon.Sending.Dispatch;

/// <summary>The one activation of a sender's lane.</summary>
public interface ILaneGrain : IGrainWithStringKey
{
    /// <summary>Something may be due.</summary>
    Task WakeAsync();
}

/// <summary>Holds the loop of one lane; the key is the sender's id.</summary>
[AtHome]
internal sealed class LaneGrain(LaneTools tools, IGrainFactory grains, Homes homes, ILogger<LaneWorker> log) : Grain, ILaneGrain
{
    private GrainLoop? _loop;
    private LaneWorker? _worker;

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
        if (_loop is null or { IsOver: true } || !homes.IsHere(this.GetGrainId()))
        {
            // The lane's home is another node (one joined), or the right was lost or the sender is gone; the next call begins anew, under a new fence.
            DeactivateOnIdle();
            return Task.CompletedTask;
        }

        _worker?.Wake();
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

    public Task<TimeSpan> HeldForAsync() => Task.FromResult(_pace.HeldFor);
}
