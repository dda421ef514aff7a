using Carillon.Access;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.OwnRules;
using Carillon.Compliance.QuietHours;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Campaigns;

/// <summary>What the form of a campaign reads and keeps.</summary>
public sealed class CampaignDesk(
    CarillonDb db, CampaignActions actions, CampaignResumption resumption, AudienceQuery audiences, FirstTouch firstTouch, HoursLoosening loosening, CurrentWorkspace current, TimeProvider time)
{
    private static readonly CampaignStatus[] Changeable = [CampaignStatus.Draft, CampaignStatus.Scheduled];

    /// <summary>What the form offers to choose from.</summary>
    public async Task<ComposerChoices> ChoicesAsync(CancellationToken cancellationToken)
    {
        var members = db.ListMembers;
        var lists = await db.ContactLists.AsNoTracking().OrderBy(list => list.Name)
            .Select(list => new ListChoice(list.Id, list.Name, list.Filter == null ? members.LongCount(member => member.ListId == list.Id) : null)).Take(500).ToListAsync(cancellationToken);
        var accounts = db.Accounts;
        var senders = await db.Senders.AsNoTracking().Where(sender => sender.Channel == Channel.Sms).OrderBy(sender => sender.CreatedAt)
            .Join(accounts, sender => sender.AccountId, account => account.Id, (sender, account) => new SenderChoice(sender, account)).ToListAsync(cancellationToken);
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(row => row.Id == db.Workspace, cancellationToken);
        var segments = await db.Segments.AsNoTracking().OrderBy(segment => segment.Name).Select(segment => new SegmentChoice(segment.Id, segment.Name)).Take(500).ToListAsync(cancellationToken);
        return new ComposerChoices(lists, segments, senders, await db.SenderPools.AsNoTracking().OrderBy(pool => pool.Name).Take(200).ToListAsync(cancellationToken), workspace.Brand.Name ?? workspace.Name, workspace.DefaultRegion);
    }

    /// <summary>A campaign that may still be changed; null: there is none.</summary>
    public Task<Campaign?> FindAsync(CampaignId id, CancellationToken cancellationToken) =>
        db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id && Changeable.Contains(row.Status), cancellationToken);

    /// <summary>How many people an audience reaches, and how many of them would be skipped; each by the first reason that the check before a send would find.</summary>
    public async Task<AudienceCount> CountAsync(Audience audience, Purpose purpose, CancellationToken cancellationToken)
    {
        if (audience.IsEmpty)
        {
            return new AudienceCount(0, 0, 0, 0, 0, 0, 0);
        }

        var now = time.GetUtcNow();
        var suppressions = db.Suppressions.Where(row => row.Channel == Channel.Sms);
        var consents = db.ConsentStates.Where(row => row.Channel == Channel.Sms && row.Purpose == Purpose.Marketing && row.Status == ConsentStatus.Subscribed && (row.ExpiresAt == null || row.ExpiresAt > now));
        LineType[] textable = [.. Enum.GetValues<LineType>().Where(line => AudienceQuery.Skip(audience, line, isRecentlyContacted: false) is null)];
        var recent = AudienceQuery.RecentlyContacted(db, db.Workspace, audience, now);
        var people = await audiences.PeopleAsync(db, db.Workspace, audience, now, cancellationToken);
        var numbered = people.Where(contact => contact.Phone != null);
        var free = numbered.Where(contact => !suppressions.Any(row => row.Phone == contact.Phone));
        var agreed = purpose == Purpose.Transactional ? free : free.Where(contact => consents.Any(row => row.Phone == contact.Phone));
        var reachable = agreed.Where(contact => contact.Status != ContactStatus.Unreachable);
        var mobile = reachable.Where(contact => textable.Contains(contact.LineType));
        var rested = audience.MinDaysSinceContact is null ? mobile : mobile.Where(contact => !recent.Contains(contact.Id));
        List<long> counts = [];
        foreach (var step in new[] { people, numbered, free, agreed, reachable, mobile, rested })
        {
            counts.Add(counts.Count > 0 && counts[^1] == 0 ? 0 : await step.LongCountAsync(cancellationToken));
        }

        return new AudienceCount(counts[0], counts[0] - counts[1], counts[1] - counts[2], counts[2] - counts[3], counts[3] - counts[4], counts[4] - counts[5], counts[5] - counts[6]);
    }

    /// <summary>Keeps a draft, new or known; says by field what is wrong.</summary>
    public async Task<(CampaignId? Id, IReadOnlyDictionary<string, string> Wrong)> SaveAsync(CampaignId? id, ComposerDraft draft, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        var campaign = id is { } known
            ? await db.Campaigns.SingleOrDefaultAsync(row => row.Id == known && Changeable.Contains(row.Status), cancellationToken)
            : new Campaign { Id = Id.New<CampaignId>(time), WorkspaceId = db.Workspace, Name = "", CreatedBy = current.Actor, CreatedAt = now, UpdatedAt = now };
        if (campaign is null)
        {
            return (null, new Dictionary<string, string> { ["name"] = "The campaign began in the meantime; what it says stays as it is." });
        }

        var before = campaign.QuietHours;
        var wrong = new Dictionary<string, string>(Take(campaign, draft, now));
        if (loosening.Check(before, campaign.QuietHours, draft.HoursReason) is not HoursVerdict.Allowed and var verdict)
        {
            wrong["law"] = verdict == HoursVerdict.OwnerOnly
                ? "Only an owner lets a campaign keep the country's hours alone."
                : $"Say in {RuleSettings.LeastReason} letters or more why the states' hours are not kept.";
        }

        foreach (var (field, text) in CampaignCheck.Words(campaign).Concat(await CampaignCheck.AudienceAsync(db, campaign.Audience, cancellationToken)))
        {
            wrong.TryAdd(field, text);
        }

        if (wrong.Count > 0)
        {
            return (id, wrong);
        }

        if (id is null)
        {
            db.Campaigns.Add(campaign);
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (id is not null && !await db.Campaigns.AnyAsync(row => row.Id == campaign.Id && Changeable.Contains(row.Status), cancellationToken))
        {
            return (null, new Dictionary<string, string> { ["name"] = "The campaign began a moment ago; what it says stays as it is." });
        }

        await db.SaveChangesAsync(cancellationToken);
        await loosening.NoteAsync(db, campaign, before, draft.HoursReason, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (campaign.Id, wrong);
    }

    /// <summary>What is missing before it may start, by field.</summary>
    public async Task<IReadOnlyDictionary<string, string>> MissingAsync(CampaignId id, CancellationToken cancellationToken) =>
        await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } campaign
            ? await CampaignCheck.ForStartAsync(db, firstTouch, campaign, time.GetUtcNow(), cancellationToken)
            : new Dictionary<string, string> { ["name"] = "The campaign was deleted in the meantime." };

    /// <summary>Starts or schedules what was kept.</summary>
    public async Task<CampaignOutcome> BeginAsync(CampaignId id, bool isLater, CancellationToken cancellationToken) =>
        isLater ? await actions.ScheduleAsync(id, cancellationToken) : await actions.StartAsync(id, cancellationToken);

    /// <summary>Changes pace and brakes of a campaign that is under way; says by field what is wrong.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ChangePaceAsync(CampaignId id, BrakesModel form, CancellationToken cancellationToken)
    {
        var wrong = new Dictionary<string, string>();
        var pace = form.Read(wrong);
        if (wrong.Count > 0)
        {
            return wrong;
        }

        if (await db.Campaigns.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } campaign)
        {
            return new Dictionary<string, string> { ["name"] = "The campaign was deleted in the meantime." };
        }

        (campaign.PacePerSecond, campaign.Pacing, campaign.Brakes, campaign.UpdatedAt) = (pace.PerSecond, pace.Pacing, pace.Brakes, time.GetUtcNow().Stored());
        return await resumption.ChangePaceAsync(campaign, cancellationToken) ? wrong : new Dictionary<string, string> { ["name"] = "The campaign is over; there is nothing to pace any more." };
    }

    /// <summary>Makes a copy.</summary>
    public Task<CampaignOutcome> DuplicateAsync(CampaignId id, CancellationToken cancellationToken) => actions.DuplicateAsync(id, current.Actor, cancellationToken);

    /// <summary>Deletes a campaign that has not begun; false: it has.</summary>
    public async Task<bool> DeleteAsync(CampaignId id, CancellationToken cancellationToken) =>
        await db.Campaigns.Where(row => row.Id == id && row.RunId == null && Changeable.Contains(row.Status)).ExecuteDeleteAsync(cancellationToken) > 0;

    private static Dictionary<string, string> Take(Campaign campaign, ComposerDraft draft, DateTimeOffset now)
    {
        var wrong = new Dictionary<string, string>(draft.Wrong);
        campaign.Name = draft.Name.Trim();
        if (campaign.Name.Length is 0 or > 200)
        {
            wrong["name"] = "Give the campaign a name of at most 200 characters.";
        }

        campaign.Purpose = draft.Purpose;
        campaign.SmartEncoding = draft.SmartEncoding;
        campaign.SenderId = draft.Sender;
        campaign.PoolId = draft.Pool;
        campaign.Audience = draft.Audience;
        campaign.StartAt = draft.StartAt;
        (campaign.PacePerSecond, campaign.Pacing, campaign.Brakes) = (draft.Pace.PerSecond, draft.Pace.Pacing, draft.Pace.Brakes);
        campaign.QuietHours = draft.QuietHours;
        campaign.Window = draft.Window;
        campaign.UpdatedAt = now;
        var texts = draft.Texts.Select(text => text with { Body = TextNormalisation.ForSaving(text.Body) }).ToList();
        campaign.Variants = texts.Count > 1 ? texts : [];
        campaign.Body = texts.Count == 1 && texts[0].Body.Length > 0 ? texts[0].Body : null;
        if (draft.Window is { IsOpen: false } or { Days.Count: 0 })
        {
            wrong["window"] = "Hours of our own need a beginning before their end, and at least one day.";
        }

        if (texts.Count > 1 && texts.Any(text => text.Weight is < 1 or > 100))
        {
            wrong["variants"] = "Each share has to be from 1 to 100.";
        }

        return wrong;
    }
}

/// <summary>A campaign as the form holds it.</summary>
public sealed record ComposerDraft(
    string Name, Purpose Purpose, bool SmartEncoding, SenderId? Sender, Audience Audience, DateTimeOffset? StartAt, PaceDraft Pace, IReadOnlyList<Variant> Texts,
    QuietHoursRule QuietHours, PoolId? Pool, CampaignWindow? Window)
{
    /// <summary>Why only the country's hours are kept; null: not said.</summary>
    public string? HoursReason { get; init; }

    /// <summary>What in the form could not be read, by field.</summary>
    public IReadOnlyDictionary<string, string> Wrong { get; init; } = new Dictionary<string, string>();
}

/// <summary>What a form offers.</summary>
public sealed record ComposerChoices(IReadOnlyList<ListChoice> Lists, IReadOnlyList<SegmentChoice> Segments, IReadOnlyList<SenderChoice> Senders, IReadOnlyList<SenderPool> Pools, string Brand, string Region);

/// <summary>A segment to choose.</summary>
public sealed record SegmentChoice(SegmentId Id, string Name);

/// <summary>A list to choose.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Members">How many people are on it; null: its filter says so when it is asked.</param>
public sealed record ListChoice(ContactListId Id, string Name, long? Members)
{
    /// <summary>Whether its filter says who is on it.</summary>
    public bool IsDynamic => Members is null;
}

/// <summary>A sender to choose.</summary>
public sealed record SenderChoice(Sender Sender, ProviderAccount Account)
{
    /// <summary>Whether it only plays.</summary>
    public bool IsSimulated => Account.Provider == Channels.Provider.Simulator;
}

/// <summary>How many people an audience reaches; each of the skipped is counted once.</summary>
/// <param name="People">All of them.</param>
/// <param name="WithoutNumber">Who has no number.</param>
/// <param name="Suppressed">Whose number must not be texted.</param>
/// <param name="WithoutConsent">Who has not agreed to marketing.</param>
/// <param name="Unreachable">Whose number does not answer.</param>
/// <param name="Landline">Whose number is known to be no mobile one, where only such are wanted.</param>
/// <param name="Recent">Who got a message too lately, where the audience asks for that.</param>
public sealed record AudienceCount(long People, long WithoutNumber, long Suppressed, long WithoutConsent, long Unreachable, long Landline, long Recent)
{
    /// <summary>Who is left to text.</summary>
    public long ToText => People - WithoutNumber - Suppressed - WithoutConsent - Unreachable - Landline - Recent;
}
