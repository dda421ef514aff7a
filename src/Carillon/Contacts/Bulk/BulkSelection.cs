using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Contacts.Bulk;

/// <summary>Whom a change of many means: people by name, or everybody that a search finds.</summary>
public sealed record BulkSelection
{
    /// <summary>These people; empty: whom the search finds.</summary>
    public IReadOnlyList<ContactId> ContactIds { get; init; } = [];

    /// <summary>Any part of name, number or e-mail.</summary>
    public string? Text { get; init; }

    /// <summary>People of this list.</summary>
    public ContactListId? List { get; init; }

    /// <summary>People of this segment.</summary>
    public SegmentId? Segment { get; init; }

    /// <summary>Whether it names nobody in particular, and so would mean everybody.</summary>
    public bool IsEverybody => ContactIds.Count == 0 && string.IsNullOrWhiteSpace(Text) && List is null && Segment is null;

    /// <summary>The people it means at this moment.</summary>
    internal async Task<IQueryable<Contact>> PeopleAsync(CarillonDb db, ContactSources sources, CancellationToken cancellationToken)
    {
        if (ContactIds.Count > 0)
        {
            var named = ContactIds.ToList();
            return db.Contacts.Where(contact => named.Contains(contact.Id));
        }

        var search = new ContactSearch { Text = Text, List = List, Segment = Segment };
        return await new ContactDirectory(db, sources).MatchingAsync(search, cancellationToken) ?? db.Contacts.Where(contact => false);
    }
}
