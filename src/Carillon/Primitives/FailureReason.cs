namespace Carillon.Primitives;

/// <summary>Why a message did not arrive, in our words, beside the provider's code.</summary>
public enum FailureReason
{
    /// <summary>The number is not one, or nobody has it.</summary>
    InvalidNumber,

    /// <summary>A landline or another number that takes no texts.</summary>
    NotTextable,

    /// <summary>The provider knows an opt-out that we did not.</summary>
    OptedOut,

    /// <summary>The handset was off or out of reach.</summary>
    Unreachable,

    /// <summary>The recipient or the carrier blocks this sender.</summary>
    Blocked,

    /// <summary>A carrier's spam filter.</summary>
    Filtered,

    /// <summary>The words or media were refused.</summary>
    Content,

    /// <summary>The sender may not send (registration, capability, ownership).</summary>
    Sender,

    /// <summary>The destination is not enabled at the provider.</summary>
    Destination,

    /// <summary>Too fast, or over a day's cap.</summary>
    RateLimited,

    /// <summary>The provider refused our login.</summary>
    Unauthorized,

    /// <summary>Out of credit or suspended.</summary>
    AccountBlocked,

    /// <summary>We never reached the provider.</summary>
    Connection,

    /// <summary>The provider or a carrier had a passing trouble.</summary>
    Temporary,

    /// <summary>A request the provider could not read: ours to mend.</summary>
    BadRequest,

    /// <summary>It lay in a queue past its time.</summary>
    Expired,

    /// <summary>A code we have no word for.</summary>
    Unknown,
}
