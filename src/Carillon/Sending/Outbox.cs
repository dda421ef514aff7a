using System.Security.Cryptography;
using System.Text;
using Carillon.Cluster;
using Carillon.Compliance;
using Carillon.Compliance.Erasure;
using Carillon.Contacts;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending;

/// <summary>Takes single messages: a reply in a conversation, a message of a program. They pass the same gate as any other.</summary>
public sealed class Outbox(CarillonDb db, WakeSignals signals, TimeProvider time, ErasedNumbers? erased = null)
{
    private static readonly TimeSpan KeyHolds = TimeSpan.FromHours(24);

    /// <summary>Queues one message, or says why not. With a key, the same request made again finds the message of the first.</summary>
    public async Task<OutboxOutcome> SendAsync(SingleMessage draft, CancellationToken cancellationToken)
    {
        var wrong = new Dictionary<string, string>();
        var contact = draft.Contact is { } id ? await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) : null;
        var to = draft.To ?? contact?.Phone;
        if (draft.Contact is not null && contact is null)
        {
            wrong["contactId"] = "There is no such contact.";
        }
        else if (to is null)
        {
            wrong[draft.Contact is null ? "to" : "contactId"] = draft.Contact is null ? "Say whom to write to: contactId or to." : "The contact has no phone number.";
        }

        var sender = await db.Senders.AsNoTracking().SingleOrDefaultAsync(row => row.Id == draft.Sender, cancellationToken);
        if (sender is null)
        {
            wrong["senderId"] = "There is no such sender.";
        }

        var body = TextNormalisation.ForSaving(draft.Body);
        var count = SmsText.Count(body);
        if (string.IsNullOrWhiteSpace(body))
        {
            wrong["body"] = "Write a message.";
        }
        else if (count.Segments > SmsText.MaxSegments)
        {
            wrong["body"] = $"The text takes {count.Segments} segments; at most {SmsText.MaxSegments} can be sent.";
        }

        return wrong.Count > 0 ? new OutboxOutcome.Invalid(wrong) : await QueueAsync(draft, sender!, to!.Value, body, count.Segments, cancellationToken); // both were checked above
    }

    /// <summary>The id a caller's key stands for within a day; a row under it was written by the same request before.</summary>
    private async Task<(MessageId Id, OutboundMessage? Before)> PlaceAsync(string? key, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return (Id.New<MessageId>(time), null);
        }

        var freshSince = time.GetUtcNow() - KeyHolds;
        for (var round = 0; ; round++)
        {
            var id = KeyedId(key, round);
            var before = await db.OutboundMessages.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
            if (before is null || before.QueuedAt > freshSince)
            {
                return (id, before);
            }
        }
    }

    private MessageId KeyedId(string key, int round)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"message\n{db.Workspace}\n{round}\n{key}"));
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new MessageId(new Guid(hash.AsSpan(0, 16), bigEndian: true));
    }

    private async Task<OutboxOutcome> QueueAsync(SingleMessage draft, Sender sender, PhoneNumber to, string body, int segments, CancellationToken cancellationToken)
    {
        var (id, before) = await PlaceAsync(draft.Key, cancellationToken);
        if (before is not null)
        {
            return new OutboxOutcome.Queued(before);
        }

        if (erased is not null)
        {
            await using var transaction = await db.BeginWriteAsync(cancellationToken);
            await erased.ReturnAsync(db, db.Workspace, [to], cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        var known = await db.Set<Contact>().Where(row => row.Phone == to).Select(row => new { row.Id, row.LineType }).SingleOrDefaultAsync(cancellationToken);
        if ((known?.LineType ?? NumberPlan.LineOf(to)) is LineType.Landline
            || await db.Set<Suppression>().AnyAsync(row => row.Phone == to && row.Channel == sender.Channel, cancellationToken))
        {
            return new OutboxOutcome.OptedOut();
        }

        var message = OutboundMessage.Single(
            id, db.Workspace, sender.Id, draft.Contact ?? known?.Id, to, MessageKind.Direct, draft.Purpose, body, segments, time.GetUtcNow().Stored());
        db.OutboundMessages.Add(message);
        await db.SaveChangesAsync(cancellationToken);
        signals.Raise(DueLanes.LaneKind, sender.Id.ToString());
        return new OutboxOutcome.Queued(message);
    }
}

/// <summary>A single message to be sent.</summary>
/// <param name="Contact">The person, or</param>
/// <param name="To">the number.</param>
/// <param name="Sender">Where it leaves from.</param>
/// <param name="Body">The words.</param>
/// <param name="Purpose">Decides which consent is needed.</param>
/// <param name="Key">The caller's key: within a day it stands for one message, even where the first answer got lost with its process.</param>
public sealed record SingleMessage(ContactId? Contact, PhoneNumber? To, SenderId Sender, string Body, Purpose Purpose, string? Key = null);

/// <summary>What came of it.</summary>
public abstract record OutboxOutcome
{
    private OutboxOutcome()
    {
    }

    /// <summary>It waits in its lane.</summary>
    public sealed record Queued(OutboundMessage Message) : OutboxOutcome;

    /// <summary>The number must not be texted: it opted out, is suppressed, or is a landline.</summary>
    public sealed record OptedOut : OutboxOutcome;

    /// <summary>Something is wrong, by field.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Fields) : OutboxOutcome;
}
