using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

// Comparisons in queries run in the database, which takes no culture of ours.
#pragma warning disable CA1304, CA1309, CA1311

namespace Carillon.Receiving.Conversations;

/// <summary>Conversations as people look at them: the list of heads, and everything between one contact and us.</summary>
public sealed class ConversationBook(CarillonDb db)
{
    /// <summary>Conversations, the one that was written in last first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The place after which to begin; null: at the newest.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<ConversationView>> ListAsync(
        ConversationFilter filter, (DateTimeOffset At, ContactId Id)? after, int take, CancellationToken cancellationToken)
    {
        var (at, id) = after ?? default;
        return await Matching(filter)
            .Where(x => after == null || x.Head.LastAt < at || (x.Head.LastAt == at && x.Head.ContactId < id))
            .OrderByDescending(x => x.Head.LastAt).ThenByDescending(x => x.Head.ContactId)
            .Take(take)
            .Select(x => new ConversationView(x.Contact, x.Head.SenderId, x.Head.LastText, x.Head.LastAt, x.Head.UnreadCount))
            .ToListAsync(cancellationToken);
    }

    /// <summary>How many match.</summary>
    public Task<int> CountAsync(ConversationFilter filter, CancellationToken cancellationToken) => Matching(filter).CountAsync(cancellationToken);

    /// <summary>Whether there is such a contact.</summary>
    public Task<bool> HasAsync(ContactId contact, CancellationToken cancellationToken) => db.Set<Contact>().AnyAsync(x => x.Id == contact, cancellationToken);

    /// <summary>Nobody has to read it any more.</summary>
    public Task MarkReadAsync(ContactId contact, CancellationToken cancellationToken) => db.OfScope<Conversation>()
        .Where(x => x.ContactId == contact && x.UnreadCount > 0)
        .ExecuteUpdateAsync(set => set.SetProperty(x => x.UnreadCount, 0), cancellationToken);

    /// <summary>Everything between a contact and us in order of time: messages both ways, calls, wishes.</summary>
    /// <param name="contact">The person.</param>
    /// <param name="after">The place after which to begin.</param>
    /// <param name="isNewestFirst">The order.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<ThreadEntry>> ReadAsync(
        ContactId contact, ThreadPlace? after, bool isNewestFirst, int take, CancellationToken cancellationToken)
    {
        IReadOnlyList<ThreadEntry> all =
        [
            .. await OutboundAsync(contact, after, isNewestFirst, take, cancellationToken),
            .. await InboundAsync(contact, after, isNewestFirst, take, cancellationToken),
            .. await CallsAsync(contact, after, isNewestFirst, take, cancellationToken),
            .. await WishesAsync(contact, after, isNewestFirst, take, cancellationToken),
        ];

        // Sorting keeps the order of equals, and each source came in its own order.
        var sorted = isNewestFirst
            ? all.OrderByDescending(entry => entry.Place.At).ThenByDescending(entry => entry.Place.Source)
            : all.OrderBy(entry => entry.Place.At).ThenBy(entry => entry.Place.Source);
        return [.. sorted.Take(take)];
    }

    /// <summary>How many entries <see cref="ReadAsync"/> has in all.</summary>
    public async Task<int> CountAsync(ContactId contact, CancellationToken cancellationToken) =>
        await Outbound(contact).CountAsync(cancellationToken)
        + await Inbound(contact).CountAsync(cancellationToken)
        + await Calls(contact).CountAsync(cancellationToken)
        + await (await WishesAsync(contact, cancellationToken)).CountAsync(cancellationToken);

    private IQueryable<HeadOfPerson> Matching(ConversationFilter filter)
    {
        var pattern = PatternOf(filter.Search);
        var number = PatternOf(filter.Search is { } search && search.Count(char.IsAsciiDigit) >= 3 ? string.Concat(search.Where(char.IsAsciiDigit)) : null) ?? "";
        var heads = db.OfScope<Conversation>().AsNoTracking()
            .Where(x => !filter.IsUnread || x.UnreadCount > 0)
            .Join(db.Set<Contact>(), x => x.ContactId, x => x.Id, (head, contact) => new HeadOfPerson { Head = head, Contact = contact });
        return ContactDirectory.Having(db, filter.Search) is { } known
            ? heads.Where(x => known.Contains(x.Head.ContactId) || EF.Functions.Like(x.Head.LastText.ToLower(), pattern, "\\"))
            : heads.Where(x => pattern == null
                || EF.Functions.Like((x.Contact.FirstName + " " + x.Contact.LastName).ToLower(), pattern, "\\")
                || EF.Functions.Like((string)(object)x.Contact.Phone!, number, "\\") // a null phone matches nothing
                || EF.Functions.Like(x.Head.LastText.ToLower(), pattern, "\\"));
    }

    private static string? PatternOf(string? search) => search is null
        ? null
        : $"%{search.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";

    private async Task<IReadOnlyList<ThreadEntry>> OutboundAsync(
        ContactId contact, ThreadPlace? after, bool isNewestFirst, int take, CancellationToken cancellationToken)
    {
        var rows = Outbound(contact);
        if (after is not null)
        {
            var (at, id) = (after.At, new MessageId(after.GuidFor(ThreadSource.Outbound)));
            rows = isNewestFirst
                ? rows.Where(x => (x.SentAt ?? x.QueuedAt) < at || ((x.SentAt ?? x.QueuedAt) == at && x.Id < id))
                : rows.Where(x => (x.SentAt ?? x.QueuedAt) > at || ((x.SentAt ?? x.QueuedAt) == at && x.Id > id));
        }

        rows = isNewestFirst
            ? rows.OrderByDescending(x => x.SentAt ?? x.QueuedAt).ThenByDescending(x => x.Id)
            : rows.OrderBy(x => x.SentAt ?? x.QueuedAt).ThenBy(x => x.Id);
        return [.. (await rows.Take(take).ToListAsync(cancellationToken)).Select(ThreadEntry.Of)];
    }

    private async Task<IReadOnlyList<ThreadEntry>> InboundAsync(
        ContactId contact, ThreadPlace? after, bool isNewestFirst, int take, CancellationToken cancellationToken)
    {
        var rows = Inbound(contact);
        if (after is not null)
        {
            var (at, id) = (after.At, new MessageId(after.GuidFor(ThreadSource.Inbound)));
            rows = isNewestFirst
                ? rows.Where(x => x.ReceivedAt < at || (x.ReceivedAt == at && x.Id < id))
                : rows.Where(x => x.ReceivedAt > at || (x.ReceivedAt == at && x.Id > id));
        }

        rows = isNewestFirst ? rows.OrderByDescending(x => x.ReceivedAt).ThenByDescending(x => x.Id) : rows.OrderBy(x => x.ReceivedAt).ThenBy(x => x.Id);
        return [.. (await rows.Take(take).ToListAsync(cancellationToken)).Select(ThreadEntry.Of)];
    }

    private async Task<IReadOnlyList<ThreadEntry>> CallsAsync(
        ContactId contact, ThreadPlace? after, bool isNewestFirst, int take, CancellationToken cancellationToken)
    {
        var rows = Calls(contact);
        if (after is not null)
        {
            // Calls are the last at an instant: after anything else all of them follow, or, backwards, none.
            var (at, key, isCall) = (after.At, after.Key, after.Source == ThreadSource.Call);
            rows = isNewestFirst
                ? rows.Where(x => x.At < at || (x.At == at && isCall && string.Compare(x.ProviderCallId, key) < 0))
                : rows.Where(x => x.At > at || (x.At == at && (!isCall || string.Compare(x.ProviderCallId, key) > 0)));
        }

        rows = isNewestFirst ? rows.OrderByDescending(x => x.At).ThenByDescending(x => x.ProviderCallId) : rows.OrderBy(x => x.At).ThenBy(x => x.ProviderCallId);
        return [.. (await rows.Take(take).ToListAsync(cancellationToken)).Select(ThreadEntry.Of)];
    }

    private async Task<IReadOnlyList<ThreadEntry>> WishesAsync(
        ContactId contact, ThreadPlace? after, bool isNewestFirst, int take, CancellationToken cancellationToken)
    {
        var rows = await WishesAsync(contact, cancellationToken);
        if (after is not null)
        {
            var (at, id) = (after.At, new ConsentEventId(after.GuidFor(ThreadSource.Wish)));
            rows = isNewestFirst
                ? rows.Where(x => x.At < at || (x.At == at && x.Id < id))
                : rows.Where(x => x.At > at || (x.At == at && x.Id > id));
        }

        rows = isNewestFirst ? rows.OrderByDescending(x => x.At).ThenByDescending(x => x.Id) : rows.OrderBy(x => x.At).ThenBy(x => x.Id);
        return [.. (await rows.Take(take).ToListAsync(cancellationToken)).Select(ThreadEntry.Of)];
    }

    private IQueryable<OutboundMessage> Outbound(ContactId contact) => db.OfScope<OutboundMessage>().AsNoTracking()
        .Where(x => x.ContactId == contact && !(x.Kind == MessageKind.Campaign && (x.Status == MessageStatus.Skipped || x.Status == MessageStatus.Cancelled)));

    private IQueryable<InboundMessage> Inbound(ContactId contact) => db.OfScope<InboundMessage>().AsNoTracking().Where(x => x.ContactId == contact);

    private IQueryable<CallRecord> Calls(ContactId contact) => db.OfScope<CallRecord>().AsNoTracking().Where(x => x.ContactId == contact);

    /// <summary>By number, first asked for: wishes belong to numbers.</summary>
    private async Task<IQueryable<ConsentEvent>> WishesAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var phone = await db.Set<Contact>().Where(x => x.Id == contact).Select(x => x.Phone).SingleOrDefaultAsync(cancellationToken);
        return db.OfScope<ConsentEvent>().AsNoTracking().Where(x => phone != null && x.Phone == phone);
    }
}

/// <summary>A head beside its person, while a query is put together.</summary>
internal sealed record HeadOfPerson
{
    public required Conversation Head { get; init; }

    public required Contact Contact { get; init; }
}

/// <summary>Which conversations.</summary>
/// <param name="IsUnread">Only those with a text that nobody has read.</param>
/// <param name="Search">Only those whose name, number or last text has these letters.</param>
public sealed record ConversationFilter(bool IsUnread = false, string? Search = null);

/// <summary>The head of a conversation with its person.</summary>
public sealed record ConversationView(Contact Contact, SenderId? SenderId, string LastText, DateTimeOffset LastAt, int UnreadCount);
