using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving.Conversations;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving;

/// <summary>Texts to us, conversations, calls and the callbacks that brought them, as records about a person.</summary>
internal sealed class PersonalTexts : IPersonalRecords
{
    private static readonly PhoneNumber Nobody = PhoneNumber.FromStored("#");

    public async Task<IReadOnlyDictionary<string, int>> CountAsync(CarillonDb db, ContactId person, CancellationToken cancellationToken) => new Dictionary<string, int>
    {
        ["replies"] = await db.OfScope<InboundMessage>().CountAsync(message => message.ContactId == person, cancellationToken),
        ["calls"] = await db.OfScope<CallRecord>().CountAsync(call => call.ContactId == person, cancellationToken),
    };

    public async Task<IReadOnlySet<ContactId>> KnownAsync(CarillonDb db, IReadOnlyList<ContactId> people, CancellationToken cancellationToken)
    {
        var wrote = await db.OfScope<InboundMessage>().Where(message => people.Contains(message.ContactId)).Select(message => message.ContactId).Distinct().ToListAsync(cancellationToken);
        var called = await db.OfScope<CallRecord>().Where(call => people.Contains(call.ContactId)).Select(call => call.ContactId).Distinct().ToListAsync(cancellationToken);
        return wrote.Concat(called).ToHashSet();
    }

    public async Task MoveAsync(CarillonDb db, ContactId from, ContactId to, PhoneNumber? onlyOf, CancellationToken cancellationToken)
    {
        await db.OfScope<InboundMessage>().Where(message => message.ContactId == from && (onlyOf == null || message.From == onlyOf))
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.ContactId, to), cancellationToken);
        if (onlyOf is null)
        {
            await db.OfScope<CallRecord>().Where(call => call.ContactId == from).ExecuteUpdateAsync(set => set.SetProperty(call => call.ContactId, to), cancellationToken);
        }

        var unread = await db.Conversations.Where(head => head.ContactId == from || head.ContactId == to).SumAsync(head => head.UnreadCount, cancellationToken);
        await RebuildAsync(db, from, 0, cancellationToken);
        await RebuildAsync(db, to, unread, cancellationToken);
    }

    public async Task<bool> EraseAsync(CarillonDb db, ContactId person, PhoneNumber? phone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await db.OfScope<InboundMessage>().Where(message => message.ContactId == person).ExecuteUpdateAsync(
            set => set.SetProperty(message => message.From, Nobody).SetProperty(message => message.Body, "").SetProperty(message => message.MediaUrls, new List<string>()),
            cancellationToken);
        await db.Conversations.Where(head => head.ContactId == person).ExecuteDeleteAsync(cancellationToken);
        await db.OfScope<CallRecord>().Where(call => call.ContactId == person).ExecuteDeleteAsync(cancellationToken);
        if (phone is null)
        {
            return true;
        }

        var digits = phone.Value.E164[1..];
        await db.ProviderEvents.Where(entry => (entry.Number == phone || entry.Content.Contains(digits)) && entry.Status == EventStatus.Processed).ExecuteUpdateAsync(
            set => set.SetProperty(entry => entry.Number, (PhoneNumber?)null).SetProperty(entry => entry.Content, "{}").SetProperty(entry => entry.LastError, (string?)null),
            cancellationToken);
        return true;
    }

    /// <summary>A conversation's head is made of its last text; without a text there is none.</summary>
    private static async Task RebuildAsync(CarillonDb db, ContactId person, int unread, CancellationToken cancellationToken)
    {
        await db.Conversations.Where(head => head.ContactId == person).ExecuteDeleteAsync(cancellationToken);
        var last = await db.OfScope<InboundMessage>().AsNoTracking().Where(message => message.ContactId == person)
            .OrderByDescending(message => message.ReceivedAt).ThenByDescending(message => message.Id).FirstOrDefaultAsync(cancellationToken);
        if (last is null)
        {
            return;
        }

        db.Conversations.Add(new Conversation
        {
            WorkspaceId = last.WorkspaceId,
            ContactId = person,
            SenderId = last.SenderId,
            LastText = last.Body,
            LastAt = last.ReceivedAt,
            UnreadCount = unread,
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
