using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Audiences;

/// <summary>Which campaigns there are: the room of campaigns stands after this one.</summary>
public interface IKnownCampaigns
{
    /// <summary>Those of the ids that are campaigns of the context's scope.</summary>
    Task<IReadOnlyList<CampaignId>> AmongAsync(CarillonDb db, IReadOnlyList<CampaignId> ids, CancellationToken cancellationToken);
}
