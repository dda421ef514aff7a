using Carillon.Compliance.Programmes;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Contacts;

/// <summary>Tells forms which lists take people.</summary>
internal sealed class ListsToJoin : IListsToJoin
{
    public Task<string?> WhyNotAsync(CarillonDb db, ContactListId list, CancellationToken cancellationToken) => db.WhyNotJoinAsync(list, cancellationToken);
}
