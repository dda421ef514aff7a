namespace Carillon.Storage;

/// <summary>Instants as integers: microseconds since 1970, UTC.</summary>
public static class Instants
{
    /// <summary>Microseconds since 1970; what is finer is cut.</summary>
    public static long ToMicroseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The instant of a stored integer.</summary>
    public static DateTimeOffset FromMicroseconds(long value) => DateTimeOffset.UnixEpoch.AddTicks(value * TimeSpan.TicksPerMicrosecond);

    /// <summary>The instant as both engines store it, so that what was written and what is read are equal.</summary>
    public static DateTimeOffset Stored(this DateTimeOffset at) => FromMicroseconds(ToMicroseconds(at));
}
