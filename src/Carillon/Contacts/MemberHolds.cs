using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts;

/// <summary>
/// Holds rows until the transaction ends, so that nobody removes a list or a person while a member is being added. A write of
/// what stands there already is a hold on both engines.
/// </summary>
internal static class MemberHolds
{
    /// <summary>Holds lists that people are put on; those by filter have no members and are left alone.</summary>
    /// <returns>How many there are.</returns>
    public static Task<int> HoldListsAsync(this CarillonDb db, IReadOnlyList<ContactListId> lists, CancellationToken cancellationToken) =>
        db.ContactLists.Where(list => lists.Contains(list.Id) && list.Filter == null).ExecuteUpdateAsync(set => set.SetProperty(list => list.CreatedAt, list => list.CreatedAt), cancellationToken);

    /// <summary>What is to be said when people are put on a list that is none, or is kept by its filter; null: they may be.</summary>
    public static async Task<string?> WhyNotJoinAsync(this CarillonDb db, ContactListId list, CancellationToken cancellationToken) =>
        await db.ContactLists.Where(row => row.Id == list).Select(row => new { row.Name, IsDynamic = row.Filter != null }).FirstOrDefaultAsync(cancellationToken) switch
        {
            null => $"There is no list {list}.",
            { IsDynamic: true } known => ContactList.KeptByFilter(known.Name),
            _ => null,
        };

    /// <summary>Holds people.</summary>
    /// <returns>How many there are.</returns>
    public static Task<int> HoldContactsAsync(this CarillonDb db, IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken) =>
        db.Contacts.Where(contact => contacts.Contains(contact.Id)).ExecuteUpdateAsync(set => set.SetProperty(contact => contact.CreatedAt, contact => contact.CreatedAt), cancellationToken);
}
