using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.Reviews;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving.Conversations;

/// <summary>What the law asks of an answer: whether it may leave now, and whether the text it answers was an opt-out.</summary>
public sealed class ReplyDesk(CarillonDb db, ConversationReads reads, ReviewBook reviews, CurrentWorkspace who, LegalHours hours, TimeProvider time)
{
    /// <summary>When an answer written now would leave, where that is not at once: the hours of the law, as the gate will read them; null: at once.</summary>
    public async Task<DateTimeOffset?> HeldUntilAsync(Contact contact, CancellationToken cancellationToken)
    {
        if (contact.Phone is not { } phone)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var wrote = await db.OfScope<InboundMessage>().Where(row => row.ContactId == contact.Id).MaxAsync(row => (DateTimeOffset?)row.ReceivedAt, cancellationToken);
        if (wrote > now - hours.Pack.Keywords.ExemptReply)
        {
            return null;
        }

        var keep = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.QuietHoursFor).SingleAsync(cancellationToken);
        var open = hours.Of(Whereabouts.Of(phone, contact.TimeZone, contact.Region), RunHours.Lawful.Wish(Purpose.Transactional, keep)).Next(now);
        return open is { } next && next.Earliest > now ? next.Earliest : null;
    }

    /// <summary>A person decided that it is no opt-out: what waits in the queue of texts to read is decided with it.</summary>
    public async Task DismissAsync(ContactId id, CancellationToken cancellationToken)
    {
        var phone = await db.Contacts.Where(row => row.Id == id).Select(row => row.Phone).SingleOrDefaultAsync(cancellationToken);
        var open = await db.OptOutReviews.Where(row => row.Phone == phone && row.Status == ReviewStatus.Open).Select(row => row.Id).ToListAsync(cancellationToken);
        foreach (var review in open)
        {
            await reviews.DecideAsync(db.Workspace, review, isOptOut: false, who.Actor, cancellationToken);
        }

        await reads.SettleAsync(id, cancellationToken);
    }
}
