using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending;

/// <summary>When people were last reached, read from their messages by person: sending itself writes nothing for it.</summary>
internal sealed class LastContacts : ILastContacts
{
    public async Task<IReadOnlyDictionary<ContactId, DateTimeOffset>> OfAsync(CarillonDb db, IReadOnlyList<ContactId> people, CancellationToken cancellationToken)
    {
        var known = people.Select(person => (ContactId?)person).ToList();
        var last = await db.OutboundMessages.AsNoTracking()
            .Where(message => known.Contains(message.ContactId) && message.SentAt != null)
            .GroupBy(message => message.ContactId)
            .Select(group => new { Person = group.Key, At = group.Max(message => message.SentAt) })
            .ToListAsync(cancellationToken);
        return last.ToDictionary(row => row.Person!.Value, row => row.At!.Value); // neither is null by the condition
    }
}
