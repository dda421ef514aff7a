using System.Linq.Expressions;
using System.Text.Json;
using Carillon.Access;
using Carillon.Audiences.Filters;
using Carillon.Contacts;
using Carillon.Contacts.Engagement;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Audiences;

/// <summary>
/// The one place that knows whom an audience means and whom of them its own rules skip. Launch, estimate and the audience's
/// page ask here, so that what is promised before is what is done after.
/// </summary>
/// <param name="reactions">How people answer campaigns.</param>
/// <param name="engagement">How much people take part.</param>
/// <param name="campaigns">Which campaigns there are; null: nobody here knows, and every id is taken.</param>
public sealed class AudienceQuery(IEnumerable<ICampaignReactions> reactions, EngagementScore engagement, IKnownCampaigns? campaigns = null)
{
    /// <summary>The rule that decisions cite when the audience itself skips somebody.</summary>
    public const string Rule = "audience";

    /// <summary>The condition of a filter that was found sound before it was stored.</summary>
    /// <param name="db">A context that sees the workspace.</param>
    /// <param name="workspace">Whose people.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="now">What relative days are counted from.</param>
    /// <param name="cancellationToken">Stops the reading of lists.</param>
    /// <param name="isOfFew">Whether it is asked of few people only, some thousands.</param>
    public async Task<Expression<Func<Contact, bool>>> ConditionAsync(
        CarillonDb db, WorkspaceId workspace, JsonElement filter, DateTimeOffset now, CancellationToken cancellationToken, bool isOfFew = false)
    {
        var reader = await ReaderAsync(db, workspace, now, cancellationToken);
        var node = Sound(reader, filter);
        var lists = await DynamicLists.AmongAsync(db, workspace, reader, DynamicLists.NamedIn(node), cancellationToken);
        return new FilterQuery(db, workspace, now, reactions, engagement, isOfFew).Of(lists.Opened(node));
    }

    /// <summary>Those of these campaigns that are none of the scope's.</summary>
    internal async Task<IReadOnlyList<CampaignId>> UnknownAsync(CarillonDb db, IReadOnlyList<CampaignId> ids, CancellationToken cancellationToken) =>
        campaigns is null || ids.Count == 0 ? [] : [.. ids.Except(await campaigns.AmongAsync(db, ids, cancellationToken))];

    /// <summary>What of a filter can hold for nobody yet, because nothing here records what it asks for: said, so that an empty answer is no riddle.</summary>
    public IReadOnlyList<string> Warnings(JsonElement filter)
    {
        var warnings = new List<string>();
        var known = reactions.Select(source => source.Kind).ToHashSet();
        foreach (var (field, op) in Leaves(filter))
        {
            if (field is "campaign" && Enum.GetValues<CampaignReaction>().FirstOrDefault(kind => string.Equals(kind.ToString(), op, StringComparison.OrdinalIgnoreCase)) is var kind
                && string.Equals(kind.ToString(), op, StringComparison.OrdinalIgnoreCase) && !known.Contains(kind))
            {
                warnings.Add($"Nobody {op} yet as far as is recorded here: this condition holds for nobody.");
            }
        }

        return [.. warnings.Distinct()];
    }

    private static IEnumerable<(string? Field, string? Op)> Leaves(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.Object when node.TryGetProperty("field", out var field) => [(field.GetString(), node.TryGetProperty("op", out var op) ? op.GetString() : null)],
        JsonValueKind.Object => node.EnumerateObject().SelectMany(member => Leaves(member.Value)),
        JsonValueKind.Undefined or JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => [],
        _ => [],
    };

    /// <summary>Everybody an audience means, whoever of them may be skipped included; its limit is not applied.</summary>
    /// <param name="db">A context that sees the workspace.</param>
    /// <param name="workspace">Whose people.</param>
    /// <param name="audience">Whom it names.</param>
    /// <param name="now">What relative days are counted from.</param>
    /// <param name="cancellationToken">Stops the reading of segments.</param>
    public async Task<IQueryable<Contact>> PeopleAsync(CarillonDb db, WorkspaceId workspace, Audience audience, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (meant, excluded) = await MeantAsync(db, workspace, audience, now, cancellationToken);
        return meant.Count == 0
            ? Everybody(db, workspace).Where(contact => false)
            : Everybody(db, workspace).Where(new FilterQuery(db, workspace, now, reactions, engagement).Of(Minus(new FilterNode.Any(meant), excluded)));
    }

    /// <summary>Whom an audience names and excludes again: they are no recipients.</summary>
    public async Task<IQueryable<Contact>> ExcludedAsync(CarillonDb db, WorkspaceId workspace, Audience audience, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (meant, excluded) = await MeantAsync(db, workspace, audience, now, cancellationToken);
        return meant.Count == 0 || excluded.Count == 0
            ? Everybody(db, workspace).Where(contact => false)
            : Everybody(db, workspace).Where(new FilterQuery(db, workspace, now, reactions, engagement).Of(new FilterNode.All([new FilterNode.Any(meant), new FilterNode.Any(excluded)])));
    }

    /// <summary>Up to a page of those people in the order of their ids, behind a mark.</summary>
    public async Task<IReadOnlyList<ContactId>> PageAsync(
        CarillonDb db, WorkspaceId workspace, Audience audience, ContactId? after, int most, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var mark = after ?? default;
        var (members, meant, excluded) = await NodesAsync(db, workspace, audience, now, cancellationToken);
        var query = new FilterQuery(db, workspace, now, reactions, engagement);
        var found = new HashSet<ContactId>();
        foreach (var list in members)
        {
            // Along the members of one list after the other, in the order they are stored in: a page costs a page, however long the lists are and
            // however many people there are beside them. The first of each together hold the first of all.
            var people = db.ListMembers.AsNoTracking().Where(member => member.ListId == list && member.ContactId > mark).Select(member => member.ContactId);
            found.UnionWith(await Without(people).OrderBy(id => id).Take(most).ToListAsync(cancellationToken));
        }

        if (audience.ContactIds.Count > 0)
        {
            var named = audience.ContactIds.Where(id => id > mark).Distinct().Order().Take(most).ToList();
            found.UnionWith(await Without(Everybody(db, workspace).Where(contact => named.Contains(contact.Id)).Select(contact => contact.Id)).ToListAsync(cancellationToken));
        }

        if (meant.Count > 0)
        {
            var people = Everybody(db, workspace).Where(query.Of(Minus(new FilterNode.Any(meant), excluded))).Where(contact => contact.Id > mark);
            found.UnionWith(await people.OrderBy(contact => contact.Id).Take(most).Select(contact => contact.Id).ToListAsync(cancellationToken));
        }

        return [.. found.Order().Take(most)];

        IQueryable<ContactId> Without(IQueryable<ContactId> people)
        {
            if (excluded.Count == 0)
            {
                return people;
            }

            var unwanted = Everybody(db, workspace).Where(query.Of(new FilterNode.Any(excluded)));
            return people.Where(id => !unwanted.Any(contact => contact.Id == id));
        }
    }

    /// <summary>People whom a message of ours reached so lately that the audience skips them; nobody when it does not ask for that.</summary>
    public static IQueryable<ContactId> RecentlyContacted(CarillonDb db, WorkspaceId workspace, Audience audience, DateTimeOffset now)
    {
        var since = audience.MinDaysSinceContact is { } days ? now.AddDays(-days) : DateTimeOffset.MaxValue;
        return db.OutboundMessages.AsNoTracking()
            .Where(message => message.WorkspaceId == workspace && message.SentAt >= since && message.ContactId != null)
            .Select(message => message.ContactId!.Value); // the condition before it
    }

    /// <summary>
    /// Why the audience's own rules skip somebody; what the law and the number's owner forbid is asked before. A landline is never texted; an audience
    /// for mobile lines leaves out every line that is known to be another, one over the internet too.
    /// </summary>
    public static SkipReason? Skip(Audience audience, LineType line, bool isRecentlyContacted) =>
        line is LineType.Landline || (audience.IsMobileOnly && !NumberPlan.MayBeMobile(line)) ? SkipReason.Landline
        : isRecentlyContacted && audience.MinDaysSinceContact is not null ? SkipReason.RecentlyContacted
        : null;

    private static IQueryable<Contact> Everybody(CarillonDb db, WorkspaceId workspace) => db.Contacts.AsNoTracking().Where(contact => contact.WorkspaceId == workspace);

    private static FilterNode Minus(FilterNode meant, List<FilterNode> excluded) =>
        excluded.Count == 0 ? meant : new FilterNode.All([meant, new FilterNode.Not(new FilterNode.Any(excluded))]);

    /// <summary>What lists, names, segments and the filter mean, and what is excluded.</summary>
    private static async Task<(List<FilterNode> Meant, List<FilterNode> Excluded)> MeantAsync(
        CarillonDb db, WorkspaceId workspace, Audience audience, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (members, meant, excluded) = await NodesAsync(db, workspace, audience, now, cancellationToken);
        if (members.Count > 0)
        {
            meant.Add(new FilterNode.Leaf(new FilterTest.OnList(members)));
        }

        if (audience.ContactIds.Count > 0)
        {
            meant.Add(new FilterNode.Leaf(new FilterTest.OneOf(audience.ContactIds)));
        }

        return (meant, excluded);
    }

    /// <summary>The lists that have members, what segments, the filter and lists by filter mean, and what is excluded.</summary>
    private static async Task<(IReadOnlyList<ContactListId> Members, List<FilterNode> Meant, List<FilterNode> Excluded)> NodesAsync(
        CarillonDb db, WorkspaceId workspace, Audience audience, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (meant, excluded) = (new List<FilterNode>(), new List<FilterNode>());
        var reader = await ReaderAsync(db, workspace, now, cancellationToken);
        var ids = audience.Segments.Concat(audience.ExcludeSegments).Distinct().ToList();
        var filters = ids.Count == 0 ? []
            : await db.Segments.AsNoTracking().Where(segment => ids.Contains(segment.Id)).ToDictionaryAsync(segment => segment.Id, segment => segment.Filter, cancellationToken);
        meant.AddRange(audience.Segments.Where(filters.ContainsKey).Select(id => Sound(reader, filters[id])));
        excluded.AddRange(audience.ExcludeSegments.Where(filters.ContainsKey).Select(id => Sound(reader, filters[id])));
        if (audience.Filter is { } filter)
        {
            meant.Add(Sound(reader, filter));
        }

        if (audience.ExcludeLists.Count > 0)
        {
            excluded.Add(new FilterNode.Leaf(new FilterTest.OnList(audience.ExcludeLists)));
        }

        var lists = await DynamicLists.AmongAsync(db, workspace, reader, audience.Lists.Concat(meant.Concat(excluded).SelectMany(DynamicLists.NamedIn)), cancellationToken);
        var byFilter = lists.Among(audience.Lists);
        meant.AddRange(byFilter.Select(list => new FilterNode.Leaf(new FilterTest.OnList([list]))));
        return ([.. audience.Lists.Except(byFilter)], meant.ConvertAll(lists.Opened), excluded.ConvertAll(lists.Opened));
    }

    private static async Task<FilterReader> ReaderAsync(CarillonDb db, WorkspaceId workspace, DateTimeOffset now, CancellationToken cancellationToken) => new(
        now, await db.Workspaces.Where(row => row.Id == workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken));

    /// <summary>A stored filter, read again.</summary>
    internal static FilterNode Sound(FilterReader reader, string filter) => Sound(reader, JsonSerializer.Deserialize<JsonElement>(filter));

    private static FilterNode Sound(FilterReader reader, JsonElement filter)
    {
        var errors = new FieldErrors();
        return reader.Read(filter, "filter", errors)
            ?? throw new InvalidOperationException($"A stored filter is not sound any more: {string.Join("; ", errors.ByField.SelectMany(pair => pair.Value))}");
    }
}
