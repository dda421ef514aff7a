namespace Carillon.Tests.Fakes;

/// <summary>What is wrong with a callback on purpose.</summary>
public enum CallbackTwist
{
    None,
    NoSignature,

    /// <summary>Signed with a key that is not the account's.</summary>
    WrongKey,

    /// <summary>Changed after it was signed.</summary>
    AlteredBody,

    /// <summary>Signed for another address; at OpenPhone, which signs none, the same as <see cref="WrongKey"/>.</summary>
    WrongUrl,

    /// <summary>Signed ten minutes ago; at Twilio, which signs no time, nothing.</summary>
    OldTime,
}
