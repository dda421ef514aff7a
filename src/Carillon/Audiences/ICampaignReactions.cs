using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Audiences;

/// <summary>What later rooms know of how people answered campaigns: one implementation a kind of answer.</summary>
public interface ICampaignReactions
{
    /// <summary>Which kind it tells of.</summary>
    CampaignReaction Kind { get; }

    /// <summary>The people of a workspace who answered a campaign so; composed into a larger query, never read whole.</summary>
    IQueryable<ContactId> Of(CarillonDb db, WorkspaceId workspace, CampaignId campaign);
}

/// <summary>How a person answers a campaign.</summary>
public enum CampaignReaction
{
    Replied,
    Clicked,
    Converted,
}
