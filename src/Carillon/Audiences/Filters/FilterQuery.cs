using System.Linq.Expressions;
using System.Text.Json;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Contacts.Engagement;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Audiences.Filters;

/// <summary>
/// Makes of a filter one condition on people that the database answers as a set. Opposites are carried down to the leaves, so
/// that what is not known never counts as known: in SQL the opposite of an unknown comparison would be unknown again.
/// </summary>
/// <param name="db">The context whose sets the condition asks.</param>
/// <param name="workspace">Whose people.</param>
/// <param name="now">As of when people take part.</param>
/// <param name="reactions">What later rooms know of answers.</param>
/// <param name="engagement">How much people take part.</param>
/// <param name="isOfFew">Whether it is asked of few people only, some thousands.</param>
public sealed class FilterQuery(CarillonDb db, WorkspaceId workspace, DateTimeOffset now, IEnumerable<ICampaignReactions> reactions, EngagementScore engagement, bool isOfFew = false)
{
    /// <summary>What it takes to ask another set about a person.</summary>
    private const int OtherSet = 3;

    /// <summary>The condition.</summary>
    public Expression<Func<Contact, bool>> Of(FilterNode node)
    {
        var contact = Expression.Parameter(typeof(Contact), "contact");
        return Expression.Lambda<Func<Contact, bool>>(Condition(node, contact, isOpposite: false, isOfFew ? Left.Few : Left.All), contact);
    }

    private Expression Condition(FilterNode node, ParameterExpression contact, bool isOpposite, Left left) => node switch
    {
        FilterNode.All all => Joined(all.Parts, contact, isOpposite, isAll: !isOpposite, left),
        FilterNode.Any any => Joined(any.Parts, contact, isOpposite, isAll: isOpposite, left),
        FilterNode.Not not => Condition(not.Inner, contact, !isOpposite, left),
        FilterNode.Leaf leaf => Leaf(leaf.Test, contact, isOpposite, left),
        _ => throw new InvalidOperationException($"No such node: {node}."),
    };

    /// <summary>What is quickly told comes first: whoever it rules out is asked nothing more, and of those who are left other sets are asked one by one.</summary>
    private Expression Joined(IReadOnlyList<FilterNode> parts, ParameterExpression contact, bool isOpposite, bool isAll, Left left)
    {
        var after = isAll ? parts.Select(part => Leaves(part, isOpposite)).Append(left).Max() : left;
        return parts
            .OrderBy(Weight)
            .Select(part => Condition(part, contact, isOpposite, after))
            .Aggregate(isAll ? Expression.AndAlso : Expression.OrElse);
    }

    /// <summary>Who is left for other sets where this is asked before them: few of those who have a certain word, many of those whom something else of their row tells.</summary>
    private static Left Leaves(FilterNode node, bool isOpposite) =>
        Weight(node) >= OtherSet ? Left.All
        : node is FilterNode.Not not ? Leaves(not.Inner, !isOpposite)
        : !isOpposite && node is FilterNode.Leaf { Test: FilterTest.TextIs or FilterTest.TextHas or FilterTest.HasTag or FilterTest.OneOf } ? Left.Few
        : Left.Many;

    /// <summary>There may be many times as many messages as people: where not everybody is left, each is asked about.</summary>
    private static Left OfMessages(Left left) => left is Left.Many ? Left.Few : left;

    /// <summary>How much it takes to tell of one person, roughly: a field of the row, a text of it, an own field read out of its text, another set.</summary>
    private static int Weight(FilterNode node) => node switch
    {
        FilterNode.All all => all.Parts.Max(Weight),
        FilterNode.Any any => any.Parts.Max(Weight),
        FilterNode.Not not => Weight(not.Inner),
        FilterNode.Leaf { Test: FilterTest.TextIs { Source.Attribute: null } or FilterTest.TextExists { Source.Attribute: null } or FilterTest.StatusIs or FilterTest.LineIs or FilterTest.HasTags or FilterTest.OneOf } => 0,
        FilterNode.Leaf { Test: FilterTest.NumberExists { Source.Attribute: null } } => 0,
        FilterNode.Leaf { Test: FilterTest.NumberRange { Source.Attribute: null } } => OtherSet + 2,
        FilterNode.Leaf { Test: FilterTest.InstantRange { Field: not InstantField.LastContactedAt } } => 0,
        FilterNode.Leaf { Test: FilterTest.TextHas { Source.Attribute: null } or FilterTest.HasTag or FilterTest.TextIs } => 1,
        FilterNode.Leaf { Test: FilterTest.TextHas or FilterTest.TextExists or FilterTest.NumberRange or FilterTest.NumberExists or FilterTest.DayRange } => 2,
        FilterNode.Leaf { Test: FilterTest.OnList } => OtherSet,
        _ => OtherSet + 1,
    };

    private Expression Leaf(FilterTest test, ParameterExpression contact, bool isOpposite, Left left)
    {
        switch (test)
        {
            case FilterTest.TextIs { Source: { Field: TextField.Attribute, Attribute: { } name } } own:
                return Holds(AsText(nameof(Contact.Attributes), contact), own.Values.Select(value => PlainField.Whole(name, value)), isOpposite);
            case FilterTest.TextIs text:
                return Valued(Text(text.Source, contact), Is(text.Values), isOpposite);
            case FilterTest.TextHas has:
                return Valued(Text(has.Source, contact), Has(has), isOpposite);
            case FilterTest.TextExists exists:
                return Valued<string?>(Text(exists.Source, contact), value => value != null && value != "", isOpposite);
            case FilterTest.NumberRange { Source.Attribute: null } score:
                return Plain(engagement.Within(db, workspace, now, score.From, score.To, score.HasFrom, score.HasTo), contact, isOpposite);
            case FilterTest.NumberExists { Source.Attribute: null }:
                return Expression.Constant(!isOpposite); // everybody has one
            case FilterTest.NumberRange range:
                return Valued(Number(range.Source, contact), Within(range), isOpposite);
            case FilterTest.NumberExists exists:
                return Valued<double?>(Number(exists.Source, contact), value => value != null, isOpposite);
            case FilterTest.DayRange range:
                return Valued(Day(range.Attribute, contact), Within(range), isOpposite);
            case FilterTest.InstantRange range:
                return Instant(range, contact, isOpposite, left);
            case FilterTest.StatusIs status:
                var statuses = status.Values.ToList();
                return Plain(person => statuses.Contains(person.Status), contact, isOpposite);
            case FilterTest.LineIs line:
                var lines = line.Values.ToList();
                return Plain(person => lines.Contains(person.LineType), contact, isOpposite);
            case FilterTest.OneOf one:
                var people = one.People.ToList();
                return Plain(person => people.Contains(person.Id), contact, isOpposite);
            case FilterTest.HasTag tag:
                // As the column holds it: a JSON list of texts, quotes and all that is not ASCII escaped.
                return Holds(AsText(nameof(Contact.Tags), contact), tag.Tags.Select(word => JsonSerializer.Serialize(word, Conversions.Json)), isOpposite);
            case FilterTest.HasTags:
                return Plain(person => (string)(object)person.Tags != "[]", contact, isOpposite);
            case FilterTest.ConsentIs consent:
                return consent.Values.Distinct().Select(status => Consent(status, contact, isOpposite, left)).Aggregate(isOpposite ? Expression.AndAlso : Expression.OrElse);
            default:
                return Opposite(Membership(test, contact, left), isOpposite);
        }
    }

    /// <summary>Statements that another set answers.</summary>
    private Expression Membership(FilterTest test, ParameterExpression contact, Left left)
    {
        var id = Expression.Property(contact, nameof(Contact.Id));
        switch (test)
        {
            case FilterTest.OnList list:
                var lists = list.Lists.ToList();
                var members = lists is [var only] ? db.Set<ListMember>().Where(member => member.ListId == only) : db.Set<ListMember>().Where(member => lists.Contains(member.ListId));
                return db.IsIn(members.Select(member => member.ContactId), id, left);
            case FilterTest.Received received:
                return db.IsIn(People(MessagesOf(received.Campaign).Where(message => message.SentAt != null)), id, OfMessages(left));
            case FilterTest.Delivered delivered:
                return db.IsIn(People(MessagesOf(delivered.Campaign).Where(message => message.Status == MessageStatus.Delivered)), id, OfMessages(left));
            case FilterTest.Reacted reacted:
                var known = reactions.FirstOrDefault(source => source.Kind == reacted.Reaction);
                return known is null ? Expression.Constant(false) : db.IsIn(known.Of(db, workspace, reacted.Campaign), id, OfMessages(left));
            default:
                throw new InvalidOperationException($"No such statement: {test}.");
        }
    }

    /// <summary>As a contact's consent is shown: an opt-out wins over what was agreed. The opposite is said of each set by itself, which an engine answers by joining.</summary>
    private Expression Consent(ConsentStatus status, ParameterExpression contact, bool isOpposite, Left left)
    {
        var phone = Expression.Property(contact, nameof(Contact.Phone));
        var optedOut = db.Suppressions.Where(row => row.WorkspaceId == workspace && row.Channel == Channel.Sms && row.Reason == SkipReason.OptedOut).Select(row => (PhoneNumber?)row.Phone);
        return (status, isOpposite) switch
        {
            (ConsentStatus.Unsubscribed, false) => db.IsInAny([optedOut, Stands(ConsentStatus.Unsubscribed)], phone, isOfFew),
            (ConsentStatus.Unsubscribed, true) => db.IsInNone([optedOut, Stands(ConsentStatus.Unsubscribed)], phone, isOfFew),
            (ConsentStatus.Subscribed, false) => Expression.AndAlso(db.IsInNone([optedOut], phone, isOfFew), db.IsIn(Stands(ConsentStatus.Subscribed, left is Left.Few), phone, left)),
            (ConsentStatus.Subscribed, true) => Expression.OrElse(db.IsInAny([optedOut], phone, isOfFew), Expression.Not(db.IsIn(Stands(ConsentStatus.Subscribed, left is Left.Few), phone, left))),
            (ConsentStatus.Unknown, false) => db.IsInNone([optedOut, Stands(ConsentStatus.Unsubscribed), Stands(ConsentStatus.Subscribed, isOfFew)], phone, isOfFew),
            (ConsentStatus.Unknown, true) => db.IsInAny([optedOut, Stands(ConsentStatus.Unsubscribed), Stands(ConsentStatus.Subscribed, isOfFew)], phone, isOfFew),
            _ => throw new InvalidOperationException($"No such consent: {status}."),
        };

        // Who agreed are most of those whose consent is known; of all who opted out there is an index.
        IQueryable<PhoneNumber?> Stands(ConsentStatus stands, bool isAskedOfFew = true) => (isAskedOfFew ? db.ConsentStates : db.Most<ConsentState>())
            .Where(row => row.WorkspaceId == workspace && row.Channel == Channel.Sms && row.Purpose == Purpose.Marketing && row.Status == EF.Constant(stands))
            .Select(row => (PhoneNumber?)row.Phone);
    }

    private IQueryable<OutboundMessage> MessagesOf(CampaignId campaign)
    {
        var runs = db.Runs.Where(run => run.CampaignId == campaign && run.WorkspaceId == workspace).Select(run => run.Id);
        return db.OutboundMessages.Where(message => message.CampaignId == campaign && message.CampaignId != null && runs.Contains(message.RunId));
    }

    private static IQueryable<ContactId> People(IQueryable<OutboundMessage> messages) =>
        messages.Where(message => message.ContactId != null).Select(message => message.ContactId!.Value); // the condition before it

    private Expression Instant(FilterTest.InstantRange range, ParameterExpression contact, bool isOpposite, Left left)
    {
        if (range.Field is InstantField.LastContactedAt)
        {
            return Opposite(Contacted(range, contact, left), isOpposite);
        }

        Expression at = range.Field is InstantField.CreatedAt
            ? Expression.Convert(Expression.Property(contact, nameof(Contact.CreatedAt)), typeof(DateTimeOffset?))
            : Expression.Property(contact, nameof(Contact.LastRepliedAt));
        var (from, before) = (range.From, range.Before);
        return (from, before) switch
        {
            (not null, not null) => Valued<DateTimeOffset?>(at, value => value >= from && value < before, isOpposite),
            (not null, null) => Valued<DateTimeOffset?>(at, value => value >= from, isOpposite),
            (null, not null) => Valued<DateTimeOffset?>(at, value => value < before, isOpposite),
            (null, null) => Valued<DateTimeOffset?>(at, value => value != null, isOpposite),
        };
    }

    /// <summary>The last of a person's messages lies in a range: there is one from its beginning on, and none after its end.</summary>
    private Expression Contacted(FilterTest.InstantRange range, ParameterExpression contact, Left left)
    {
        var sent = db.OutboundMessages.Where(message => message.WorkspaceId == workspace && message.SentAt != null);
        var (from, before) = (range.From, range.Before);
        var isReached = IsIn(from is null ? sent : sent.Where(message => message.SentAt >= from));
        return before is null ? isReached : Expression.AndAlso(isReached, Expression.Not(IsIn(sent.Where(message => message.SentAt >= before))));

        Expression IsIn(IQueryable<OutboundMessage> messages) => db.IsIn(People(messages), Expression.Property(contact, nameof(Contact.Id)), OfMessages(left));
    }

    /// <summary>A column's text has one of these parts, letter by letter.</summary>
    private static Expression Holds(Expression column, IEnumerable<string> parts, bool isOpposite)
    {
        return Opposite(parts.Distinct().Select(part => Has(text => text.Contains(part))).Aggregate(Expression.OrElse), isOpposite);

        Expression Has(Expression<Func<string, bool>> part) => new ParameterReplacement(part.Parameters[0], column).Visit(part.Body);
    }

    private static Expression Text(TextSource source, ParameterExpression contact) => source.Field switch
    {
        TextField.FirstName => Expression.Property(contact, nameof(Contact.FirstName)),
        TextField.LastName => Expression.Property(contact, nameof(Contact.LastName)),
        TextField.Email => Expression.Property(contact, nameof(Contact.Email)),
        TextField.Phone => AsText(nameof(Contact.Phone), contact),
        TextField.TimeZone => Expression.Property(contact, nameof(Contact.TimeZone)),
        TextField.Region => Expression.Property(contact, nameof(Contact.Region)),
        TextField.Attribute => Attribute(source.Attribute ?? "", contact),
        _ => throw new InvalidOperationException($"No such field: {source.Field}."),
    };

    private static MethodCallExpression Number(NumberSource source, ParameterExpression contact) =>
        Expression.Call(typeof(SqlTexts), nameof(SqlTexts.Number), [], Attribute(source.Attribute ?? "", contact));

    private static MethodCallExpression Day(string attribute, ParameterExpression contact) =>
        Expression.Call(typeof(SqlTexts), nameof(SqlTexts.Day), [], Attribute(attribute, contact));

    private static MethodCallExpression Attribute(string name, ParameterExpression contact) =>
        Expression.Call(typeof(SqlTexts), nameof(SqlTexts.Field), [], AsText(nameof(Contact.Attributes), contact), Expression.Constant(name));

    /// <summary>A column as the text that it holds.</summary>
    private static UnaryExpression AsText(string property, ParameterExpression contact) =>
        Expression.Convert(Expression.Convert(Expression.Property(contact, property), typeof(object)), typeof(string));

    private static Expression<Func<string?, bool>> Is(IReadOnlyList<string> values)
    {
        if (values is [var single])
        {
            return value => value == single;
        }

        var several = values.ToList();
        return value => several.Contains(value!); // what is not there is in no list
    }

    private static Expression<Func<string?, bool>> Has(FilterTest.TextHas has)
    {
        var pattern = SqlTexts.Pattern(has.Part, has.IsAtStart);
        return value => SqlTexts.IsLike(value, pattern);
    }

    private static Expression<Func<double?, bool>> Within(FilterTest.NumberRange range)
    {
        var (from, to) = (range.From, range.To);
        return (from, to, range.HasFrom, range.HasTo) switch
        {
            (not null, not null, _, _) => value => value == from,
            (not null, null, true, _) => value => value >= from,
            (not null, null, false, _) => value => value > from,
            (null, not null, _, true) => value => value <= to,
            _ => value => value < to,
        };
    }

    private static Expression<Func<string?, bool>> Within(FilterTest.DayRange range)
    {
        var (from, to) = (range.From, range.To);
#pragma warning disable CA1309 // Becomes SQL, where days are compared byte by byte.
        return (from, to) switch
        {
            (not null, not null) => value => string.Compare(value, from) >= 0 && string.Compare(value, to) <= 0,
            (not null, null) => value => string.Compare(value, from) >= 0,
            _ => value => string.Compare(value, to) <= 0,
        };
#pragma warning restore CA1309
    }

    /// <summary>A statement about one value; where there is no value, its opposite holds.</summary>
    private static Expression Valued<T>(Expression value, Expression<Func<T, bool>> holds, bool isOpposite)
    {
        var body = new ParameterReplacement(holds.Parameters[0], value).Visit(holds.Body);
        return isOpposite ? Expression.OrElse(Expression.Equal(value, Expression.Constant(null, typeof(T))), Expression.Not(body)) : body;
    }

    private static Expression Plain(Expression<Func<Contact, bool>> holds, ParameterExpression contact, bool isOpposite) =>
        Opposite(new ParameterReplacement(holds.Parameters[0], contact).Visit(holds.Body), isOpposite);

    private static Expression Opposite(Expression holds, bool isOpposite) => isOpposite ? Expression.Not(holds) : holds;
}
