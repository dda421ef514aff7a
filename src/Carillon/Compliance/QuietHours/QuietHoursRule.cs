namespace Carillon.Compliance.QuietHours;

/// <summary>Which hours of the law a campaign keeps.</summary>
public enum QuietHoursRule
{
    /// <summary>Country and every state that the recipient may be in.</summary>
    Strictest,

    /// <summary>The country's alone: a loosening.</summary>
    Federal,
}
