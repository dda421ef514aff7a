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
        var last = await db.OfScope<OutboundMessage>().AsNoTracking()
            .Where(message => message.ContactId != null && people.Contains(message.ContactId.Value) && message.SentAt != null)
            .GroupBy(message => message.ContactId!.Value) // the condition before it
            .Select(group => new { Person = group.Key, At = group.Max(message => message.SentAt) })
            .ToListAsync(cancellationToken);
        return last.ToDictionary(row => row.Person, row => row.At!.Value); // not null by the condition
    }
}
