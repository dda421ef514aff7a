using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending;

/// <summary>Texts from us, as records about a person.</summary>
internal sealed class PersonalMessages : IPersonalRecords
{
    private static readonly MessageStatus[] UnderWay = [MessageStatus.Queued, MessageStatus.Sending, MessageStatus.InDoubt];

    public async Task<IReadOnlyDictionary<string, int>> CountAsync(CarillonDb db, ContactId person, CancellationToken cancellationToken) =>
        new Dictionary<string, int> { ["messages"] = await Of(db, person).CountAsync(cancellationToken) };

    public async Task<IReadOnlySet<ContactId>> KnownAsync(CarillonDb db, IReadOnlyList<ContactId> people, CancellationToken cancellationToken)
    {
        var known = await db.OfScope<OutboundMessage>().Where(message => message.ContactId != null && people.Contains(message.ContactId.Value))
            .Select(message => message.ContactId!.Value).Distinct().ToListAsync(cancellationToken); // the condition before it
        return known.ToHashSet();
    }

    public Task MoveAsync(CarillonDb db, ContactId from, ContactId to, PhoneNumber? onlyOf, CancellationToken cancellationToken) => Of(db, from)
        .Where(message => onlyOf == null || message.To == onlyOf)
        .ExecuteUpdateAsync(set => set.SetProperty(message => message.ContactId, to), cancellationToken);

    public async Task<bool> EraseAsync(CarillonDb db, ContactId person, PhoneNumber? phone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await WaitingCancellation.CancelAsync(db, Of(db, person), nameof(SkipReason.NoNumber), now, cancellationToken);
        await Of(db, person).Where(message => !UnderWay.Contains(message.Status)).ExecuteUpdateAsync(
            set => set
                .SetProperty(message => message.To, (PhoneNumber?)null)
                .SetProperty(message => message.Body, (string?)null)
                .SetProperty(message => message.ErrorText, (string?)null),
            cancellationToken);
        return !await Of(db, person).AnyAsync(message => UnderWay.Contains(message.Status), cancellationToken);
    }

    private static IQueryable<OutboundMessage> Of(CarillonDb db, ContactId person) => db.OfScope<OutboundMessage>().Where(message => message.ContactId == person);
}
