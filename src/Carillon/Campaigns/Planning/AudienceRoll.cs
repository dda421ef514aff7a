using System.Globalization;
using System.Runtime.CompilerServices;
using Carillon.Audiences;
using Carillon.Channels;
using Carillon.Compliance.QuietHours;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns.Planning;

/// <summary>Who of a campaign's audience is in, who is out and why, before anything begins: in figures, and each figure's people. It asks the plan that the launch writes.</summary>
public sealed class AudienceRoll(CarillonDb db, RecipientPlanner planner, AudienceQuery audiences, LegalHours hours, MessageProviders providers, TimeProvider time)
{
    /// <summary>How many people are looked through for a page of rows before what was found is shown.</summary>
    public const int MostLooked = 100_000;

    private const int Step = 2000;

    /// <summary>The audience in figures; null: there is no such campaign.</summary>
    public async Task<AudienceTally?> CountAsync(CampaignId id, CancellationToken cancellationToken)
    {
        if (await PlanAsync(id, cancellationToken) is not var (campaign, plan))
        {
            return null;
        }

        var estimate = await CampaignEstimate.OfAsync(plan, campaign, hours.Pack, providers, [], cancellationToken);
        var at = plan.Terms.Run.CreatedAt;
        var excluded = await audiences.ExcludedAsync(db, campaign.WorkspaceId, campaign.Audience, at, cancellationToken);
        var beyond = campaign.Audience.Limit is { } limit
            ? Math.Max(0, await (await audiences.PeopleAsync(db, campaign.WorkspaceId, campaign.Audience, at, cancellationToken)).LongCountAsync(cancellationToken) - limit)
            : 0;
        return new AudienceTally(estimate, await excluded.LongCountAsync(cancellationToken), beyond, time.GetUtcNow());
    }

    /// <summary>A page of the people whom a figure counts, behind a mark; null: there is no such campaign.</summary>
    public async Task<AudienceRows?> RowsAsync(CampaignId id, AudienceSlice slice, string? mark, int most, CancellationToken cancellationToken)
    {
        if (await PlanAsync(id, cancellationToken) is not var (campaign, plan))
        {
            return null;
        }

        return await PageAsync(campaign, plan, slice, mark, most, cancellationToken);
    }

    /// <summary>
    /// Everybody whom a figure counts; without one all whom the audience names: recipients in the order of the launch, then who is excluded and who comes behind
    /// the limit. They are read page by page while they are taken. Null: there is no such campaign.
    /// </summary>
    public async Task<IAsyncEnumerable<AudienceRow>?> AllAsync(CampaignId id, AudienceSlice? slice, CancellationToken cancellationToken) =>
        await PlanAsync(id, cancellationToken) is var (campaign, plan) ? AllAsync(campaign, plan, slice is null ? Whole : [slice], cancellationToken) : null;

    private static IReadOnlyList<AudienceSlice?> Whole { get; } = [null, new AudienceSlice(AudiencePart.ByChoice, []), new AudienceSlice(AudiencePart.BeyondLimit, [])];

    private async IAsyncEnumerable<AudienceRow> AllAsync(Campaign campaign, CampaignPlan plan, IReadOnlyList<AudienceSlice?> slices, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var slice in slices)
        {
            for (string? mark = null; ;)
            {
                var page = await PageAsync(campaign, plan, slice, mark, Step, cancellationToken);
                foreach (var row in page.Items)
                {
                    yield return row;
                }

                if ((mark = page.Next) is null)
                {
                    break;
                }
            }
        }
    }

    /// <summary>A page of a part; null: of all recipients.</summary>
    private async Task<AudienceRows> PageAsync(Campaign campaign, CampaignPlan plan, AudienceSlice? slice, string? mark, int most, CancellationToken cancellationToken)
    {
        var rows = slice?.Part switch
        {
            null or AudiencePart.In or AudiencePart.Held or AudiencePart.Out => await PlannedAsync(plan, slice, mark, most, cancellationToken),
            AudiencePart.ByChoice => await LeftAsync(AudiencePart.ByChoice, await audiences.ExcludedAsync(db, campaign.WorkspaceId, campaign.Audience, plan.Terms.Run.CreatedAt, cancellationToken), mark, most, cancellationToken),
            AudiencePart.BeyondLimit => await BeyondAsync(campaign, plan, mark, most, cancellationToken),
            _ => throw new InvalidOperationException($"No such part: {slice.Part}."),
        };
        return rows with { Items = await NamedAsync(rows.Items, cancellationToken) };
    }

    private async Task<(Campaign Campaign, CampaignPlan Plan)?> PlanAsync(CampaignId id, CancellationToken cancellationToken) =>
        await db.Campaigns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } campaign
            ? (campaign, await CampaignPlan.OfAsync(db, planner, campaign, time.GetUtcNow().Stored(), cancellationToken))
            : null;

    /// <summary>Goes through the plan behind the mark until the page is full, or for as long as somebody may be kept waiting.</summary>
    private static async Task<AudienceRows> PlannedAsync(CampaignPlan plan, AudienceSlice? slice, string? mark, int most, CancellationToken cancellationToken)
    {
        List<AudienceRow> found = [];
        var (after, before) = Read(mark);
        for (var looked = 0; looked < MostLooked;)
        {
            var page = await plan.PageAsync(after, before, Step, cancellationToken);
            foreach (var planned in page)
            {
                if (slice is null || slice.Covers(planned.Recipient))
                {
                    if (found.Count == most)
                    {
                        return new AudienceRows(found, Write(after, before), IsCutShort: false);
                    }

                    found.Add(AudienceRow.Of(planned));
                }

                (after, before) = (planned.Recipient.Contact, before + 1);
            }

            looked += page.Count;
            if (page.Count < Step)
            {
                return new AudienceRows(found, null, IsCutShort: false);
            }
        }

        return new AudienceRows(found, Write(after, before), IsCutShort: true);
    }

    /// <summary>Those who come behind the last whom the limit lets in.</summary>
    private async Task<AudienceRows> BeyondAsync(Campaign campaign, CampaignPlan plan, string? mark, int most, CancellationToken cancellationToken)
    {
        var people = await audiences.PeopleAsync(db, campaign.WorkspaceId, campaign.Audience, plan.Terms.Run.CreatedAt, cancellationToken);
        if (mark is not null || campaign.Audience.Limit is not { } limit)
        {
            return await LeftAsync(AudiencePart.BeyondLimit, people, mark, most, cancellationToken);
        }

        var last = await people.OrderBy(contact => contact.Id).Skip(limit - 1).Select(contact => (ContactId?)contact.Id).FirstOrDefaultAsync(cancellationToken);
        return last is null ? new AudienceRows([], null, IsCutShort: false) : await LeftAsync(AudiencePart.BeyondLimit, people, Write(last, limit), most, cancellationToken);
    }

    private static async Task<AudienceRows> LeftAsync(AudiencePart part, IQueryable<Contact> people, string? mark, int most, CancellationToken cancellationToken)
    {
        var (after, before) = Read(mark);
        var behind = after ?? default;
        var found = await people.Where(contact => contact.Id > behind).OrderBy(contact => contact.Id).Take(most + 1).Select(contact => new { contact.Id, contact.Phone }).ToListAsync(cancellationToken);
        return new AudienceRows(
            [.. found.Take(most).Select(contact => new AudienceRow(contact.Id, contact.Phone, part))],
            found.Count > most ? Write(found[most - 1].Id, before + most) : null,
            IsCutShort: false);
    }

    private async Task<IReadOnlyList<AudienceRow>> NamedAsync(IReadOnlyList<AudienceRow> rows, CancellationToken cancellationToken)
    {
        var people = rows.Select(row => row.ContactId).ToList();
        var names = await db.Contacts.AsNoTracking().Where(contact => people.Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, contact => contact.DisplayName, cancellationToken);
        return [.. rows.Select(row => row with { Name = names.GetValueOrDefault(row.ContactId) })];
    }

    private static string Write(ContactId? after, int before) => string.Create(CultureInfo.InvariantCulture, $"{after}:{before}");

    /// <summary>A mark that cannot be read is none.</summary>
    private static (ContactId? After, int Before) Read(string? mark) =>
        mark?.Split(':') is [var contact, var count] && Id.TryParse<ContactId>(contact, out var after) && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            ? (after, before)
            : (null, 0);
}

/// <summary>An audience in figures.</summary>
/// <param name="Estimate">Who would be sent to, who not and why, who waits.</param>
/// <param name="ByChoice">Who would belong to it if nobody were excluded.</param>
/// <param name="BeyondLimit">Who would belong to it if it were not limited.</param>
/// <param name="At">When it was counted.</param>
public sealed record AudienceTally(CampaignEstimate Estimate, long ByChoice, long BeyondLimit, DateTimeOffset At)
{
    /// <summary>Recipients who would be skipped.</summary>
    public long Out => Estimate.Excluded.Values.Sum();

    /// <summary>All recipients, as the campaign's figures will count them.</summary>
    public long Recipients => Estimate.Recipients + Out;
}

/// <summary>A page of the people behind a figure.</summary>
/// <param name="Items">The people.</param>
/// <param name="Next">The mark of the next page; null: at the end.</param>
/// <param name="IsCutShort">Whether the page is not full only because a great many were looked through for it.</param>
public sealed record AudienceRows(IReadOnlyList<AudienceRow> Items, string? Next, bool IsCutShort);

/// <summary>One of an audience, and where they stand.</summary>
/// <param name="ContactId">The person.</param>
/// <param name="To">Their number; null: none.</param>
/// <param name="Part">Where they stand.</param>
public sealed record AudienceRow(ContactId ContactId, PhoneNumber? To, AudiencePart Part)
{
    /// <summary>Who it is; null: not there any more.</summary>
    public string? Name { get; init; }

    /// <summary>Which words, where there are several.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Why nothing is sent; null: something is, or the person is no recipient.</summary>
    public SkipReason? Skip { get; init; }

    /// <summary>The rule that says so, or that gives the hours.</summary>
    public string? Rule { get; init; }

    /// <summary>The first instant at which it may leave; null: it does not.</summary>
    public DateTimeOffset? Earliest { get; init; }

    /// <summary>The exact words.</summary>
    public string? Body { get; init; }

    internal static AudienceRow Of(PlannedMessage planned) => new(
        planned.Recipient.Contact,
        planned.Recipient.To,
        planned.Recipient.Skip is not null ? AudiencePart.Out : planned.Recipient.IsHeld ? AudiencePart.Held : AudiencePart.In)
    {
        Variant = planned.Recipient.Variant,
        Skip = planned.Recipient.Skip,
        Rule = planned.Recipient.Rule,
        Earliest = planned.Recipient.Skip is null ? planned.Recipient.Open.Earliest : null,
        Body = planned.Body,
    };
}
