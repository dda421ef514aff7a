using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Contacts;

/// <summary>When we last reached people. Only the room that sends knows; it is asked for the few that are shown.</summary>
public interface ILastContacts
{
    /// <summary>When a message of ours was last accepted for each of these people; those never reached are not named.</summary>
    Task<IReadOnlyDictionary<ContactId, DateTimeOffset>> OfAsync(CarillonDb db, IReadOnlyList<ContactId> people, CancellationToken cancellationToken);
}
