namespace Carillon.Primitives;

/// <summary>Why we did not send.</summary>
public enum SkipReason
{
    OptedOut,
    NoConsent,
    DoNotCall,
    Complaint,
    Unreachable,
    Landline,
    Invalid,
    NoNumber,
    Duplicate,
    RecentlyContacted,
    FrequencyCap,
    AgeUnverified,
    Content,
    SenderInactive,
    Holdout,
    Expired,
}
