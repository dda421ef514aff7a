namespace Carillon.Server.Sending;

/// <summary>One thing a login needs, and whether it is so.</summary>
/// <param name="Title">What.</param>
/// <param name="IsDone">Whether it is so now.</param>
/// <param name="Detail">How that is known, or what to do.</param>
public sealed record SetUpStep(string Title, bool IsDone, string Detail)
{
    /// <summary>The instant that the detail speaks of, if any.</summary>
    public DateTimeOffset? At { get; init; }
}
