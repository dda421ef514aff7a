using Carillon.Access;
using Carillon.Campaigns;
using Carillon.Channels;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Receiving.Conversations;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving.Conversations;

/// <summary>What the pages of conversations and people show and do.</summary>
public sealed class ConversationReads(CarillonDb db)
{
    private const int MostSaid = 200;

    /// <summary>Conversations: those that may be an opt-out first, then those whose writer wants something, then the unread, then the newest.</summary>
    public async Task<IReadOnlyList<ConversationLine>> ListAsync(ConversationFilter filter, int most, CancellationToken cancellationToken)
    {
        var heads = db.OfScope<Conversation>().AsNoTracking();
        var (contacts, texts) = (db.Contacts, db.OfScope<InboundMessage>());
        if (filter.IsUnread)
        {
            heads = heads.Where(head => head.UnreadCount > 0);
        }

        if (filter.Campaign is { } campaign)
        {
            heads = heads.Where(head => texts.Any(text => text.CampaignId == campaign && text.ContactId == head.ContactId));
            var sent = db.OfScope<OutboundMessage>();
            heads = filter.Variant is { } variant ? heads.Where(head => sent.Any(row => row.CampaignId == campaign && row.ContactId == head.ContactId && row.Variant == variant)) : heads;
        }

        foreach (var word in (filter.Text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(5))
        {
            var pattern = $"%{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).ToLowerInvariant()}%";
#pragma warning disable CA1304, CA1311 // Becomes SQL: the database's own lower().
            if (ContactDirectory.Having(db, word) is { } known)
            {
                heads = heads.Where(head => EF.Functions.Like(head.LastText.ToLower(), pattern, "\\") || known.Contains(head.ContactId));
                continue;
            }

            heads = heads.Where(head => EF.Functions.Like(head.LastText.ToLower(), pattern, "\\") || contacts.Any(contact => contact.Id == head.ContactId
                && (EF.Functions.Like(contact.FirstName!.ToLower(), pattern, "\\") || EF.Functions.Like(contact.LastName!.ToLower(), pattern, "\\") // null is no match in SQL
                    || EF.Functions.Like((string)(object)contact.Phone!, pattern, "\\"))));
#pragma warning restore CA1304, CA1311
        }

        if (filter.AssignedTo is { } user)
        {
            heads = heads.Where(head => head.AssignedTo == user);
        }

        var page = await heads.Where(head => head.NeedsReview || head.IsHot || head.UnreadCount > 0)
            .OrderByDescending(head => head.NeedsReview).ThenByDescending(head => head.IsHot).ThenByDescending(head => head.LastAt).ThenByDescending(head => head.ContactId)
            .Take(most).ToListAsync(cancellationToken);
        if (page.Count < most && !filter.NeedsPerson)
        {
            page.AddRange(await heads.Where(head => !(head.NeedsReview || head.IsHot || head.UnreadCount > 0))
                .OrderByDescending(head => head.LastAt).ThenByDescending(head => head.ContactId).Take(most - page.Count).ToListAsync(cancellationToken));
        }

        var ids = page.Select(head => head.ContactId).ToList();
        var names = await db.Contacts.AsNoTracking().Where(contact => ids.Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, contact => contact.DisplayName, cancellationToken);
        return [.. page.Select(head => new ConversationLine(
            head.ContactId, names.GetValueOrDefault(head.ContactId, "Deleted contact"), head.LastText, head.LastAt, head.UnreadCount, head.NeedsReview, head.IsHot, head.AssignedTo))];
    }

    /// <summary>Everything between one person and us, the oldest first; null: there is no such person.</summary>
    public async Task<Talk?> FindAsync(ContactId id, CancellationToken cancellationToken)
    {
        if (await db.Contacts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } contact)
        {
            return null;
        }

        var head = await db.OfScope<Conversation>().AsNoTracking().SingleOrDefaultAsync(row => row.ContactId == id, cancellationToken);
        var said = new List<Said>();
        await AddTextsAsync(said, id, cancellationToken);
        await AddEventsAsync(said, contact, cancellationToken);
        var isStopped = contact.Phone is { } phone && await db.OfScope<Suppression>().AnyAsync(row => row.Phone == phone && row.Channel == Channel.Sms, cancellationToken);
        var (senders, accounts) = (db.Senders, db.Accounts);
        var choices = await senders.AsNoTracking().Where(sender => sender.Channel == Channel.Sms).OrderBy(sender => sender.CreatedAt)
            .Join(accounts, sender => sender.AccountId, account => account.Id, (sender, account) => new ReplySender(sender.Id, sender.Address, sender.DisplayName, account.Provider == Provider.Simulator))
            .ToListAsync(cancellationToken);
        var last = await db.OfScope<OutboundMessage>().AsNoTracking().Where(row => row.ContactId == id).OrderByDescending(row => row.QueuedAt).Select(row => (SenderId?)row.SenderId).FirstOrDefaultAsync(cancellationToken);
        return new Talk(contact, [.. said.OrderBy(one => one.At).TakeLast(MostSaid)], isStopped, choices, head?.SenderId ?? last, head?.UnreadCount ?? 0)
        {
            NeedsReview = head?.NeedsReview ?? false,
            IsHot = head?.IsHot ?? false,
            AssignedTo = head?.AssignedTo,
            Brand = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.Brand.Name ?? row.Name).SingleAsync(cancellationToken),
            People = await PeopleAsync(cancellationToken),
        };
    }

    /// <summary>Marks what was received as read; nothing received later is.</summary>
    public async Task ReadAsync(ContactId id, int seen, CancellationToken cancellationToken) =>
        await db.OfScope<Conversation>().Where(row => row.ContactId == id && row.UnreadCount > 0).ExecuteUpdateAsync(
            row => row.SetProperty(head => head.UnreadCount, head => head.UnreadCount > seen ? head.UnreadCount - seen : 0), cancellationToken);

    /// <summary>Nobody has to do anything about it any more: a person looked, or answered.</summary>
    public Task SettleAsync(ContactId id, CancellationToken cancellationToken) => db.OfScope<Conversation>().Where(row => row.ContactId == id).ExecuteUpdateAsync(
        row => row.SetProperty(head => head.NeedsReview, false).SetProperty(head => head.IsHot, false).SetProperty(head => head.UnreadCount, 0), cancellationToken);

    /// <summary>Answered: it is not hot any more; a question whether it is an opt-out stays open.</summary>
    public Task AnsweredAsync(ContactId id, CancellationToken cancellationToken) =>
        db.OfScope<Conversation>().Where(row => row.ContactId == id && row.IsHot).ExecuteUpdateAsync(row => row.SetProperty(head => head.IsHot, false), cancellationToken);

    /// <summary>Gives it to somebody of the workspace, or to nobody.</summary>
    public async Task AssignAsync(ContactId id, UserId? user, CancellationToken cancellationToken)
    {
        if (user is null || (await PeopleAsync(cancellationToken)).Any(person => person.Id == user))
        {
            await db.OfScope<Conversation>().Where(row => row.ContactId == id).ExecuteUpdateAsync(row => row.SetProperty(head => head.AssignedTo, user), cancellationToken);
        }
    }

    private async Task<IReadOnlyList<Colleague>> PeopleAsync(CancellationToken cancellationToken)
    {
        var (members, users) = (db.Memberships, db.Users);
        return [.. (await members.AsNoTracking().Where(row => row.WorkspaceId == db.Workspace).Join(users, member => member.UserId, user => user.Id, (_, user) => new { user.Id, user.Email })
            .OrderBy(user => user.Email).ToListAsync(cancellationToken)).Select(user => new Colleague(new UserId(user.Id), user.Email ?? ""))];
    }

    private async Task AddTextsAsync(List<Said> said, ContactId id, CancellationToken cancellationToken)
    {
        var ours = await db.OfScope<OutboundMessage>().AsNoTracking().Where(row => row.ContactId == id && row.Status != MessageStatus.Skipped && row.Status != MessageStatus.Cancelled)
            .OrderByDescending(row => row.QueuedAt).Take(MostSaid)
            .Select(row => new { row.Body, row.Status, row.Reason, row.CampaignId, row.Kind, At = row.SentAt ?? row.QueuedAt }).ToListAsync(cancellationToken);
        var campaigns = ours.Select(row => row.CampaignId).OfType<CampaignId>().Distinct().ToList();
        var names = await db.Campaigns.AsNoTracking().Where(row => campaigns.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.Name, cancellationToken);
        said.AddRange(ours.Where(row => row.Body is not null).Select(row => new Said(row.At, SaidBy.Us, row.Body!) // those without were left out
        {
            Status = row.Status,
            Reason = row.Reason,
            Campaign = row.CampaignId,
            CampaignName = row.CampaignId is { } campaign ? names.GetValueOrDefault(campaign) : row.Kind == MessageKind.KeywordAnswer ? "Automatic answer" : null,
        }));
        var theirs = await db.OfScope<InboundMessage>().AsNoTracking().Where(row => row.ContactId == id).OrderByDescending(row => row.ReceivedAt).Take(MostSaid)
            .Select(row => new { row.Body, row.ReceivedAt, Media = row.MediaUrls }).ToListAsync(cancellationToken);
        said.AddRange(theirs.Select(row => new Said(row.ReceivedAt, SaidBy.Them, row.Body.Length > 0 ? row.Body : row.Media.Count > 0 ? "(a picture)" : "(empty)")));
    }

    private async Task AddEventsAsync(List<Said> said, Contact contact, CancellationToken cancellationToken)
    {
        if (contact.Phone is { } phone)
        {
            var events = await db.OfScope<ConsentEvent>().AsNoTracking().Where(row => row.Phone == phone).OrderByDescending(row => row.At).Take(50).ToListAsync(cancellationToken);
            said.AddRange(events.Select(row => new Said(row.At, SaidBy.Nobody, ConversationWords.Of(row)) { Kind = row.Kind }));
        }

        var calls = await db.OfScope<CallRecord>().AsNoTracking().Where(row => row.ContactId == contact.Id).OrderByDescending(row => row.At).Take(50).ToListAsync(cancellationToken);
        said.AddRange(calls.Select(row => new Said(row.At, SaidBy.Nobody, ConversationWords.Of(row))));
    }
}

/// <summary>Which conversations to show.</summary>
public sealed record ConversationFilter(string? Text, bool IsUnread, CampaignId? Campaign, bool NeedsPerson = false, UserId? AssignedTo = null, string? Variant = null);

/// <summary>A conversation in a list.</summary>
public sealed record ConversationLine(
    ContactId Contact, string Name, string LastText, DateTimeOffset LastAt, int Unread, bool NeedsReview, bool IsHot, UserId? AssignedTo);

/// <summary>A conversation with everything its page shows.</summary>
/// <param name="Contact">The person.</param>
/// <param name="Said">What was said and what happened, in order.</param>
/// <param name="IsStopped">Whether the number must not be texted.</param>
/// <param name="Senders">What an answer may leave from.</param>
/// <param name="Sender">What it leaves from unless somebody chooses.</param>
/// <param name="Unread">Texts nobody has read.</param>
public sealed record Talk(Contact Contact, IReadOnlyList<Said> Said, bool IsStopped, IReadOnlyList<ReplySender> Senders, SenderId? Sender, int Unread)
{
    /// <summary>Whether a person has to decide if it is an opt-out.</summary>
    public bool NeedsReview { get; init; }

    /// <summary>Whether the person seems to want something.</summary>
    public bool IsHot { get; init; }

    /// <summary>Whose it is to answer.</summary>
    public UserId? AssignedTo { get; init; }

    /// <summary>The business's name, for saved replies.</summary>
    public required string Brand { get; init; }

    /// <summary>To whom it can be given.</summary>
    public required IReadOnlyList<Colleague> People { get; init; }
}

/// <summary>Somebody of the workspace.</summary>
public sealed record Colleague(UserId Id, string Email);

/// <summary>A sender for an answer.</summary>
public sealed record ReplySender(SenderId Id, string Address, string? Name, bool IsSimulated);

/// <summary>One thing that was said or happened.</summary>
public sealed record Said(DateTimeOffset At, SaidBy By, string Words)
{
    /// <summary>Where a text of ours stands.</summary>
    public MessageStatus? Status { get; init; }

    /// <summary>Why it stands there.</summary>
    public string? Reason { get; init; }

    /// <summary>The campaign it belongs to.</summary>
    public CampaignId? Campaign { get; init; }

    /// <summary>That campaign's name, or what else it was.</summary>
    public string? CampaignName { get; init; }

    /// <summary>Set on a consent event.</summary>
    public ConsentEventKind? Kind { get; init; }
}

/// <summary>Whose words they are.</summary>
public enum SaidBy
{
    Us,
    Them,
    Nobody,
}
