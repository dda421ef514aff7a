namespace Carillon.Receiving.Callbacks;

/// <summary>What became of a callback.</summary>
public abstract record CallbackOutcome
{
    private CallbackOutcome()
    {
    }

    /// <summary>There is no such account at this provider.</summary>
    public sealed record UnknownAccount : CallbackOutcome;

    /// <summary>Not signed by the provider, or for another time; nothing was stored.</summary>
    /// <param name="Why">For logs; names no secret.</param>
    public sealed record Forged(string Why) : CallbackOutcome;

    /// <summary>It stands in the database.</summary>
    /// <param name="IsNew">Whether it was not known before.</param>
    /// <param name="IsText">Whether it was a text to us, which some providers want answered in their own words.</param>
    public sealed record Stored(bool IsNew, bool IsText) : CallbackOutcome;
}
