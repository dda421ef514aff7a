using Carillon.Sending.Health;

namespace Carillon.Sending.Dispatch;

/// <summary>What lanes ask of the login they share: the account's activation in a running server, or one in the same process for a command.</summary>
public interface IAccountCalls
{
    /// <summary>Reserves calls within the login's rate and after its pause.</summary>
    Task<AccountSlots> ReserveAsync(int count, double? perSecond);

    /// <summary>The provider asked everybody to wait.</summary>
    Task HoldAsync(TimeSpan pause);

    /// <summary>Whether calls may be made, and what they wait for.</summary>
    /// <param name="wasOpen">Whether the login was found with its breaker open.</param>
    Task<AccountTurn> TurnAsync(bool wasOpen);

    /// <summary>Takes the turn of a probe while the breaker is open; false: none is due.</summary>
    Task<bool> ProbeAsync();

    /// <summary>Tells what came of a call: every failure and every probe, and the first success after a failure.</summary>
    Task<BreakerMove> ToldAsync(bool isFailure, bool isProbe);
}

/// <summary>A login's pace within this process.</summary>
public sealed class LocalAccountCalls(TimeProvider time) : IAccountCalls
{
    private readonly AccountPace _pace = new(time);

    /// <inheritdoc/>
    public Task<AccountSlots> ReserveAsync(int count, double? perSecond) => Task.FromResult(_pace.Reserve(count, perSecond));

    /// <inheritdoc/>
    public Task HoldAsync(TimeSpan pause)
    {
        _pace.Hold(pause);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<AccountTurn> TurnAsync(bool wasOpen) => Task.FromResult(_pace.Turn(wasOpen));

    /// <inheritdoc/>
    public Task<bool> ProbeAsync() => Task.FromResult(_pace.TryProbe());

    /// <inheritdoc/>
    public Task<BreakerMove> ToldAsync(bool isFailure, bool isProbe) => Task.FromResult(_pace.Told(isFailure, isProbe));
}
