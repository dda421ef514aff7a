using System.Linq.Expressions;
using System.Text.Json;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Contacts;

/// <summary>Whom segments and lists mean. Filters belong to a later room; people may be narrowed to them, and lists kept by them, all the same.</summary>
public interface IFilteredPeople
{
    /// <summary>The segment's condition on people as of now; null when there is no such segment here.</summary>
    Task<Expression<Func<Contact, bool>>?> OfSegmentAsync(CarillonDb db, SegmentId segment, CancellationToken cancellationToken);

    /// <summary>The condition of being on a list: one of its members, or one whom its filter means as of now. A list that is not here has nobody.</summary>
    Task<Expression<Func<Contact, bool>>> OnListAsync(CarillonDb db, ContactListId list, CancellationToken cancellationToken);

    /// <summary>The segment or list whose filter names a list, in words; null: none does.</summary>
    Task<string?> NamedByAsync(CarillonDb db, ContactListId list, CancellationToken cancellationToken);

    /// <summary>Says with its place what is wrong with a filter that a list would be kept by; so also when it leads back to the list itself.</summary>
    Task CheckAsync(CarillonDb db, ContactListId list, JsonElement filter, FieldErrors errors, CancellationToken cancellationToken);
}
