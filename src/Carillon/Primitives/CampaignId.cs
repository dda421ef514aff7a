namespace Carillon.Primitives;

/// <summary>Names one planned outreach.</summary>
public readonly record struct CampaignId(Guid Value) : IId<CampaignId>, IComparable<CampaignId>
{
    /// <inheritdoc/>
    public static CampaignId From(Guid value) => new(value);

    /// <inheritdoc/>
    public int CompareTo(CampaignId other) => Value.CompareTo(other.Value);

    /// <summary>The 32 hexadecimal digits that stand for it outside.</summary>
    public override string ToString() => Value.ToString("N");

    public static bool operator <(CampaignId left, CampaignId right) => left.CompareTo(right) < 0;

    public static bool operator >(CampaignId left, CampaignId right) => left.CompareTo(right) > 0;

    public static bool operator <=(CampaignId left, CampaignId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(CampaignId left, CampaignId right) => left.CompareTo(right) >= 0;
}
