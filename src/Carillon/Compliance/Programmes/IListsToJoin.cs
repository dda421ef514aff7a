using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Compliance.Programmes;

/// <summary>Which lists people can be put on by a form: the room of lists stands after this one.</summary>
public interface IListsToJoin
{
    /// <summary>Why nobody can be put on a list; null: people can.</summary>
    Task<string?> WhyNotAsync(CarillonDb db, ContactListId list, CancellationToken cancellationToken);
}
