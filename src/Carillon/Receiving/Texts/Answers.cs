using Carillon.Contacts.Engagement;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Receiving.Texts;

/// <summary>Texts that people wrote, as signs of taking part.</summary>
internal sealed class Answers : IEngagementSource
{
    public string Words => "texts from them";

    public double Weight => 5;

    public IQueryable<EngagementEvent> Of(CarillonDb db, WorkspaceId workspace) => db.InboundMessages
        .Where(message => message.WorkspaceId == workspace)
        .Select(message => new EngagementEvent { Person = message.ContactId, At = message.ReceivedAt });
}
