namespace Carillon.Contacts;

/// <summary>What kind of line a number is.</summary>
public enum LineType
{
    /// <summary>Nobody has told, or what was told is no kind we know.</summary>
    Unknown,

    /// <summary>A mobile line: takes texts.</summary>
    Mobile,

    /// <summary>A fixed line: takes no texts.</summary>
    Landline,

    /// <summary>Telephony over the internet; many take texts.</summary>
    Voip,

    /// <summary>Free for the caller: 800 and its kin.</summary>
    TollFree,

    /// <summary>Dear for the caller.</summary>
    Premium,

    /// <summary>Pagers, satellite phones, voice mail, short and special services.</summary>
    Special,
}
