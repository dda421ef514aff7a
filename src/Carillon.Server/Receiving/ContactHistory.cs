using System.Text.Json;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Contacts.Bulk;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Server.Contacts.Changes;
using Carillon.Server.Contacts.Numbers;
using Carillon.Server.Receiving.Conversations;
using Carillon.Server.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>Everything that happened with one person, and everything that is kept of them.</summary>
public sealed class ContactHistory(CarillonDb db, ConversationReads reads)
{
    /// <summary>How many of one kind are told, the latest.</summary>
    public const int MostOfKind = 200;

    /// <summary>What happened, the newest first; null: there is no such person.</summary>
    public async Task<IReadOnlyList<ContactEvent>?> FindAsync(ContactId id, CancellationToken cancellationToken)
    {
        if (await reads.FindAsync(id, cancellationToken) is not { } talk)
        {
            return null;
        }

        var events = talk.Said.Select(Of).ToList();
        var imported = await AddImportsAsync(events, talk.Contact, cancellationToken);
        await AddChangesAsync(events, id, imported, cancellationToken);
        await AddUnsentAsync(events, id, cancellationToken);
        if (talk.Contact.Phone is { } phone)
        {
            await AddNumberAsync(events, phone, cancellationToken);
        }

        return [.. events.OrderByDescending(one => one.At)];
    }

    /// <summary>Everything that is kept of one person, for the person to have; null: there is no such person.</summary>
    public async Task<PersonalFile?> ExportAsync(ContactId id, ContactDirectory directory, CancellationToken cancellationToken)
    {
        if (await directory.FindAsync(id, cancellationToken) is not { } contact || await FindAsync(id, cancellationToken) is not { } history)
        {
            return null;
        }

        var lists = await db.ContactLists.AsNoTracking().Where(list => contact.Lists.Contains(list.Id)).OrderBy(list => list.Name).Select(list => list.Name).ToListAsync(cancellationToken);
        var sent = await db.OfScope<OutboundMessage>().AsNoTracking().Where(message => message.ContactId == id).OrderBy(message => message.QueuedAt)
            .Select(message => new PersonalText(message.SentAt ?? message.QueuedAt, "outbound", message.To, message.Body, message.Status.ToString(), message.Reason)).ToListAsync(cancellationToken);
        var received = await db.OfScope<InboundMessage>().AsNoTracking().Where(message => message.ContactId == id).OrderBy(message => message.ReceivedAt)
            .Select(message => new { message.ReceivedAt, message.Body }).ToListAsync(cancellationToken);
        var phone = contact.Phone;
        var consents = phone is null ? [] : await db.OfScope<ConsentEvent>().AsNoTracking().Where(row => row.Phone == phone).OrderBy(row => row.At)
            .Select(row => new PersonalConsent(row.At, row.Channel.ToString(), row.Kind.ToString(), row.Method.ToString(), row.Keyword, row.Text)).ToListAsync(cancellationToken);
        var checks = phone is not { } number ? [] : await db.OfScope<NumberCheck>().AsNoTracking().Where(row => row.Phone == number).OrderBy(row => row.CheckedAt)
            .Select(row => new PersonalCheck(row.CheckedAt, row.Kind.ToString(), row.IsValid, row.LineType.ToString(), row.Carrier)).ToListAsync(cancellationToken);
        return new PersonalFile(
            contact, lists, [.. sent, .. received.Select(text => new PersonalText(text.ReceivedAt, "inbound", null, text.Body, "Received", null))], consents, checks, history);
    }

    private static ContactEvent Of(Said said) => said.By switch
    {
        SaidBy.Us => new ContactEvent(said.At, ContactEventKind.MessageOut, said.Words) { CampaignId = said.Campaign, Detail = said.Status?.ToString() },
        SaidBy.Them => new ContactEvent(said.At, ContactEventKind.MessageIn, said.Words),
        SaidBy.Nobody => new ContactEvent(said.At, said.Kind is null ? ContactEventKind.Call : ContactEventKind.Consent, said.Words) { Detail = said.Kind?.ToString() },
        _ => throw new InvalidOperationException($"No such words: {said.By}."),
    };

    /// <summary>Imports that made or changed the person; gives the lists that those account for.</summary>
    private async Task<IReadOnlySet<ContactListId>> AddImportsAsync(List<ContactEvent> events, Contact contact, CancellationToken cancellationToken)
    {
        var changes = await db.ImportChanges.AsNoTracking().Where(change => change.ContactId == contact.Id).Take(MostOfKind).ToListAsync(cancellationToken);
        var ids = changes.Select(change => change.ImportId).Concat(contact.ImportId is { } made ? [made] : []).Distinct().ToList();
        var imports = await db.ContactImports.AsNoTracking().Where(import => ids.Contains(import.Id)).ToDictionaryAsync(import => import.Id, cancellationToken);
        events.Add(contact.ImportId is { } from && imports.TryGetValue(from, out var file)
            ? new ContactEvent(contact.CreatedAt, ContactEventKind.Imported, $"Added by the import of {file.FileName}") { ImportId = from }
            : new ContactEvent(contact.CreatedAt, ContactEventKind.Added, "Added"));
        foreach (var change in changes.Where(change => imports.ContainsKey(change.ImportId)))
        {
            var import = imports[change.ImportId];
            var words = change.Before is null ? $"Put on a list by the import of {import.FileName}" : $"Changed by the import of {import.FileName}";
            events.Add(new ContactEvent(import.StartedAt ?? import.CreatedAt, ContactEventKind.Imported, words) { ImportId = change.ImportId, Detail = change.Before is null ? null : Differences(change.Before, change.After) });
        }

        events.AddRange(imports.Values.Where(import => import.UndoneAt is not null)
            .Select(import => new ContactEvent(import.UndoneAt ?? import.CreatedAt, ContactEventKind.Imported, $"The import of {import.FileName} was taken back") { ImportId = import.Id }));
        return imports.Values.Select(import => import.ListId).OfType<ContactListId>().ToHashSet();
    }

    private async Task AddChangesAsync(List<ContactEvent> events, ContactId id, IReadOnlySet<ContactListId> imported, CancellationToken cancellationToken)
    {
        var merges = await db.ContactMerges.AsNoTracking().Where(merge => merge.IntoId == id || merge.FromId == id).Take(MostOfKind).ToListAsync(cancellationToken);
        events.AddRange(merges.Select(merge => new ContactEvent(merge.At, ContactEventKind.Merged, merge.IntoId == id ? "Another contact became one with this" : "Became one with another contact")));
        events.AddRange(merges.Where(merge => merge.UndoneAt is not null).Select(merge => new ContactEvent(merge.UndoneAt ?? merge.At, ContactEventKind.Merged, "The two were parted again")));
        var (rows, changes) = (db.BulkChangeRows, db.BulkChanges);
        var many = await rows.AsNoTracking().Where(row => row.ContactId == id && row.IsChanged)
            .Join(changes, row => row.ChangeId, change => change.Id, (row, change) => new { change, row.Return }).OrderByDescending(one => one.change.CreatedAt).Take(MostOfKind).ToListAsync(cancellationToken);
        var lists = await db.ContactLists.AsNoTracking().ToDictionaryAsync(list => list.Id, list => list.Name, cancellationToken);
        foreach (var (change, returned) in many.Select(one => (one.change, one.Return)))
        {
            var what = change.TagName ?? (change.ListId is { } list ? lists.GetValueOrDefault(list) : null);
            var one = new ContactEvent(change.FinishedAt ?? change.CreatedAt, ContactEventKind.Changed, $"{ChangeWords.Done(change.Action, what)}, in a change of {ChangeWords.People(change.Total)}")
            {
                Detail = change.TagName,
                ListId = change.ListId,
                ChangeId = change.Id,
            };
            events.Add(one);
            if (returned is BulkReturn.Restored)
            {
                events.Add(one with { At = change.UndoneAt ?? one.At, Text = $"Taken back: {ChangeWords.Done(change.Action, what)}" });
            }
        }

        // A list that an import or a change of many accounts for is told by that.
        var told = many.Select(one => one.change.ListId).OfType<ContactListId>().Concat(imported).ToHashSet();
        var members = await db.ListMembers.AsNoTracking().Where(member => member.ContactId == id).ToListAsync(cancellationToken);
        events.AddRange(members.Where(member => !told.Contains(member.ListId) && lists.ContainsKey(member.ListId))
            .Select(member => new ContactEvent(member.AddedAt, ContactEventKind.Listed, $"Put on the list “{lists[member.ListId]}”") { ListId = member.ListId }));
    }

    /// <summary>What providers told of the number, and what forbids to text it beside the person's own word.</summary>
    private async Task AddNumberAsync(List<ContactEvent> events, PhoneNumber phone, CancellationToken cancellationToken)
    {
        var checks = await db.OfScope<NumberCheck>().AsNoTracking().Where(row => row.Phone == phone).ToListAsync(cancellationToken);
        events.AddRange(checks.Select(row => new ContactEvent(row.CheckedAt, ContactEventKind.NumberChecked, $"Number checked by {NumberCheckWords.Of(row.Kind)}")
        {
            Detail = row.IsValid ? string.Join(", ", new[] { row.LineType.ToString(), row.Carrier, row.Country }.OfType<string>()) : "Not a number that exists",
        }));
        var suppressions = await db.OfScope<Suppression>().AsNoTracking().Where(row => row.Phone == phone && row.Channel == Channel.Sms && row.Reason != SkipReason.OptedOut).ToListAsync(cancellationToken);
        events.AddRange(suppressions.Select(row => new ContactEvent(row.At, ContactEventKind.Suppressed, $"Not to be texted from then on: {MessageWords.Of(row.Reason)}") { Detail = row.Reason.ToString() }));
    }

    /// <summary>Messages that were never sent, and why: the conversation leaves them out.</summary>
    private async Task AddUnsentAsync(List<ContactEvent> events, ContactId id, CancellationToken cancellationToken)
    {
        var rows = await db.OfScope<OutboundMessage>().AsNoTracking().Where(row => row.ContactId == id && (row.Status == MessageStatus.Skipped || row.Status == MessageStatus.Cancelled || row.Body == null))
            .OrderByDescending(row => row.QueuedAt).Take(MostOfKind).Select(row => new { row.Id, row.ChangedAt, row.Status, row.Reason, row.CampaignId }).ToListAsync(cancellationToken);
        events.AddRange(rows.Select(row => new ContactEvent(row.ChangedAt, ContactEventKind.NotSent, MessageWords.Reason(row.Reason, row.Status) ?? MessageWords.Of(row.Status))
        {
            Detail = row.Status.ToString(),
            CampaignId = row.CampaignId,
            MessageId = row.Id,
        }));
    }

    /// <summary>The fields that an import changed: what was there, what is there.</summary>
    private static string Differences(string before, string? after)
    {
        using var was = JsonDocument.Parse(before);
        using var became = JsonDocument.Parse(after ?? before);
        var words = was.RootElement.EnumerateObject()
            .Where(field => became.RootElement.TryGetProperty(field.Name, out var now) && now.ToString() != field.Value.ToString())
            .Select(field => $"{field.Name}: {field.Value} → {became.RootElement.GetProperty(field.Name)}");
        return string.Join("; ", words);
    }
}

/// <summary>One thing that happened with a person.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Text">In words.</param>
public sealed record ContactEvent(DateTimeOffset At, ContactEventKind Kind, string Text)
{
    /// <summary>What more there is to it: a status, a field before and after.</summary>
    public string? Detail { get; init; }

    /// <summary>The campaign it belongs to.</summary>
    public CampaignId? CampaignId { get; init; }

    /// <summary>The import it belongs to.</summary>
    public ImportId? ImportId { get; init; }

    /// <summary>The list it is about.</summary>
    public ContactListId? ListId { get; init; }

    /// <summary>The change of many people it belongs to.</summary>
    public BulkChangeId? ChangeId { get; init; }

    /// <summary>The message that was not sent.</summary>
    public MessageId? MessageId { get; init; }
}

/// <summary>What can happen with a person.</summary>
public enum ContactEventKind
{
    Added,
    Imported,
    Changed,
    Merged,
    Listed,
    NumberChecked,
    Suppressed,
    NotSent,
    MessageOut,
    MessageIn,
    Consent,
    Call,
}

/// <summary>Everything that is kept of one person.</summary>
public sealed record PersonalFile(
    ContactView Contact, IReadOnlyList<string> Lists, IReadOnlyList<PersonalText> Messages, IReadOnlyList<PersonalConsent> Consents, IReadOnlyList<PersonalCheck> NumberChecks, IReadOnlyList<ContactEvent> History);

/// <summary>A text to or from the person.</summary>
public sealed record PersonalText(DateTimeOffset At, string Direction, PhoneNumber? To, string? Body, string Status, string? Reason);

/// <summary>An event of the person's consent.</summary>
public sealed record PersonalConsent(DateTimeOffset At, string Channel, string Kind, string Method, string? Keyword, string? Text);

/// <summary>What a provider told of the number.</summary>
public sealed record PersonalCheck(DateTimeOffset At, string Provider, bool IsValid, string LineType, string? Carrier);
