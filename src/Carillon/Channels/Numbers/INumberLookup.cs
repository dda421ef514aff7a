namespace Carillon.Channels.Numbers;

/// <summary>A provider that tells of a number whether it is one and what kind of line it has.</summary>
public interface INumberLookup
{
    /// <summary>Which provider this is.</summary>
    Provider Provider { get; }

    /// <summary>Asks about one number. Never throws for what a network or a provider may do.</summary>
    /// <param name="login">By which login.</param>
    /// <param name="number">The number, E.164.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<LookupAnswer> LookUpAsync(ProviderLogin login, string number, CancellationToken cancellationToken);
}

/// <summary>What a provider says of a number.</summary>
public abstract record LookupAnswer
{
    private LookupAnswer()
    {
    }

    /// <summary>It was told.</summary>
    /// <param name="IsValid">Whether it is a number at all.</param>
    /// <param name="Line">The kind of line, in the provider's own word; null: not told.</param>
    /// <param name="Carrier">Who owns it.</param>
    /// <param name="Country">ISO 3166-1.</param>
    public sealed record Told(bool IsValid, string? Line, string? Carrier, string? Country) : LookupAnswer;

    /// <summary>Not told: nothing is known of the number, and it is not invalid for that.</summary>
    /// <param name="Kind">What may be done.</param>
    /// <param name="Why">For people, without the number.</param>
    /// <param name="RetryAfter">How long to wait, if it was said.</param>
    public sealed record Failed(LookupFailure Kind, string Why, TimeSpan? RetryAfter = null) : LookupAnswer;
}

/// <summary>What may be done after a failed question.</summary>
public enum LookupFailure
{
    /// <summary>Ask the same again a little later.</summary>
    Later,

    /// <summary>Ask nothing more with this login: key, quota or plan.</summary>
    Stop,

    /// <summary>Only this question went wrong.</summary>
    ThisOne,
}
