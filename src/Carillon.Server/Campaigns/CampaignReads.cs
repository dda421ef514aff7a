using System.Linq.Expressions;
using System.Text.Json;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Campaigns;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Server.Contacts;
using Carillon.Server.Web.Design;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Campaigns;

/// <summary>What the pages of campaigns show.</summary>
public sealed class CampaignReads(CarillonDb db)
{
    private const string UserActor = "user:";

    private static readonly Expression<Func<OutboundMessage, RecipientRow>> Row = row => new RecipientRow(
        row.Id, row.ContactId, row.To, row.Variant, row.Status, row.Reason, row.ErrorCode, row.ErrorText, row.Segments, row.DeliveredAt ?? row.SentAt ?? row.ChangedAt, row.Body);

    /// <summary>Recipients on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Campaigns, the newest first; archived ones only when asked for.</summary>
    public async Task<IReadOnlyList<CampaignLine>> ListAsync(CampaignStatus? status, DateTimeOffset? before, int most, CancellationToken cancellationToken)
    {
        var campaigns = await db.Campaigns.AsNoTracking()
            .Where(row => status == null ? row.Status != CampaignStatus.Archived : row.Status == status)
            .Where(row => before == null || row.CreatedAt < before)
            .OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(most).ToListAsync(cancellationToken);
        List<CampaignLine> lines = [];
        foreach (var campaign in campaigns)
        {
            lines.Add(new CampaignLine(campaign, await CampaignStats.OfAsync(db, campaign, cancellationToken)));
        }

        return lines;
    }

    /// <summary>Campaigns that began, or will begin, in a span of time.</summary>
    public async Task<IReadOnlyList<Campaign>> BetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        await db.Campaigns.AsNoTracking()
            .Where(row => row.Status != CampaignStatus.Archived && ((row.StartedAt >= from && row.StartedAt < to) || (row.StartedAt == null && row.StartAt >= from && row.StartAt < to)))
            .OrderBy(row => row.CreatedAt).Take(500).ToListAsync(cancellationToken);

    /// <summary>One campaign as it stands; null: there is none here.</summary>
    public async Task<CampaignLook?> FindAsync(CampaignId id, CancellationToken cancellationToken)
    {
        if (await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } campaign)
        {
            return null;
        }

        var pool = campaign.PoolId is null ? null : await db.SenderPools.AsNoTracking().SingleOrDefaultAsync(row => row.Id == campaign.PoolId, cancellationToken);
        var first = campaign.SenderId ?? pool?.SenderIds.Select(id => (SenderId?)id).FirstOrDefault();
        var sender = await db.Senders.AsNoTracking().SingleOrDefaultAsync(row => row.Id == first, cancellationToken);
        var account = sender is null ? null : await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == sender.AccountId, cancellationToken);
        var lists = campaign.Audience.Lists.Concat(campaign.Audience.ExcludeLists).ToList();
        var names = await db.ContactLists.AsNoTracking().Where(list => lists.Contains(list.Id)).ToDictionaryAsync(list => list.Id, list => ListWords.Choice(list.Name, list.Filter is not null), cancellationToken);
        var isLaunched = campaign.RunId is { } run && await db.Runs.AnyAsync(row => row.Id == run && row.LaunchedAt != null, cancellationToken);
        return new CampaignLook(campaign, await CampaignStats.OfAsync(db, campaign, cancellationToken), sender, account, names, isLaunched) { Pool = pool };
    }

    /// <summary>Everybody of a campaign, counted afresh from the messages.</summary>
    public Task<CampaignProof> ProofAsync(Campaign campaign, CancellationToken cancellationToken) => CampaignProof.OfAsync(db, campaign, cancellationToken);

    /// <summary>What went wrong in a run, by reason and code, the most frequent first.</summary>
    public async Task<IReadOnlyList<ErrorLine>> ErrorsAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (campaign.RunId is not { } run)
        {
            return [];
        }

        var lines = await db.OutboundMessages.AsNoTracking()
            .Where(row => row.RunId == run && (row.Status == MessageStatus.Failed || row.Status == MessageStatus.Undelivered || row.Status == MessageStatus.InDoubt))
            .GroupBy(row => new { row.Status, row.Reason, row.ErrorCode })
            .Select(group => new { group.Key, Count = group.LongCount(), Text = group.Max(row => row.ErrorText) })
            .OrderByDescending(group => group.Count).Take(20).ToListAsync(cancellationToken);
        return [.. lines.Select(line => new ErrorLine(line.Key.Status, line.Key.Reason, line.Key.ErrorCode, line.Text, line.Count))];
    }

    /// <summary>What people did with a campaign and what became of it, the oldest first.</summary>
    public async Task<IReadOnlyList<CampaignMoment>> HistoryAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        var subject = $"campaign:{campaign.Id}";
        var entries = await db.AuditEntries.AsNoTracking().Where(entry => entry.Subject == subject).OrderBy(entry => entry.Number).Take(200).ToListAsync(cancellationToken);
        var users = entries.Select(entry => entry.Actor).Append(campaign.CreatedBy).Where(actor => actor.StartsWith(UserActor, StringComparison.Ordinal))
            .Select(actor => Guid.TryParseExact(actor[UserActor.Length..], "N", out var id) ? id : default).Distinct().ToList();
        var names = await db.Users.AsNoTracking().Where(user => users.Contains(user.Id)).ToDictionaryAsync(user => user.Id, user => user.Email ?? "", cancellationToken);
        List<CampaignMoment> moments = [new(campaign.CreatedAt, "pencil", "Written", Who(campaign.CreatedBy))];
        moments.AddRange(entries.Select(entry => new CampaignMoment(entry.At, CampaignWords.SignOfAction(entry.Action), CampaignWords.OfAction(entry.Action), Who(entry.Actor)) { Why = Why(entry) }));
        if (campaign.CompletedAt is { } completed)
        {
            moments.Add(new CampaignMoment(completed, "check", "Completed", null));
        }

        return [.. moments.OrderBy(moment => moment.At)];

        string? Why(AuditEntry entry) =>
            entry.Action is AuditActions.CampaignPaused or AuditActions.CampaignNotStarted && JsonSerializer.Deserialize<Dictionary<string, string?>>(entry.Facts) is { } facts
                ? string.Join(' ', facts.Values) : null;

        string? Who(string actor) => !actor.StartsWith(UserActor, StringComparison.Ordinal)
            ? actor == "system" ? "by itself" : $"by {actor}"
            : Guid.TryParseExact(actor[UserActor.Length..], "N", out var id) && names.TryGetValue(id, out var name) ? $"by {name}" : null;
    }

    /// <summary>A page of recipients with their fates, in the order of their run.</summary>
    public Task<RecipientsPage> RecipientsAsync(Campaign campaign, RecipientFilter filter, MessageId? after, CancellationToken cancellationToken) =>
        RecipientsAsync(campaign, filter, after, null, 1, cancellationToken);

    /// <summary>A page of recipients in an order of the viewer's; for campaigns of at most <see cref="TableOrder.MostRows"/>.</summary>
    public Task<RecipientsPage> RecipientsAsync(Campaign campaign, RecipientFilter filter, TableOrder order, int page, CancellationToken cancellationToken) =>
        RecipientsAsync(campaign, filter, null, order, page, cancellationToken);

    private async Task<RecipientsPage> RecipientsAsync(Campaign campaign, RecipientFilter filter, MessageId? after, TableOrder? order, int page, CancellationToken cancellationToken)
    {
        if (campaign.RunId is not { } run)
        {
            return new RecipientsPage([], null, false);
        }

        var rows = filter.Apply(db, campaign.Id, db.OutboundMessages.AsNoTracking().Where(row => row.RunId == run && row.CampaignId == campaign.Id));
        if (order is { } by)
        {
            var (ordered, hasMore) = await Sorted(rows, by).ThenBy(row => row.Id).Select(Row).PageAsync(page, PageSize, cancellationToken);
            return new RecipientsPage(await NamedAsync(ordered, cancellationToken), null, hasMore);
        }

        if (after is { } last && await db.OutboundMessages.Where(row => row.Id == last).Select(row => (DateTimeOffset?)row.QueuedAt).SingleOrDefaultAsync(cancellationToken) is { } at)
        {
            rows = rows.Where(row => row.QueuedAt >= at && (row.QueuedAt > at || row.Id > last));
        }

        var found = await rows.OrderBy(row => row.QueuedAt).ThenBy(row => row.Id).Take(PageSize + 1).Select(Row).ToListAsync(cancellationToken);
        return new RecipientsPage(await NamedAsync([.. found.Take(PageSize)], cancellationToken), found.Count > PageSize ? found[PageSize - 1].Id : null, found.Count > PageSize);
    }

    private static IOrderedQueryable<OutboundMessage> Sorted(IQueryable<OutboundMessage> rows, TableOrder order) => (order.Key, order.IsDown) switch
    {
        ("number", false) => rows.OrderBy(row => row.To),
        ("number", true) => rows.OrderByDescending(row => row.To),
        ("text", false) => rows.OrderBy(row => row.Variant),
        ("text", true) => rows.OrderByDescending(row => row.Variant),
        ("fate", false) => rows.OrderBy(row => row.Status).ThenBy(row => row.Reason),
        ("fate", true) => rows.OrderByDescending(row => row.Status).ThenByDescending(row => row.Reason),
        ("segments", false) => rows.OrderBy(row => row.Segments),
        ("segments", true) => rows.OrderByDescending(row => row.Segments),
        (_, false) => rows.OrderBy(row => row.DeliveredAt ?? row.SentAt ?? row.ChangedAt),
        _ => rows.OrderByDescending(row => row.DeliveredAt ?? row.SentAt ?? row.ChangedAt),
    };

    private async Task<IReadOnlyList<RecipientRow>> NamedAsync(IReadOnlyList<RecipientRow> rows, CancellationToken cancellationToken)
    {
        var people = rows.Select(row => row.ContactId).OfType<ContactId>().ToList();
        var names = await db.Contacts.AsNoTracking().Where(contact => people.Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, contact => contact.DisplayName, cancellationToken);
        return [.. rows.Select(row => row with { Name = row.ContactId is { } id ? names.GetValueOrDefault(id) : null })];
    }
}

/// <summary>A campaign in a list.</summary>
public sealed record CampaignLine(Campaign Campaign, CampaignStats Stats);

/// <summary>A campaign with everything its page shows.</summary>
public sealed record CampaignLook(
    Campaign Campaign, CampaignStats Stats, Sender? Sender, ProviderAccount? Account, IReadOnlyDictionary<ContactListId, string> ListNames, bool IsLaunched)
{
    /// <summary>The pool whose senders share it.</summary>
    public SenderPool? Pool { get; init; }

    /// <summary>Whether it only plays.</summary>
    public bool IsSimulated => Account?.Provider == Channels.Provider.Simulator;

    /// <summary>Whether figures may still change by themselves.</summary>
    public bool IsMoving => Campaign.Status is CampaignStatus.Running or CampaignStatus.Paused or CampaignStatus.Scheduled
        || (Campaign.RunId is not null && Stats.Open + Stats[MessageStatus.Accepted] + Stats[MessageStatus.Sent] > 0);
}

/// <summary>One recipient's fate.</summary>
public sealed record RecipientRow(
    MessageId Id, ContactId? ContactId, PhoneNumber? To, string Variant, MessageStatus Status, string? Reason, string? ErrorCode, string? ErrorText, int? Segments,
    DateTimeOffset At, string? Body)
{
    /// <summary>Who it is.</summary>
    public string? Name { get; init; }
}

/// <summary>Something that went wrong, and how often.</summary>
public sealed record ErrorLine(MessageStatus Status, string? Reason, string? Code, string? Text, long Count);

/// <summary>Something that happened to a campaign.</summary>
public sealed record CampaignMoment(DateTimeOffset At, string Icon, string Title, string? Who)
{
    /// <summary>Why, where it happened by itself.</summary>
    public string? Why { get; init; }
}

/// <summary>Recipients and where the next page begins.</summary>
/// <param name="Rows">The recipients.</param>
/// <param name="Next">The last of them, behind which the next page begins; null: at the end, or where pages are numbered.</param>
/// <param name="HasMore">Whether another page follows.</param>
public sealed record RecipientsPage(IReadOnlyList<RecipientRow> Rows, MessageId? Next, bool HasMore);
