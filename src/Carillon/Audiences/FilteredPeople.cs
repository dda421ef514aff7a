using System.Linq.Expressions;
using System.Text.Json;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Audiences;

/// <summary>Tells earlier rooms whom segments and lists mean.</summary>
internal sealed class FilteredPeople(AudienceQuery audiences, TimeProvider time) : IFilteredPeople
{
    public async Task<Expression<Func<Contact, bool>>?> OfSegmentAsync(CarillonDb db, SegmentId segment, CancellationToken cancellationToken)
    {
        var filter = await db.Segments.AsNoTracking().Where(row => row.Id == segment).Select(row => row.Filter).FirstOrDefaultAsync(cancellationToken);
        return filter is null
            ? null
            : await audiences.ConditionAsync(db, db.Workspace, JsonSerializer.Deserialize<JsonElement>(filter), time.GetUtcNow(), cancellationToken);
    }

    public async Task<Expression<Func<Contact, bool>>> OnListAsync(CarillonDb db, ContactListId list, CancellationToken cancellationToken)
    {
        var filter = await db.ContactLists.AsNoTracking().Where(row => row.Id == list).Select(row => row.Filter).FirstOrDefaultAsync(cancellationToken);
        if (filter is not null)
        {
            return await audiences.ConditionAsync(db, db.Workspace, JsonSerializer.Deserialize<JsonElement>(filter), time.GetUtcNow(), cancellationToken);
        }

        var members = db.ListMembers;
        return contact => members.Any(member => member.ListId == list && member.ContactId == contact.Id);
    }

    public Task CheckAsync(CarillonDb db, ContactListId list, JsonElement filter, FieldErrors errors, CancellationToken cancellationToken) =>
        new FilterCheck(audiences, time).CheckAsync(db, filter, "filter", list, errors, cancellationToken);
}
