using Carillon.Compliance;
using Carillon.Contacts.Bulk;
using Carillon.Contacts.Imports;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts;

/// <summary>
/// A list that changes its kind, within the transaction that does it and holds the list. To a filter it goes only while it is empty and nothing puts people
/// on it, so that nobody who was put on it is lost; from a filter it takes along whom that means at this moment.
/// </summary>
internal sealed class ListTurn(CarillonDb db)
{
    /// <summary>As many can be written while others wait for the database.</summary>
    internal const int MostKept = 50_000;

    private const int Step = 5_000;
    private static readonly ImportStatus[] Reading = [ImportStatus.Queued, ImportStatus.Running];
    private static readonly BulkStatus[] Changing = [BulkStatus.Queued, BulkStatus.Running, BulkStatus.Undoing];

    /// <summary>Why the list must stay one that people are put on; null: it need not.</summary>
    public async Task<ListOutcome.Refused?> WhyStaticAsync(ContactList list, CancellationToken cancellationToken)
    {
        if (await db.ListMembers.LongCountAsync(member => member.ListId == list.Id, cancellationToken) is > 0 and var count)
        {
            return new ListOutcome.Refused("list-not-empty", $"{(count == 1 ? "One person is" : $"{count:N0} people are")} on “{list.Name}”. Take them off first, or make a new list by filter.");
        }

        if (await db.OptInForms.Where(form => form.ListId == list.Id).Select(form => form.Name).FirstOrDefaultAsync(cancellationToken) is { } form)
        {
            return InUse($"The sign-up form “{form}” puts people on it");
        }

        if (await db.ContactImports.Where(import => import.ListId == list.Id && Reading.Contains(import.Status)).Select(import => import.FileName).FirstOrDefaultAsync(cancellationToken) is { } file)
        {
            return InUse($"The import of “{file}” is putting people on it");
        }

        return await db.BulkChanges.AnyAsync(change => change.ListId == list.Id && Changing.Contains(change.Status), cancellationToken)
            ? InUse("A change of many people that names it is under way")
            : null;

        ListOutcome.Refused InUse(string why) => new("list-in-use", $"{why}, so “{list.Name}” cannot be kept by a filter.");
    }

    /// <summary>Puts those on the list whom its filter means now, and lets the filter go.</summary>
    /// <returns>Why not; null: it is done when the transaction commits.</returns>
    public async Task<ListOutcome.Refused?> KeepAsync(ContactList list, IFilteredPeople filtered, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var meant = await filtered.OnListAsync(db, list.Id, cancellationToken);
        var people = await db.Contacts.AsNoTracking().Where(contact => contact.WorkspaceId == db.Workspace).Where(meant)
            .Select(contact => contact.Id).Take(MostKept + 1).ToListAsync(cancellationToken);
        if (people.Count > MostKept)
        {
            return new ListOutcome.Refused("list-too-large", $"More than {MostKept:N0} people match the filter of “{list.Name}” now; so many are not kept at once. Put them on another list by a change of many people.");
        }

        list.Filter = null;
        await db.SaveChangesAsync(cancellationToken);
        foreach (var step in people.Chunk(Step))
        {
            var held = new List<ContactId>(step);
            await db.HoldContactsAsync(held, cancellationToken);
            var present = await db.Contacts.Where(contact => held.Contains(contact.Id)).Select(contact => contact.Id).ToListAsync(cancellationToken);
            var rows = present.ConvertAll(contact => new ListMember { ListId = list.Id, ContactId = contact, WorkspaceId = list.WorkspaceId, AddedAt = now });
            db.ListMembers.AddRange(rows);
            await db.SaveChangesAsync(cancellationToken);
            rows.ForEach(row => db.Entry(row).State = EntityState.Detached);
        }

        return null;
    }
}
