namespace Carillon.Contacts.Numbers;

/// <summary>How numbers are checked.</summary>
public enum NumberCheckKind
{
    /// <summary>By the plan of their country, without asking anybody.</summary>
    Offline,

    /// <summary>By NumVerify.</summary>
    Numverify,

    /// <summary>By Twilio's Lookup.</summary>
    TwilioLookup,
}
