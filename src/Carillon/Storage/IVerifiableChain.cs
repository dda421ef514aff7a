namespace Carillon.Storage;

/// <summary>Records of which each vouches for the one before; <c>verify</c> on the command line asks every one that is registered.</summary>
public interface IVerifiableChain
{
    /// <summary>What it is called for people and programs: <c>audit-log</c>.</summary>
    string Name { get; }

    /// <summary>Reads every record of every workspace again.</summary>
    Task<ChainVerdict> VerifyAsync(CancellationToken cancellationToken);
}

/// <summary>Whether records are as they were written.</summary>
public abstract record ChainVerdict
{
    /// <summary>They are.</summary>
    /// <param name="Count">How many there are.</param>
    public sealed record Whole(long Count) : ChainVerdict;

    /// <summary>They are not: something was changed, taken away or put between.</summary>
    /// <param name="Count">How many were good before the first that is not.</param>
    /// <param name="Where">The first record that does not fit, by workspace and number.</param>
    /// <param name="Why">What does not fit.</param>
    public sealed record Broken(long Count, string Where, string Why) : ChainVerdict;
}
