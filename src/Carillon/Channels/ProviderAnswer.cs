namespace Carillon.Channels;

/// <summary>What came of a hand-over.</summary>
public abstract record ProviderAnswer
{
    private ProviderAnswer()
    {
    }

    /// <summary>The provider has it.</summary>
    /// <param name="ProviderMessageId">Its id for the message.</param>
    /// <param name="Segments">Its own count, if it told.</param>
    /// <param name="ServerTime">Its clock (the <c>Date</c> header), if it told.</param>
    public sealed record Accepted(string ProviderMessageId, int? Segments = null, DateTimeOffset? ServerTime = null) : ProviderAnswer;

    /// <summary>The provider certainly does not have it.</summary>
    /// <param name="Refusal">Why, and what may be done.</param>
    public sealed record Refused(Refusal Refusal) : ProviderAnswer;

    /// <summary>It may have it or not: a time-out, a reset, a 5xx. Settled by asking, never by sending again.</summary>
    /// <param name="Detail">What was seen, without numbers or words of the message.</param>
    /// <param name="RetryAfter">How long the provider wants to be left alone (a 503 with the header of that name).</param>
    public sealed record Unknown(string Detail, TimeSpan? RetryAfter = null) : ProviderAnswer;

    /// <summary>The last look (<see cref="OutgoingMessage.MayBegin"/>) said no: not a byte left. Only where one was given.</summary>
    public sealed record Withheld : ProviderAnswer;
}
