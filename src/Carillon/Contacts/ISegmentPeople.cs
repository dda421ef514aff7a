using System.Linq.Expressions;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Contacts;

/// <summary>Whom a segment means. Segments belong to a later room; lists of people may be narrowed to one all the same.</summary>
public interface ISegmentPeople
{
    /// <summary>The segment's condition on people as of now; null when there is no such segment here.</summary>
    Task<Expression<Func<Contact, bool>>?> FindAsync(CarillonDb db, SegmentId segment, CancellationToken cancellationToken);
}
