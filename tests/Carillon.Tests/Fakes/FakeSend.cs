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
    long Number, string To, string? From, string? ServiceSid, string Body, string? StatusCallback, DateTimeOffset BeganAt);

/// <summary>A message that a fake provider took: the judge of "once". Written once, never changed but for its fate.</summary>
public sealed class Acceptance(string id, FakeSend send, DateTimeOffset at, string status)
{
    private volatile string _status = status;
    private volatile string? _errorCode;

    public string Id { get; } = id;

    /// <summary>The request that brought it.</summary>
    public FakeSend Send { get; } = send;

    public string To => Send.To;

    public string Body => Send.Body;

    /// <summary>When it was taken, which may be long after the request began.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>The provider's word for where it stands.</summary>
    public string Status => _status;

    /// <summary>Why it failed, if it did.</summary>
    public string? ErrorCode => _errorCode;

    /// <summary>Changes where it stands, as lists and look-ups then show it.</summary>
    public void Become(string status, string? errorCode = null) => (_errorCode, _status) = (errorCode, status);
}
