using System.Linq.Expressions;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Engagement;

/// <summary>
/// How much a person takes part, 0 to 100: each event counts its weight, halved for every thirty days since, and an opt-out sets all before it to nothing;
/// the score is 100·(1 − e^(−sum/10)) (statistics.md §10).
/// <para>
/// It is never stored. It falls from hour to hour by itself, so a stored one would be wrong the next day, and sending would have to write into every person
/// for it; asked of the events it is the same for everybody who looks, and each figure opens down to them.
/// </para>
/// </summary>
public sealed class EngagementScore(IEnumerable<IEngagementSource> sources, TimeProvider time)
{
    /// <summary>In so much time an event loses half of what it counts.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(30);

    /// <summary>Two scores nearer than this are the same.</summary>
    private const double Same = 1e-9;

    private const double Scale = 10;

    private readonly IEngagementSource[] _sources = [.. sources];

    /// <summary>The score of a sum.</summary>
    public static double Of(double sum) => 100 * (1 - Math.Exp(-sum / Scale));

    /// <summary>The scores of these people, and of nobody else.</summary>
    public async Task<IReadOnlyDictionary<ContactId, double>> OfAsync(CarillonDb db, IReadOnlyList<ContactId> people, CancellationToken cancellationToken)
    {
        if (people.Count == 0)
        {
            return new Dictionary<ContactId, double>();
        }

        var sum = Sum(db, db.Workspace, time.GetUtcNow());
        var row = Expression.Lambda<Func<Contact, Summed>>(
            Expression.MemberInit(
                Expression.New(typeof(Summed)),
                Expression.Bind(typeof(Summed).GetProperty(nameof(Summed.Person))!, Expression.Property(sum.Parameters[0], nameof(Contact.Id))), // both are named here
                Expression.Bind(typeof(Summed).GetProperty(nameof(Summed.Sum))!, sum.Body)),
            sum.Parameters);
        return await db.Contacts.AsNoTracking().Where(contact => people.Contains(contact.Id)).Select(row).ToDictionaryAsync(one => one.Person, one => Of(one.Sum), cancellationToken);
    }

    /// <summary>What a person's score is made of, a kind of event each.</summary>
    public async Task<IReadOnlyList<EngagementPart>> PartsAsync(CarillonDb db, ContactId person, CancellationToken cancellationToken)
    {
        var (now, span) = (Seconds(time.GetUtcNow()), HalfLife.TotalSeconds);
        var people = db.Contacts;
        var left = await OptOuts(db, db.Workspace).Where(said => people.Any(contact => contact.Id == person && contact.Phone == (PhoneNumber?)said.Phone))
            .MaxAsync(said => (DateTimeOffset?)said.At, cancellationToken);
        List<EngagementPart> parts = [];
        foreach (var source in _sources)
        {
            var events = source.Of(db, db.Workspace).Where(one => one.Person == person && (left == null || one.At > left));
            var found = await events.GroupBy(one => one.Person).Select(group => new { Count = group.Count(), Sum = group.Sum(one => SqlTimes.Halved(one.At, now, span)) })
                .FirstOrDefaultAsync(cancellationToken);
            parts.Add(new EngagementPart(source.Words, source.Weight, found?.Count ?? 0, source.Weight * (found?.Sum ?? 0)));
        }

        return parts;
    }

    /// <summary>Those whose score lies in a range, as a condition that the database answers.</summary>
    /// <param name="db">The context.</param>
    /// <param name="workspace">Whose people.</param>
    /// <param name="now">As of when.</param>
    /// <param name="from">At least so much; null: no bound.</param>
    /// <param name="to">At most so much; null: no bound.</param>
    /// <param name="hasFrom">Whether the lower bound itself is in.</param>
    /// <param name="hasTo">Whether the upper one is.</param>
    public Expression<Func<Contact, bool>> Within(CarillonDb db, WorkspaceId workspace, DateTimeOffset now, double? from, double? to, bool hasFrom, bool hasTo)
    {
        var sum = Sum(db, workspace, now);
        List<Expression> bounds = [];
        if (from is { } least)
        {
            bounds.Add(Expression.GreaterThanOrEqual(sum.Body, Expression.Constant(SumOf(hasFrom ? least - Same : least + Same))));
        }

        if (to is { } most)
        {
            bounds.Add(Expression.LessThan(sum.Body, Expression.Constant(SumOf(hasTo ? most + Same : most - Same))));
        }

        return Expression.Lambda<Func<Contact, bool>>(bounds.Aggregate<Expression, Expression>(Expression.Constant(true), Expression.AndAlso), sum.Parameters);
    }

    /// <summary>The sum that has a score; no sum reaches a hundred, and each reaches less than nothing.</summary>
    private static double SumOf(double score) => score >= 100 ? double.MaxValue : score <= 0 ? -1 : -Scale * Math.Log(1 - (score / 100));

    /// <summary>What all of a person's events count at an instant.</summary>
    private Expression<Func<Contact, double>> Sum(CarillonDb db, WorkspaceId workspace, DateTimeOffset at)
    {
        var (now, span) = (Seconds(at), HalfLife.TotalSeconds);
        Expression<Func<EngagementEvent, double>> left = one => SqlTimes.Halved(one.At, now, span);
        var person = Expression.Parameter(typeof(Contact), "contact");
        Expression sum = Expression.Constant(0.0);
        foreach (var source in _sources)
        {
            var events = Counting(db, workspace, source);
            var own = new ParameterReplacement(events.Parameters[0], person).Visit(events.Body);
            sum = Expression.Add(sum, Expression.Multiply(Expression.Constant(source.Weight), Expression.Call(typeof(Queryable), nameof(Queryable.Sum), [typeof(EngagementEvent)], own, left)));
        }

        return Expression.Lambda<Func<Contact, double>>(sum, person);
    }

    /// <summary>A person's events behind their last opt-out.</summary>
    private static Expression<Func<Contact, IQueryable<EngagementEvent>>> Counting(CarillonDb db, WorkspaceId workspace, IEngagementSource source)
    {
        var events = source.Of(db, workspace);
        var optOuts = OptOuts(db, workspace);
        return contact => events.Where(one => one.Person == contact.Id && !optOuts.Any(said => (PhoneNumber?)said.Phone == contact.Phone && said.At >= one.At));
    }

    private static IQueryable<ConsentEvent> OptOuts(CarillonDb db, WorkspaceId workspace) =>
        db.ConsentEvents.Where(said => said.WorkspaceId == workspace && said.Kind == ConsentEventKind.OptOut && said.Channel == Channel.Sms);

    private static double Seconds(DateTimeOffset at) => Instants.ToMicroseconds(at) / 1e6;

    private sealed class Summed
    {
        public ContactId Person { get; init; }

        public double Sum { get; init; }
    }
}

/// <summary>What one kind of event adds to a person's score.</summary>
/// <param name="Words">The events, in the plural.</param>
/// <param name="Weight">What one counts on its day.</param>
/// <param name="Count">How many there are since the last opt-out.</param>
/// <param name="Sum">What they count now.</param>
public sealed record EngagementPart(string Words, double Weight, int Count, double Sum);
