using Carillon.Audiences;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Receiving.Texts;

/// <summary>Who wrote back to a campaign.</summary>
internal sealed class CampaignReplies : ICampaignReactions
{
    public CampaignReaction Kind => CampaignReaction.Replied;

    public IQueryable<ContactId> Of(CarillonDb db, WorkspaceId workspace, CampaignId campaign) => db.InboundMessages
        .Where(message => message.WorkspaceId == workspace && message.CampaignId == campaign)
        .Select(message => message.ContactId);
}
