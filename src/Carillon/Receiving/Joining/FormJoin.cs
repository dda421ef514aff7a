using System.Text.Json;
using Carillon.Access;
using Carillon.Cluster;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.OptOuts;
using Carillon.Compliance.Programmes;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving.Texts;
using Carillon.Sending;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Joining;

/// <summary>
/// Somebody filled a form: the person becomes a contact, and either a "reply YES" goes out, once in a day, or the agreement counts at once.
/// A number that opted out hears nothing and is not lifted: whoever holds it writes START.
/// </summary>
public sealed class FormJoin(Database database, OptOutList list, ErasedNumbers erased, WakeSignals signals, TimeProvider time)
{
    /// <summary>A published form by its public place, and whose it is; null: there is none.</summary>
    public async Task<(OptInForm Form, Workspace Workspace)?> FindAsync(string slug, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var form = await db.OptInForms.AsNoTracking().SingleOrDefaultAsync(row => row.Slug == slug && row.IsPublished, cancellationToken);
        return form is null ? null : (form, await db.Set<Workspace>().AsNoTracking().SingleAsync(row => row.Id == form.WorkspaceId, cancellationToken));
    }

    /// <summary>Takes an agreement.</summary>
    /// <param name="form">The form as it was shown.</param>
    /// <param name="workspace">Whose it is.</param>
    /// <param name="phone">The number given.</param>
    /// <param name="visit">What is known of the visit.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task SubmitAsync(OptInForm form, Workspace workspace, PhoneNumber phone, FormVisit visit, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        var evidence = JsonSerializer.Serialize(new
        {
            wording = form.Wording,
            version = form.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            source = $"form {form.Name}",
            obtainedAt = now,
            url = visit.Url,
            ip = visit.Ip,
            userAgent = visit.UserAgent,
        });
        await using var db = database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        await erased.ReturnAsync(db, form.WorkspaceId, [phone], cancellationToken);
        if (await db.Suppressions.AnyAsync(row => row.WorkspaceId == form.WorkspaceId && row.Phone == phone && row.Channel == Channel.Sms, cancellationToken))
        {
            return;
        }

        var contact = await ContactsByNumber.FindOrAddAsync(db, form.WorkspaceId, phone, now, cancellationToken);
        await JoinListAsync(db, form, contact, now, cancellationToken);
        var brand = string.IsNullOrWhiteSpace(workspace.Brand.Name) ? workspace.Name : workspace.Brand.Name;
        var message = form.IsDoubleOptIn
            ? await AskAsync(db, form, phone, contact, evidence, brand, now, cancellationToken)
            : await AgreeAsync(db, form, phone, contact, evidence, brand, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (message is { } lane)
        {
            signals.Raise(DueLanes.LaneKind, lane.ToString());
        }
    }

    private async Task<SenderId?> AskAsync(
        CarillonDb db, OptInForm form, PhoneNumber phone, ContactId contact, string evidence, string brand, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var id = Id.New<MessageId>(time);
        var isNew = await DoubleOptIn.AskAsync(
            db,
            new PendingOptIn
            {
                WorkspaceId = form.WorkspaceId,
                Phone = phone,
                AskedAt = now,
                ExpiresAt = now + PendingOptIn.Span,
                Evidence = evidence,
                Source = $"form {form.Name}",
                Method = ConsentMethod.WebForm,
                MessageId = id,
            },
            cancellationToken);
        return isNew ? await WriteAsync(db, form, id, phone, contact, KeywordAnswers.ConfirmOptIn(brand, "en"), now, cancellationToken) : null;
    }

    private async Task<SenderId?> AgreeAsync(
        CarillonDb db, OptInForm form, PhoneNumber phone, ContactId contact, string evidence, string brand, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isKnown = await db.ConsentStates.AnyAsync(
            row => row.WorkspaceId == form.WorkspaceId && row.Phone == phone && row.Channel == Channel.Sms && row.Purpose == Purpose.Marketing && row.Status == ConsentStatus.Subscribed,
            cancellationToken);
        await list.OptInAsync(
            db,
            new Wish
            {
                Workspace = form.WorkspaceId,
                Phone = phone,
                At = now,
                Method = ConsentMethod.WebForm,
                Text = form.Wording,
                Evidence = evidence,
                ContactId = contact,
                Actor = InboundOptOuts.Recipient,
            },
            now,
            $"form {form.Name}",
            cancellationToken);
        return isKnown ? null : await WriteAsync(db, form, Id.New<MessageId>(time), phone, contact, KeywordAnswers.OptIn(brand, "en"), now, cancellationToken);
    }

    private static async Task<SenderId?> WriteAsync(
        CarillonDb db, OptInForm form, MessageId id, PhoneNumber phone, ContactId contact, string body, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (form.SenderId is not { } sender || !await db.Senders.AnyAsync(row => row.Id == sender && row.WorkspaceId == form.WorkspaceId, cancellationToken))
        {
            return null;
        }

        db.OutboundMessages.Add(OutboundMessage.Single(
            id, form.WorkspaceId, sender, contact, phone, MessageKind.Direct, Purpose.Transactional, body, SmsText.Count(body).Segments, now, now + PendingOptIn.Span));
        await db.SaveChangesAsync(cancellationToken);
        return sender;
    }

    private static async Task JoinListAsync(CarillonDb db, OptInForm form, ContactId contact, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (form.ListId is { } listId
            && await db.Set<ContactList>().AnyAsync(row => row.Id == listId && row.WorkspaceId == form.WorkspaceId && row.Filter == null, cancellationToken)
            && !await db.Set<ListMember>().AnyAsync(row => row.ListId == listId && row.ContactId == contact, cancellationToken))
        {
            db.Add(new ListMember { ListId = listId, ContactId = contact, WorkspaceId = form.WorkspaceId, AddedAt = now });
            await db.SaveChangesAsync(cancellationToken);
        }
    }
}

/// <summary>What is known of a visit to a form.</summary>
/// <param name="Url">The page's address.</param>
/// <param name="Ip">The visitor's.</param>
/// <param name="UserAgent">The browser's own words.</param>
public sealed record FormVisit(string Url, string? Ip, string? UserAgent);
