using Carillon.Contacts.Engagement;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Sending;

/// <summary>Texts that reached people, as signs of taking part.</summary>
internal sealed class Deliveries : IEngagementSource
{
    public string Words => "texts delivered";

    public double Weight => 0.1;

    public IQueryable<EngagementEvent> Of(CarillonDb db, WorkspaceId workspace) => db.OutboundMessages
        .Where(message => message.WorkspaceId == workspace && message.ContactId != null && message.DeliveredAt != null && message.Status == MessageStatus.Delivered)
        .Select(message => new EngagementEvent { Person = message.ContactId!.Value, At = message.DeliveredAt!.Value }); // the conditions before it
}
