using Carillon.Compliance;
using Carillon.Contacts;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Texts;

/// <summary>The people behind numbers that write or call; one who is not known yet becomes a contact.</summary>
internal sealed class ContactsByNumber : IKnownPeople
{
    public Task<ContactId?> FindAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber number, CancellationToken cancellationToken) => db.Set<Contact>()
        .Where(x => x.WorkspaceId == workspace && x.Phone == number)
        .Select(x => (ContactId?)x.Id)
        .SingleOrDefaultAsync(cancellationToken);

    public static async Task<ContactId> FindOrAddAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber number, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await db.Set<Contact>()
            .Where(x => x.WorkspaceId == workspace && x.Phone == number)
            .Select(x => (ContactId?)x.Id)
            .SingleOrDefaultAsync(cancellationToken);
        if (known is not null)
        {
            return known.Value;
        }

        var contact = new Contact { Id = ContactId.From(Guid.CreateVersion7(now)), WorkspaceId = workspace, Phone = number, LineType = NumberPlan.LineOf(number), CreatedAt = now, UpdatedAt = now };
        db.Add(contact);
        await db.SaveChangesAsync(cancellationToken);
        return contact.Id;
    }

    /// <summary>The number turned out to be somebody else's: the person we mean has none then.</summary>
    public static Task DetachAsync(CarillonDb db, ContactId contact, PhoneNumber number, DateTimeOffset now, CancellationToken cancellationToken) => db.Set<Contact>()
        .Where(x => x.Id == contact && x.Phone == number)
        .ExecuteUpdateAsync(set => set.SetProperty(x => x.Phone, (PhoneNumber?)null).SetProperty(x => x.UpdatedAt, now), cancellationToken);

    /// <summary>Remembers when the person last wrote, and that the number answers; an older text changes nothing.</summary>
    public static Task WroteAsync(CarillonDb db, ContactId contact, DateTimeOffset at, CancellationToken cancellationToken) => db.Set<Contact>()
        .Where(x => x.Id == contact && (x.LastRepliedAt == null || x.LastRepliedAt < at))
        .ExecuteUpdateAsync(set => set.SetProperty(x => x.LastRepliedAt, at).SetProperty(x => x.Status, ContactStatus.Active), cancellationToken);
}
