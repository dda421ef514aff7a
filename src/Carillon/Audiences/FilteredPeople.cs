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

    public async Task<string?> NamedByAsync(CarillonDb db, ContactListId list, CancellationToken cancellationToken)
    {
        var segments = await db.Segments.AsNoTracking().Select(row => new { row.Name, row.Filter }).ToListAsync(cancellationToken);
        var lists = await db.ContactLists.AsNoTracking().Where(row => row.Filter != null && row.Id != list).Select(row => new { row.Name, row.Filter }).ToListAsync(cancellationToken);
        return segments.Find(row => Names(JsonSerializer.Deserialize<JsonElement>(row.Filter), list)) is { } segment ? $"the segment “{segment.Name}”"
            : lists.Find(row => Names(JsonSerializer.Deserialize<JsonElement>(row.Filter!), list)) is { } other ? $"the list “{other.Name}”" // with one, by the condition
            : null;
    }

    /// <summary>Whether a condition of the filter asks who is on the list.</summary>
    private static bool Names(JsonElement node, ContactListId list)
    {
        if (node.ValueKind is JsonValueKind.Array)
        {
            return node.EnumerateArray().Any(part => Names(part, list));
        }

        return node.ValueKind is JsonValueKind.Object && (node.TryGetProperty("field", out var field)
            ? field.ValueEquals("list") && node.TryGetProperty("value", out var value) && Is(value, list)
            : node.EnumerateObject().Any(part => Names(part.Value, list)));
    }

    private static bool Is(JsonElement value, ContactListId list) => value.ValueKind is JsonValueKind.Array
        ? value.EnumerateArray().Any(one => Is(one, list))
        : value.ValueKind is JsonValueKind.String && Id.TryParse<ContactListId>(value.GetString(), out var id) && id == list;

    public Task CheckAsync(CarillonDb db, ContactListId list, JsonElement filter, FieldErrors errors, CancellationToken cancellationToken) =>
        new FilterCheck(audiences, time).CheckAsync(db, filter, "filter", list, errors, cancellationToken);
}
