namespace Carillon.Tests.Fakes;

/// <summary>What a fake provider does with one request to send.</summary>
/// <param name="Accepts">Whether it takes the message, and so writes it in its log.</param>
/// <param name="Ending">How the exchange ends.</param>
/// <param name="Status">The HTTP status answered; 0: the provider's usual one.</param>
/// <param name="Code">The provider's code in an error answer.</param>
/// <param name="Delay">Before it accepts or refuses; it goes on when the client hangs up meanwhile.</param>
/// <param name="RetryAfter">The header of that name.</param>
public sealed record FakeStep(
    bool Accepts, FakeEnding Ending, int Status = 0, string? Code = null, TimeSpan Delay = default, TimeSpan? RetryAfter = null)
{
    /// <summary>Takes it and says so.</summary>
    public static FakeStep Accept { get; } = new(true, FakeEnding.Answer);

    /// <summary>Takes it and drops the connection before the answer.</summary>
    public static FakeStep AcceptThenReset { get; } = new(true, FakeEnding.Reset);

    /// <summary>Takes it and never answers.</summary>
    public static FakeStep AcceptThenHang { get; } = new(true, FakeEnding.Hang);

    /// <summary>Takes it and drops the connection in the middle of the answer.</summary>
    public static FakeStep AcceptThenCut { get; } = new(true, FakeEnding.Cut);

    /// <summary>Takes it and answers byte by byte, a fifth of a second each.</summary>
    public static FakeStep AcceptThenDrip { get; } = new(true, FakeEnding.Drip);

    /// <summary>Takes it not and drops the connection.</summary>
    public static FakeStep Reset { get; } = new(false, FakeEnding.Reset);

    /// <summary>Takes it not and never answers.</summary>
    public static FakeStep Hang { get; } = new(false, FakeEnding.Hang);

    /// <summary>Takes it after a while, even when the client has gone.</summary>
    public static FakeStep AcceptAfter(TimeSpan delay) => Accept with { Delay = delay };

    /// <summary>Takes it and answers as if it had failed.</summary>
    public static FakeStep AcceptThenFail(int status = 500) => new(true, FakeEnding.Answer, status);

    /// <summary>Takes it not and answers with a server's failure.</summary>
    public static FakeStep Fail(int status = 503, TimeSpan? retryAfter = null) => new(false, FakeEnding.Answer, status, RetryAfter: retryAfter);

    /// <summary>Refuses it.</summary>
    public static FakeStep Refuse(int status, string? code = null, TimeSpan? retryAfter = null) =>
        new(false, FakeEnding.Answer, status, code, RetryAfter: retryAfter);
}

/// <summary>How a fake provider ends an exchange.</summary>
public enum FakeEnding
{
    Answer,
    Reset,
    Hang,
    Cut,
    Drip,
}
