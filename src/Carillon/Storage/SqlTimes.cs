namespace Carillon.Storage;

/// <summary>What queries ask of instants in a way that both engines answer alike.</summary>
public static class SqlTimes
{
    /// <summary>How much is left of one at an instant when half of it goes in each span: 1 at once, 0.5 after a span.</summary>
    /// <param name="at">When it was one.</param>
    /// <param name="now">The instant, in seconds since 1970.</param>
    /// <param name="span">The half-life, in seconds.</param>
    public static double Halved(DateTimeOffset at, double now, double span) => Math.Pow(0.5, (now - (Instants.ToMicroseconds(at) / 1e6)) / span);
}
