using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Contacts;

/// <summary>
/// What a later room keeps about people: messages, conversations, scores. It is told, inside the transaction that changes the
/// people themselves, when two become one or one is forgotten.
/// </summary>
public interface IPersonalRecords
{
    /// <summary>How many records there are of a person, by a word for people (<c>messages</c>).</summary>
    Task<IReadOnlyDictionary<string, int>> CountAsync(CarillonDb db, ContactId person, CancellationToken cancellationToken);

    /// <summary>Of these people, those of whom there is any record.</summary>
    Task<IReadOnlySet<ContactId>> KnownAsync(CarillonDb db, IReadOnlyList<ContactId> people, CancellationToken cancellationToken);

    /// <summary>Gives one person's records to another; with a number, only the records of that number.</summary>
    Task MoveAsync(CarillonDb db, ContactId from, ContactId to, PhoneNumber? onlyOf, CancellationToken cancellationToken);

    /// <summary>Takes out of the records what tells who the person is and what was said; that something was sent stays, for the figures.</summary>
    /// <returns>Whether that is all; false where something is just under way and must be looked at again.</returns>
    Task<bool> EraseAsync(CarillonDb db, ContactId person, PhoneNumber? phone, DateTimeOffset now, CancellationToken cancellationToken);
}
