using Carillon.Contacts.Engagement;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Server.Contacts;

/// <summary>What a person's page tells of their engagement.</summary>
public sealed class EngagementReads(CarillonDb db, EngagementScore engagement)
{
    /// <summary>What the score is made of.</summary>
    public Task<IReadOnlyList<EngagementPart>> OfAsync(ContactId person, CancellationToken cancellationToken) => engagement.PartsAsync(db, person, cancellationToken);
}
