namespace Carillon.Tests.Fakes;

/// <summary>A request to send, as a fake provider saw it, whatever became of it.</summary>
/// <param name="Number">1 for the first, in the order they were read.</param>
/// <param name="To">The recipient as written.</param>
/// <param name="From">The sender as written: a number or, at OpenPhone, its id.</param>
/// <param name="ServiceSid">Twilio's messaging service, if given.</param>
/// <param name="Body">The words.</param>
/// <param name="StatusCallback">Where to tell the fate, if given.</param>
/// <param name="BeganAt">When the request had been read.</param>
public sealed record FakeSend(
    long Number, string To, string? From, string? ServiceSid, string Body, string? StatusCallback, DateTimeOffset BeganAt)
{
    /// <summary>How many seconds it may lie at the provider, if given.</summary>
    public int? ValidityPeriod { get; init; }
}
