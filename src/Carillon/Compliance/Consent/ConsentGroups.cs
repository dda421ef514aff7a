namespace Carillon.Compliance.Consent;

/// <summary>Names of the groups in reports for consent events that have no name of their own.</summary>
public static class ConsentGroups
{
    /// <summary>They answer no campaign.</summary>
    public const string NoCampaign = "none";

    /// <summary>They came in other words than a keyword.</summary>
    public const string OtherWords = "other";
}
