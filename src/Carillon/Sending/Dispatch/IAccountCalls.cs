namespace Carillon.Sending.Dispatch;

/// <summary>What lanes ask of the login they share: the account's activation in a running server, or one in the same process for a command.</summary>
public interface IAccountCalls
{
    /// <summary>Reserves calls within the login's rate and after its pause.</summary>
    Task<AccountSlots> ReserveAsync(int count, double? perSecond);

    /// <summary>The provider asked everybody to wait.</summary>
    Task HoldAsync(TimeSpan pause);

    /// <summary>How much longer everybody waits.</summary>
    Task<TimeSpan> HeldForAsync();
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
    public Task<TimeSpan> HeldForAsync() => Task.FromResult(_pace.HeldFor);
}
