using System.Globalization;

namespace Carillon.Cluster;

/// <summary>
/// The clock of this node, set by the database's: an instant is the one that the database told, plus the time that passed since on a
/// clock that cannot be set. So nodes agree to within a round trip, and a jump of the machine's clock changes nothing. How far the
/// machine itself is off is known too: past <see cref="MostOff"/> somebody's clock is wrong, nobody knows whose, and the node sends nothing.
/// </summary>
public sealed class NodeClock(TimeProvider machine) : TimeProvider
{
    /// <summary>How far machine and database may differ.</summary>
    public static readonly TimeSpan MostOff = TimeSpan.FromSeconds(30);

    private Anchor? _anchor;

    /// <summary>How far the machine's clock is ahead of the database's; zero before the first measurement.</summary>
    public TimeSpan MachineAhead => Volatile.Read(ref _anchor) is { } anchor ? machine.GetUtcNow() - NowBy(anchor) : TimeSpan.Zero;

    /// <summary>Whether this node may send.</summary>
    public bool IsTrusted => MachineAhead.Duration() <= MostOff;

    /// <summary>What is wrong, for people; null: nothing.</summary>
    public string? Problem => IsTrusted
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"this machine's clock differs from the database's by {MachineAhead.TotalSeconds:0} seconds; nothing is sent from here until they agree");

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <summary>Asks the database's clock once; the answer is taken to be of the middle of the round trip.</summary>
    public async Task MeasureAsync(Func<CancellationToken, Task<DateTimeOffset>> theirs, CancellationToken cancellationToken)
    {
        var before = machine.GetTimestamp();
        var told = await theirs(cancellationToken);
        var after = machine.GetTimestamp();
        Volatile.Write(ref _anchor, new Anchor(told, before + ((after - before) / 2)));
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Volatile.Read(ref _anchor) is { } anchor ? NowBy(anchor) : machine.GetUtcNow();

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => machine.CreateTimer(callback, state, dueTime, period);

    private DateTimeOffset NowBy(Anchor anchor) => anchor.Told.ToUniversalTime() + machine.GetElapsedTime(anchor.Timestamp);

    private sealed record Anchor(DateTimeOffset Told, long Timestamp);
}
