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
    /// <summary>Holds lists.</summary>
    /// <returns>How many there are.</returns>
    public static Task<int> HoldListsAsync(this CarillonDb db, IReadOnlyList<ContactListId> lists, CancellationToken cancellationToken) =>
        db.ContactLists.Where(list => lists.Contains(list.Id)).ExecuteUpdateAsync(set => set.SetProperty(list => list.CreatedAt, list => list.CreatedAt), cancellationToken);

    /// <summary>Holds people.</summary>
    /// <returns>How many there are.</returns>
    public static Task<int> HoldContactsAsync(this CarillonDb db, IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken) =>
        db.Contacts.Where(contact => contacts.Contains(contact.Id)).ExecuteUpdateAsync(set => set.SetProperty(contact => contact.CreatedAt, contact => contact.CreatedAt), cancellationToken);
}
