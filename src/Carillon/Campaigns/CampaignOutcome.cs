namespace Carillon.Campaigns;

/// <summary>What came of an action on a campaign.</summary>
public abstract record CampaignOutcome
{
    private CampaignOutcome()
    {
    }

    /// <summary>It is done; the campaign as it stands now.</summary>
    public sealed record Done(Campaign Campaign) : CampaignOutcome;

    /// <summary>There is no such campaign.</summary>
    public sealed record NotFound : CampaignOutcome;

    /// <summary>Its state does not allow it.</summary>
    /// <param name="Code">A stable word: <c>campaign-not-draft</c>, <c>campaign-not-running</c>, <c>campaign-not-paused</c>, <c>campaign-finished</c>.</param>
    /// <param name="Detail">For people.</param>
    public sealed record WrongState(string Code, string Detail) : CampaignOutcome;

    /// <summary>Something is missing or wrong, by field.</summary>
    public sealed record Incomplete(IReadOnlyDictionary<string, string> Fields) : CampaignOutcome;
}
