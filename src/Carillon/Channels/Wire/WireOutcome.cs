namespace Carillon.Channels.Wire;

/// <summary>What came of one HTTP exchange, before anybody reads what it means.</summary>
internal abstract record WireOutcome
{
    private WireOutcome()
    {
    }

    /// <summary>Tells how long the provider wants no call, where that is what it answered.</summary>
    public void TellWait(Action<TimeSpan>? tell)
    {
        if (this is Answered { Status: 429 or 503 } busy && (busy.RetryAfter ?? (busy.Status == 429 ? TimeSpan.FromSeconds(1) : null)) is { } wait)
        {
            tell?.Invoke(wait);
        }
    }

    /// <summary>An answer came.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Body">What could be read of the body.</param>
    /// <param name="IsWhole">False when the body broke off or was absurdly long: then only the status is sure.</param>
    /// <param name="RetryAfter">The header of that name.</param>
    /// <param name="ServerTime">The <c>Date</c> header.</param>
    public sealed record Answered(int Status, ReadOnlyMemory<byte> Body, bool IsWhole, TimeSpan? RetryAfter, DateTimeOffset? ServerTime)
        : WireOutcome
    {
        /// <summary>An instant of ours on the provider's clock, as far as its <c>Date</c> header tells; it has whole seconds.</summary>
        public DateTimeOffset OnTheirClock(DateTimeOffset ours, TimeProvider time)
        {
            var ahead = ServerTime is { } theirs ? theirs - time.GetUtcNow() : TimeSpan.Zero;
            return ahead.Duration() < TimeSpan.FromSeconds(2) ? ours : ours + ahead;
        }
    }

    /// <summary>Not a byte of the request left.</summary>
    /// <param name="Code">A short stable word for why.</param>
    public sealed record NeverLeft(string Code) : WireOutcome;

    /// <summary>The request was held back at its last look.</summary>
    public sealed record Withheld : WireOutcome;

    /// <summary>Bytes left, and no answer came.</summary>
    public sealed record Lost(string Detail) : WireOutcome;
}
