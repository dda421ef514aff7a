using System.Text.Json;
using Carillon.Access;
using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns.Planning;

/// <summary>What a campaign would send: to whom, when, by which rule, in which words. Sends nothing and writes nothing.</summary>
public sealed class CampaignPlan
{
    private const int PageSize = 5000;
    private readonly CarillonDb _db;
    private readonly RecipientPlanner _planner;
    private readonly Campaign _campaign;
    private readonly RunView _view;
    private readonly string _brand;
    private readonly bool _hasWords;

    private CampaignPlan(CarillonDb db, RecipientPlanner planner, Campaign campaign, PlanTerms terms, RunView view, string brand)
    {
        (_db, _planner, _campaign, Terms, _view, _brand) = (db, planner, campaign, terms, view, brand);
        _hasWords = campaign.Body is not null || campaign.Variants.Count > 0;
    }

    /// <summary>What it is made for.</summary>
    public PlanTerms Terms { get; }

    /// <summary>The sender; null: none is chosen yet.</summary>
    public Sender? Sender { get; private init; }

    /// <summary>The pool that shares it; null: none.</summary>
    public PoolPick? Pool { get; private init; }

    /// <summary>Who sends, as people are told.</summary>
    public required Brand Brand { get; init; }

    /// <summary>The login it sends through.</summary>
    public ProviderAccount? Account { get; private init; }

    /// <summary>The senders that take part, with the logins they send through; empty: none is chosen yet.</summary>
    public IReadOnlyList<(Sender Sender, ProviderAccount Account)> Senders { get; private init; } = [];

    /// <summary>The workspace's clock, by whose days senders and logins are limited.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Begins a plan of a campaign as it stands.</summary>
    public static async Task<CampaignPlan> OfAsync(CarillonDb db, RecipientPlanner planner, Campaign campaign, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var workspace = await db.Set<Workspace>().AsNoTracking().SingleAsync(row => row.Id == campaign.WorkspaceId, cancellationToken);
        var pool = await PoolPick.OfAsync(db, campaign, cancellationToken);
        var leaving = campaign.SenderId ?? pool?.Senders[0];
        var senders = await SendersAsync(db, leaving is { } one ? [one, .. pool?.Senders ?? []] : [], cancellationToken);
        var (sender, account) = senders.Find(pair => pair.Sender.Id == leaving);
        var from = campaign.StartAt > now ? campaign.StartAt.Value : now;
        var run = CampaignStart.RunOf(campaign, default, workspace.TimeZone, from);
        if (run.Hours?.LocalStart is { } wall)
        {
            var first = CampaignSchedule.FirstOn(wall, run.Hours.HomeZone);
            from = first > now ? first : now;
        }

        var terms = new PlanTerms(run, workspace.QuietHoursFor, from, campaign.ExpiresAt, sender?.Registration is null or Registration.Active, IsForecast: true, campaign.Audience)
        {
            Rules = await db.WorkspaceRules.AsNoTracking().SingleOrDefaultAsync(row => row.WorkspaceId == campaign.WorkspaceId, cancellationToken),
        };
        return new CampaignPlan(db, planner, campaign, terms, RunView.Of(run), workspace.Brand.Name ?? workspace.Name)
        {
            Sender = sender,
            Account = account,
            Senders = senders,
            Pool = pool,
            Brand = workspace.Brand,
            TimeZone = workspace.TimeZone,
        };
    }

    /// <summary>A page of recipients behind a mark, in the order in which the launch writes them.</summary>
    /// <param name="after">The mark; null: from the first.</param>
    /// <param name="before">How many stand before the mark, which counts where the audience is limited.</param>
    /// <param name="most">How many to take.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<PlannedMessage>> PageAsync(ContactId? after, int before, int most, CancellationToken cancellationToken)
    {
        var take = Math.Max(0, Math.Min(most, _campaign.Audience.Limit - before ?? most));
        var people = take == 0 || _campaign.Audience.IsEmpty ? [] : await _planner.PeopleAsync(_db, Terms.Run, _campaign.Audience, after, take, cancellationToken);
        var planned = await _planner.PlanAsync(_db, Terms, people, cancellationToken);
        if (Pool is not null)
        {
            var senders = await Pool.ForAsync(_db, _campaign.WorkspaceId, planned, before, cancellationToken);
            planned = [.. planned.Select((person, i) => person with { Sender = senders[i] })];
        }

        return [.. planned.Select(Worded)];
    }

    /// <summary>How many recipients it has, those included who would be skipped.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var (count, after) = (0, (ContactId?)null);
        while (!_campaign.Audience.IsEmpty && count < (_campaign.Audience.Limit ?? int.MaxValue))
        {
            var page = await _planner.PeopleAsync(_db, Terms.Run, _campaign.Audience, after, PageSize, cancellationToken);
            count += page.Count;
            if (page.Count < PageSize)
            {
                break;
            }

            after = page[^1];
        }

        return Math.Min(count, _campaign.Audience.Limit ?? count);
    }

    /// <summary>Every recipient, page by page.</summary>
    public async IAsyncEnumerable<IReadOnlyList<PlannedMessage>> PagesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ContactId? after = null;
        var before = 0;
        while (true)
        {
            var page = await PageAsync(after, before, PageSize, cancellationToken);
            if (page.Count > 0)
            {
                yield return page;
                after = page[^1].Recipient.Contact;
                before += page.Count;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }
        }
    }

    private static async Task<List<(Sender Sender, ProviderAccount Account)>> SendersAsync(CarillonDb db, IReadOnlyList<SenderId> ids, CancellationToken cancellationToken)
    {
        var accounts = db.Accounts;
        var rows = await db.Senders.AsNoTracking().Where(row => ids.Contains(row.Id))
            .Join(accounts, row => row.AccountId, row => row.Id, (sender, account) => new { Sender = sender, Account = account })
            .ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.Sender, row.Account));
    }

    private PlannedMessage Worded(PlannedRecipient recipient)
    {
        if (!_hasWords || recipient.To is not { } to || recipient.Skip is not (null or SkipReason.FrequencyCap or SkipReason.SenderInactive))
        {
            return new PlannedMessage(recipient, null, 0);
        }

        var person = recipient.Person;
        var waiting = new WaitingMessage(
            default, _campaign.WorkspaceId, default, to, recipient.Variant, nameof(MessageKind.Campaign), null, 0, recipient.Open.Earliest, recipient.ExpiresAt,
            recipient.Contact, person.FirstName, person.LastName, person.Email, person.TimeZone, person.Region,
            person.Attributes.Count == 0 ? null : JsonSerializer.Serialize(person.Attributes));
        var rendered = RenderedMessage.Of(waiting, _view, _brand);
        return rendered.Skip is { } skip
            ? new PlannedMessage(recipient with { Skip = skip, Rule = rendered.Rule ?? AttemptGate.ContentRule }, null, 0)
            : new PlannedMessage(recipient, recipient.Skip is null ? rendered.Body : null, recipient.Skip is null ? rendered.Segments : 0);
    }
}

/// <summary>A planned recipient with the words.</summary>
/// <param name="Recipient">Who and when.</param>
/// <param name="Body">The exact words; null: nothing is sent, or there are no words yet.</param>
/// <param name="Segments">Billing parts.</param>
public sealed record PlannedMessage(PlannedRecipient Recipient, string? Body, int Segments);
