using System.Linq.Expressions;
using System.Text.Json;
using Carillon.Audiences.Filters;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Audiences;

/// <summary>Segments: making, changing, removing and looking at whom a filter means now.</summary>
public sealed class SegmentBook(CarillonDb db, AudienceQuery audiences, ICampaignUses uses, TimeProvider time)
{
    private const int MostInName = 200;

    /// <summary>How many of the newest are looked at first.</summary>
    private const int MostNewest = 2_000;

    /// <summary>Whoever is told from all whom a filter means, when they are no more than this.</summary>
    private const int MostFew = 10_000;

    /// <summary>One segment; null when there is none here.</summary>
    public Task<Segment?> FindAsync(SegmentId id, CancellationToken cancellationToken) =>
        db.Segments.AsNoTracking().FirstOrDefaultAsync(segment => segment.Id == id, cancellationToken);

    /// <summary>A page of segments by name, after a name.</summary>
    public async Task<IReadOnlyList<Segment>> ListAsync(string? afterName, int most, CancellationToken cancellationToken)
    {
        var segments = db.Segments.AsNoTracking();
        if (afterName is not null)
        {
            segments = segments.Where(segment => segment.Name.CompareTo(afterName) > 0);
        }

        return await segments.OrderBy(segment => segment.Name).Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>How many segments there are.</summary>
    public Task<int> CountAsync(CancellationToken cancellationToken) => db.Segments.CountAsync(cancellationToken);

    /// <summary>Makes a segment.</summary>
    public async Task<SegmentOutcome> AddAsync(string? name, JsonElement? filter, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        await CheckAsync(filter, "filter", errors, cancellationToken);
        var now = time.GetUtcNow().Stored();
        var segment = new Segment
        {
            Id = Id.New<SegmentId>(time),
            WorkspaceId = db.Workspace,
            Name = CheckedName(name, errors),
            Filter = filter?.GetRawText() ?? "",
            CreatedAt = now,
            UpdatedAt = now,
        };
        return await StoreAsync(segment, isNew: true, errors, cancellationToken);
    }

    /// <summary>Renames a segment or gives it another filter.</summary>
    public async Task<SegmentOutcome> ChangeAsync(SegmentId id, Given<string?> name, Given<JsonElement?> filter, CancellationToken cancellationToken)
    {
        var segment = await db.Segments.FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (segment is null)
        {
            return new SegmentOutcome.NotFound();
        }

        var errors = new FieldErrors();
        if (filter.IsGiven)
        {
            await CheckAsync(filter.Value, "filter", errors, cancellationToken);
            segment.Filter = filter.Value?.GetRawText() ?? "";
        }

        segment.Name = name.IsGiven ? CheckedName(name.Value, errors) : segment.Name;
        segment.UpdatedAt = time.GetUtcNow().Stored();
        return await StoreAsync(segment, isNew: false, errors, cancellationToken);
    }

    /// <summary>Removes a segment, unless a campaign means people by it; the people stay.</summary>
    public async Task<Removal> RemoveAsync(SegmentId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await uses.OfSegmentAsync(db, id, cancellationToken) is { } campaign)
        {
            return new Removal.InUse($"The campaign “{campaign}” means or leaves out this segment. Change or cancel the campaign first.");
        }

        var removed = await db.Segments.Where(segment => segment.Id == id).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return removed > 0 ? new Removal.Done() : new Removal.NotFound();
    }

    /// <summary>How many people a filter means now, and the newest of them.</summary>
    public async Task<SegmentPreview> PreviewAsync(JsonElement? filter, int sample, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (await CheckAsync(filter, "filter", errors, cancellationToken) is null || filter is null)
        {
            return new SegmentPreview.Invalid(errors);
        }

        var (count, first) = await LookAsync(filter.Value, sample, cancellationToken);
        return new SegmentPreview.Found(count, first) { Warnings = audiences.Warnings(filter.Value) };
    }

    /// <summary>
    /// Who the newest are is looked up among the newest of all, and for a filter that hardly anybody meets told from all whom it means: in the order of time
    /// an engine would go through everybody until it has enough of them.
    /// </summary>
    private async Task<(long Count, IReadOnlyList<ContactId> First)> LookAsync(JsonElement filter, int sample, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var newest = Newest(db.Contacts.AsNoTracking().Where(contact => contact.WorkspaceId == db.Workspace)).Take(MostNewest);
        var first = await Newest(newest.Where(await MeantAsync(db, isOfFew: true))).Take(sample).Select(contact => contact.Id).ToListAsync(cancellationToken);
        if (first.Count < sample)
        {
            var few = await db.AskOfAllAsync<Contact, List<Place>>(
                async (part, people) => await people.Where(await MeantAsync(part)).Select(contact => new Place(contact.CreatedAt, contact.Id)).Take(MostFew + 1).ToListAsync(cancellationToken),
                cancellationToken);
            var all = few.Sum(part => part.Count);
            if (all <= MostFew)
            {
                return (all, [.. few.SelectMany(part => part).OrderByDescending(place => place.At).ThenByDescending(place => place.Id).Take(sample).Select(place => place.Id)]);
            }

            first = await Newest(db.Contacts.AsNoTracking().Where(contact => contact.WorkspaceId == db.Workspace).Where(await MeantAsync(db))).Take(sample).Select(contact => contact.Id).ToListAsync(cancellationToken);
        }

        var counts = await db.AskOfAllAsync<Contact, long>(async (part, people) => await people.Where(await MeantAsync(part)).LongCountAsync(cancellationToken), cancellationToken);
        return (counts.Sum(), first);

        Task<Expression<Func<Contact, bool>>> MeantAsync(CarillonDb asked, bool isOfFew = false) => audiences.ConditionAsync(asked, db.Workspace, filter, now, cancellationToken, isOfFew);
    }

    private static IOrderedQueryable<Contact> Newest(IQueryable<Contact> people) => people.OrderByDescending(contact => contact.CreatedAt).ThenByDescending(contact => contact.Id);

    /// <summary>Reads a filter and says what is wrong with it, names of lists and campaigns included.</summary>
    public Task<FilterNode?> CheckAsync(JsonElement? filter, string path, FieldErrors errors, CancellationToken cancellationToken) =>
        new FilterCheck(audiences, time).CheckAsync(db, filter, path, list: null, errors, cancellationToken);

    private async Task<SegmentOutcome> StoreAsync(Segment segment, bool isNew, FieldErrors errors, CancellationToken cancellationToken)
    {
        if (errors.IsEmpty && await db.Segments.AnyAsync(other => other.Name == segment.Name && other.Id != segment.Id, cancellationToken))
        {
            errors.Add("name", "There is a segment of this name already.");
        }

        if (!errors.IsEmpty)
        {
            db.ChangeTracker.Clear();
            return new SegmentOutcome.Invalid(errors);
        }

        if (isNew)
        {
            db.Segments.Add(segment);
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return new SegmentOutcome.Saved(segment);
    }

    private static string CheckedName(string? name, FieldErrors errors)
    {
        var text = name?.Trim() ?? "";
        if (text.Length is 0 or > MostInName || text.Contains('\0', StringComparison.Ordinal))
        {
            errors.Add("name", $"A segment needs a name of at most {MostInName} characters.");
        }

        return text;
    }
}

/// <summary>Where somebody stands in the order of contacts.</summary>
internal sealed record Place(DateTimeOffset At, ContactId Id);

/// <summary>What became of a change to a segment.</summary>
public abstract record SegmentOutcome
{
    private SegmentOutcome()
    {
    }

    /// <summary>It was made.</summary>
    public sealed record Saved(Segment Segment) : SegmentOutcome;

    /// <summary>There is no such segment here.</summary>
    public sealed record NotFound : SegmentOutcome;

    /// <summary>Fields cannot be taken as given.</summary>
    public sealed record Invalid(FieldErrors Errors) : SegmentOutcome;
}

/// <summary>Whom a filter means now.</summary>
public abstract record SegmentPreview
{
    private SegmentPreview()
    {
    }

    /// <summary>How many, and the newest of them.</summary>
    public sealed record Found(long Count, IReadOnlyList<ContactId> Sample) : SegmentPreview
    {
        /// <summary>Conditions that can hold for nobody yet, because nothing here records what they ask for.</summary>
        public IReadOnlyList<string> Warnings { get; init; } = [];
    }

    /// <summary>The filter cannot be taken as given.</summary>
    public sealed record Invalid(FieldErrors Errors) : SegmentPreview;
}
