namespace Carillon.Tests.Fakes;

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
