namespace Carillon.Channels.Wire;

/// <summary>What came of one HTTP exchange, before anybody reads what it means.</summary>
internal abstract record WireOutcome
{
    private WireOutcome()
    {
    }

    /// <summary>An answer came.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Body">What could be read of the body.</param>
    /// <param name="IsWhole">False when the body broke off or was absurdly long: then only the status is sure.</param>
    /// <param name="RetryAfter">The header of that name.</param>
    /// <param name="ServerTime">The <c>Date</c> header.</param>
    public sealed record Answered(int Status, ReadOnlyMemory<byte> Body, bool IsWhole, TimeSpan? RetryAfter, DateTimeOffset? ServerTime)
        : WireOutcome;

    /// <summary>Not a byte of the request left.</summary>
    /// <param name="Code">A short stable word for why.</param>
    public sealed record NeverLeft(string Code) : WireOutcome;

    /// <summary>The request was held back at its last look.</summary>
    public sealed record Withheld : WireOutcome;

    /// <summary>Bytes left, and no answer came.</summary>
    public sealed record Lost(string Detail) : WireOutcome;
}
