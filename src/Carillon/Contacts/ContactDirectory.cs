using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts;

/// <summary>Finding people: one, or a page of those that a search, a number, a list or a segment names, the newest first.</summary>
public sealed class ContactDirectory(CarillonDb db, ContactSources sources)
{
    /// <summary>How many of the newest are looked at before an index is asked: words that many people have are found among them.</summary>
    private const int Newest = 5_000;

    /// <summary>People who are ordered here, while somebody waits; more of them keep the order of time.</summary>
    public const int MostSorted = 10_000;

    /// <summary>These people in the order given; those that are not here are left out.</summary>
    public async Task<IReadOnlyList<ContactView>> FindAsync(IReadOnlyList<ContactId> ids, CancellationToken cancellationToken)
    {
        var rows = await db.Contacts.AsNoTracking().Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        return await ViewsAsync([.. ids.Select(id => rows.GetValueOrDefault(id)).OfType<Contact>()], cancellationToken);
    }

    /// <summary>One person; null when there is none here.</summary>
    public async Task<ContactView?> FindAsync(ContactId id, CancellationToken cancellationToken)
    {
        var contact = await db.Contacts.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        return contact is null ? null : (await ViewsAsync([contact], cancellationToken))[0];
    }

    /// <summary>Somebody as they would be seen on these lists; they need not be stored so.</summary>
    internal async Task<ContactView> ViewAsync(Contact contact, IReadOnlyList<ContactListId> lists, CancellationToken cancellationToken) =>
        (await ViewsAsync([contact], cancellationToken))[0] with { Lists = lists };

    /// <summary>A page of people.</summary>
    public async Task<ContactPage> ListAsync(ContactSearch search, CancellationToken cancellationToken)
    {
        search = await PlainAsync(search, cancellationToken);
        var matching = await MatchingPlainAsync(search, cancellationToken);
        if (matching is null)
        {
            return new ContactPage([], null, search.IsCounted || search.CountsTo is not null ? 0 : null);
        }

        var total = search.IsCounted ? await matching.LongCountAsync(cancellationToken)
            : search.CountsTo is { } most ? await matching.Select(row => row.Id).Take(most + 1).LongCountAsync(cancellationToken) : (long?)null;
        if (search.Sorting is { } sorting && total <= MostSorted)
        {
            var sorted = await Sorted(matching, sorting).Skip(sorting.Skip).Take(search.Limit).ToListAsync(cancellationToken);
            return new ContactPage(await ViewsAsync(sorted, cancellationToken), null, total);
        }

        var rows = await PageAsync(search, matching, cancellationToken);
        var shown = rows.Take(search.Limit).ToList();
        var next = rows.Count > search.Limit ? new ContactPlace(shown[^1].CreatedAt, shown[^1].Id) : null;
        return new ContactPage(await ViewsAsync(shown, cancellationToken), next, total);
    }

    /// <summary>People of the context's scope who have all these words, by the index of parts of words; null: a word is too short for it, so that everybody would be read.</summary>
    public static IQueryable<ContactId>? Having(CarillonDb db, string? words) =>
        SearchWords.Of(words) is { IsEmpty: false, AreLongEnough: true } known ? known.In(db).Select(contact => contact.Id) : null;

    private static IOrderedQueryable<Contact> Sorted(IQueryable<Contact> rows, ContactSorting sorting)
    {
#pragma warning disable CA1304, CA1311 // Becomes SQL: the database's own lower().
        var ordered = (sorting.By, sorting.IsDown) switch
        {
            (ContactOrder.Name, false) => rows.OrderBy(row => (row.FirstName ?? row.LastName ?? row.Email ?? "").ToLower()).ThenBy(row => (row.LastName ?? "").ToLower()),
            (ContactOrder.Name, true) => rows.OrderByDescending(row => (row.FirstName ?? row.LastName ?? row.Email ?? "").ToLower()).ThenByDescending(row => (row.LastName ?? "").ToLower()),
            (ContactOrder.Phone, false) => rows.OrderBy(row => row.Phone),
            (ContactOrder.Phone, true) => rows.OrderByDescending(row => row.Phone),
            (ContactOrder.Added, false) => rows.OrderBy(row => row.CreatedAt),
            _ => rows.OrderByDescending(row => row.CreatedAt),
        };
#pragma warning restore CA1304, CA1311
        return ordered.ThenBy(row => row.Id);
    }

    /// <summary>
    /// One more than the page holds, where there are more. In the order of time an engine would read everybody until enough have the words, and by the index
    /// of words it would fetch all who have them: so the newest are looked at first, and where they do not fill the page, few enough have the words.
    /// </summary>
    private async Task<List<Contact>> PageAsync(ContactSearch search, IQueryable<Contact> matching, CancellationToken cancellationToken)
    {
        if (search.Text is null)
        {
            return await Ordered(search, matching).Take(search.Limit + 1).ToListAsync(cancellationToken);
        }

        if (search is { Phone: null, List: null, Segment: null, Import: null })
        {
            var newest = Ordered(search, Owned(db.Contacts.AsNoTracking())).Take(Newest);
            var found = await Ordered(search, SearchWords.Of(search.Text).Among(newest)).Take(search.Limit + 1).ToListAsync(cancellationToken);
            if (found.Count > search.Limit)
            {
                return found;
            }
        }

        var places = await After(search, matching).Select(row => new { row.Id, row.CreatedAt }).Take(MostSorted + 1).ToListAsync(cancellationToken);
        if (places.Count > MostSorted)
        {
            return await Ordered(search, matching).Take(search.Limit + 1).ToListAsync(cancellationToken);
        }

        if (places.Count == 0)
        {
            return [];
        }

        // Of people made at one instant the engine's order of ids counts, so all of the last instant are taken along.
        var last = places.Select(place => place.CreatedAt).OrderDescending().Take(search.Limit + 1).Last();
        var ids = places.Where(place => place.CreatedAt >= last).Select(place => place.Id).ToList();
        return await Ordered(search, db.Contacts.AsNoTracking().Where(row => ids.Contains(row.Id))).Take(search.Limit + 1).ToListAsync(cancellationToken);
    }

    private static IQueryable<Contact> After(ContactSearch search, IQueryable<Contact> people) => search.After is { } after
        ? people.Where(row => row.CreatedAt < after.CreatedAt || (row.CreatedAt == after.CreatedAt && row.Id < after.Id))
        : people;

    private static IQueryable<Contact> Ordered(ContactSearch search, IQueryable<Contact> people) =>
        After(search, people).OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id);

    /// <summary>The scope said once more, plainly: the filter that may also see everybody finds no index on SQLite.</summary>
    private IQueryable<Contact> Owned(IQueryable<Contact> people) => db.Scope.Workspace is { } workspace ? people.Where(row => row.WorkspaceId == workspace) : people;

    /// <summary>All whom a search means, whatever its page; null when nobody can match.</summary>
    internal async Task<IQueryable<Contact>?> MatchingAsync(ContactSearch search, CancellationToken cancellationToken) =>
        await MatchingPlainAsync(await PlainAsync(search, cancellationToken), cancellationToken);

    /// <summary>A whole number that somebody has, however it is written, is found by its own index and means nobody else; blanks mean no words.</summary>
    private async Task<ContactSearch> PlainAsync(ContactSearch search, CancellationToken cancellationToken) =>
        SearchWords.Of(search.Text).IsEmpty ? search with { Text = null }
        : search.Phone is null && PhoneNumber.TryParse(search.Text, search.DefaultRegion, out var whole) && await db.Contacts.AnyAsync(row => row.Phone == whole, cancellationToken)
            ? search with { Text = null, Phone = whole.E164 }
            : search;

    private async Task<IQueryable<Contact>?> MatchingPlainAsync(ContactSearch search, CancellationToken cancellationToken)
    {
        var matching = Matching(search);
        if (matching is not null && search.List is { } list)
        {
            matching = matching.Where(await sources.Filtered.OnListAsync(db, list, cancellationToken));
        }

        return search.Segment is not { } segment ? matching
            : await sources.Filtered.OfSegmentAsync(db, segment, cancellationToken) is { } condition ? matching?.Where(condition) : null;
    }

    /// <summary>Null when nobody can match: a number that is none.</summary>
    private IQueryable<Contact>? Matching(ContactSearch search)
    {
        var rows = Owned(SearchWords.Of(search.Text).In(db));
        if (search.Phone is { } text)
        {
            if (!PhoneNumber.TryParse(text, search.DefaultRegion, out var phone) && !PhoneNumber.TryParseE164(text, out phone))
            {
                return null;
            }

            rows = rows.Where(row => row.Phone == phone);
        }

        if (search.Import is { } import)
        {
            var changes = db.ImportChanges;
            rows = search.IsChangedByImport
                ? rows.Where(row => changes.Any(change => change.ImportId == import && change.ContactId == row.Id && change.Before != null))
                : rows.Where(row => row.ImportId == import);
        }

        return rows;
    }

    private async Task<IReadOnlyList<ContactView>> ViewsAsync(IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
    {
        var ids = contacts.Select(contact => contact.Id).ToList();
        var phones = contacts.Select(contact => contact.Phone).OfType<PhoneNumber>().ToList();
        var members = await db.ListMembers.Where(member => ids.Contains(member.ContactId))
            .Select(member => new { member.ContactId, member.ListId }).ToListAsync(cancellationToken);
        var lists = members.ToLookup(member => member.ContactId, member => member.ListId);
        var states = await db.OfScope<ConsentState>().AsNoTracking()
            .Where(state => phones.Contains(state.Phone) && state.Purpose == Purpose.Marketing).ToListAsync(cancellationToken);
        var stopped = await db.OfScope<Suppression>().AsNoTracking()
            .Where(suppression => phones.Contains(suppression.Phone) && suppression.Reason == SkipReason.OptedOut).ToListAsync(cancellationToken);
        var byPhone = (States: states.ToLookup(state => state.Phone), Stopped: stopped.ToLookup(suppression => suppression.Phone, suppression => suppression.Channel));
        var reached = await sources.LastContacts.OfAsync(db, ids, cancellationToken);
        var scores = await sources.Engagement.OfAsync(db, ids, cancellationToken);
        return [.. contacts.Select(contact => View(
            contact,
            reached.TryGetValue(contact.Id, out var at) ? at : null,
            scores.GetValueOrDefault(contact.Id),
            [.. lists[contact.Id].Order()],
            contact.Phone is { } phone ? Consent(byPhone.States[phone], byPhone.Stopped[phone]) : Unknown))];
    }

    private static ContactConsent Unknown { get; } = new(ConsentStatus.Unknown, ConsentStatus.Unknown, ConsentStatus.Unknown);

    private static ContactConsent Consent(IEnumerable<ConsentState> states, IEnumerable<Channel> stopped)
    {
        return new ContactConsent(Of(Channel.Sms), Of(Channel.Email), Of(Channel.Voice));

        ConsentStatus Of(Channel channel) => stopped.Contains(channel)
            ? ConsentStatus.Unsubscribed
            : states.FirstOrDefault(state => state.Channel == channel)?.Status ?? ConsentStatus.Unknown;
    }

    private static ContactView View(Contact contact, DateTimeOffset? lastContactedAt, double score, IReadOnlyList<ContactListId> lists, ContactConsent consent) => new()
    {
        Id = contact.Id,
        Phone = contact.Phone,
        Email = contact.Email,
        FirstName = contact.FirstName,
        LastName = contact.LastName,
        Attributes = contact.Attributes,
        AttributeKinds = contact.AttributeKinds,
        TimeZone = contact.TimeZone,
        Region = contact.Region,
        Tags = contact.Tags,
        Lists = lists,
        Status = contact.Status,
        Consent = consent,
        CreatedAt = contact.CreatedAt,
        LastContactedAt = lastContactedAt,
        LastRepliedAt = contact.LastRepliedAt,
        EngagementScore = score,
        LineType = contact.LineType,
        DisplayName = contact.DisplayName,
    };
}

/// <summary>Whom to look for.</summary>
public sealed record ContactSearch
{
    /// <summary>A whole number in any human form.</summary>
    public string? Phone { get; init; }

    /// <summary>The country of a number without a code.</summary>
    public string DefaultRegion { get; init; } = "US";

    /// <summary>Any part of a name, an address or a number; several words must all be found.</summary>
    public string? Text { get; init; }

    /// <summary>Only people of this list.</summary>
    public ContactListId? List { get; init; }

    /// <summary>Only people of this segment.</summary>
    public SegmentId? Segment { get; init; }

    /// <summary>Only people whom this import made.</summary>
    public ImportId? Import { get; init; }

    /// <summary>Of the import: whom it changed instead.</summary>
    public bool IsChangedByImport { get; init; }

    /// <summary>The last one of the page before.</summary>
    public ContactPlace? After { get; init; }

    /// <summary>Another order than the newest first; only for counted searches that find at most <see cref="ContactDirectory.MostSorted"/>.</summary>
    public ContactSorting? Sorting { get; init; }

    /// <summary>How many at most.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Whether to count all that match.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Up to how many are counted where not all are: one more than this says that there are more. Null: none.</summary>
    public int? CountsTo { get; init; }
}

/// <summary>What people are ordered by.</summary>
/// <param name="By">The field.</param>
/// <param name="IsDown">From the greatest to the least.</param>
/// <param name="Skip">How many of them stand on pages before.</param>
public sealed record ContactSorting(ContactOrder By, bool IsDown, int Skip);

/// <summary>A field that people can be ordered by.</summary>
public enum ContactOrder
{
    Added,
    Name,
    Phone,
}

/// <summary>A place in the order of contacts.</summary>
/// <param name="CreatedAt">When the contact was made.</param>
/// <param name="Id">Which it is of those made at once.</param>
public sealed record ContactPlace(DateTimeOffset CreatedAt, ContactId Id);

/// <summary>A page of people.</summary>
/// <param name="Items">The people.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
/// <param name="Total">How many match, where asked.</param>
public sealed record ContactPage(IReadOnlyList<ContactView> Items, ContactPlace? Next, long? Total);
