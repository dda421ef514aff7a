using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Bulk;

/// <summary>Where changes of many people are asked for, looked at and taken back. The work itself is <see cref="BulkWork"/>'s.</summary>
public sealed class BulkDesk(CarillonDb db, ContactSources sources, WakeSignals signals, TimeProvider time)
{
    /// <summary>The most people that can be named one by one.</summary>
    public const int MostNamed = 10_000;

    /// <summary>For how long a change can be taken back.</summary>
    public static readonly TimeSpan Undoable = TimeSpan.FromDays(30);

    /// <summary>Asks for a change.</summary>
    public async Task<BulkOutcome> AcceptAsync(BulkAction action, string? tag, ContactListId? list, BulkSelection selection, string actor, CancellationToken cancellationToken)
    {
        var errors = await CheckAsync(action, tag, list, selection, cancellationToken);
        if (!errors.IsEmpty)
        {
            return new BulkOutcome.Invalid(errors);
        }

        var change = new BulkChange
        {
            Id = Id.New<BulkChangeId>(time),
            WorkspaceId = db.Workspace,
            Action = action,
            TagName = IsOfTag(action) ? tag?.Trim() : null,
            ListId = IsOfList(action) ? list : null,
            Selection = selection,
            Actor = actor,
            CreatedAt = time.GetUtcNow().Stored(),
        };
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (change.ListId is { } held && await db.HoldListsAsync([held], cancellationToken) == 0)
        {
            return new BulkOutcome.Invalid(FieldErrors.Of("listId", await db.WhyNotJoinAsync(held, cancellationToken) ?? $"There is no list {held}."));
        }

        db.Add(change);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        signals.Raise(DueJobs.JobKind, DueJobs.Key(BulkWork.KindName, change.Id.ToString()));
        return new BulkOutcome.Accepted(change);
    }

    /// <summary>One change as it stands; null when there is none here.</summary>
    public Task<BulkChange?> FindAsync(BulkChangeId id, CancellationToken cancellationToken) => db.BulkChanges.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);

    /// <summary>Changes, the newest first.</summary>
    public async Task<IReadOnlyList<BulkChange>> ListAsync(DateTimeOffset? beforeAt, BulkChangeId? beforeId, int most, CancellationToken cancellationToken)
    {
        var rows = db.BulkChanges.AsNoTracking();
        if (beforeAt is { } at && beforeId is { } before)
        {
            rows = rows.Where(row => row.CreatedAt < at || (row.CreatedAt == at && row.Id < before));
        }

        return await rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Take(most).ToListAsync(cancellationToken);
    }

    /// <summary>How many people a selection means at this moment.</summary>
    public async Task<long> CountAsync(BulkSelection selection, CancellationToken cancellationToken) =>
        selection.IsEverybody ? 0 : await (await selection.PeopleAsync(db, sources, cancellationToken)).LongCountAsync(cancellationToken);

    /// <summary>The people behind a change's figures, in the order they are worked on; null: there is no such change here.</summary>
    /// <param name="id">The change.</param>
    /// <param name="part">Which figure.</param>
    /// <param name="after">The last one of the page before.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<BulkPerson>?> PeopleAsync(BulkChangeId id, BulkPart part, ContactId? after, int most, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is null)
        {
            return null;
        }

        var mark = after ?? default;
        var rows = db.BulkChangeRows.AsNoTracking().Where(row => row.ChangeId == id && row.ContactId > mark);
        rows = part switch
        {
            BulkPart.Meant => rows,
            BulkPart.Changed => rows.Where(row => row.IsChanged),
            BulkPart.Unchanged => rows.Where(row => row.IsDone && !row.IsChanged),
            BulkPart.Restored => rows.Where(row => row.Return == BulkReturn.Restored),
            BulkPart.Stayed => rows.Where(row => row.Return == BulkReturn.Stayed),
            _ => throw new InvalidOperationException($"No such part: {part}."),
        };
        var page = await rows.OrderBy(row => row.ContactId).Take(most).ToListAsync(cancellationToken);
        var ids = page.ConvertAll(row => row.ContactId);
        var people = await db.Contacts.AsNoTracking().Where(contact => ids.Contains(contact.Id)).ToDictionaryAsync(contact => contact.Id, cancellationToken);
        return [.. page.Select(row => BulkPerson.Of(row, people.GetValueOrDefault(row.ContactId)))];
    }

    /// <summary>Takes a change back that is through; what was changed otherwise since stays.</summary>
    public async Task<BulkOutcome> UndoAsync(BulkChangeId id, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Undoable;
        var begun = await db.BulkChanges.Where(row => row.Id == id && row.Status == BulkStatus.Completed && row.CreatedAt > since)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, BulkStatus.Undoing), cancellationToken) == 1;
        if (begun)
        {
            signals.Raise(DueJobs.JobKind, DueJobs.Key(BulkWork.KindName, id.ToString()));
        }

        return (await FindAsync(id, cancellationToken), begun) switch
        {
            (null, _) => new BulkOutcome.NotFound(),
            ({ } change, true) => new BulkOutcome.Accepted(change),
            ({ Status: BulkStatus.Undone or BulkStatus.Undoing }, false) => new BulkOutcome.CannotUndo("It was taken back already."),
            ({ Status: BulkStatus.Completed }, false) => new BulkOutcome.CannotUndo($"It is longer than {Undoable.TotalDays:0} days ago."),
            _ => new BulkOutcome.CannotUndo("It is not through yet."),
        };
    }

    private async Task<FieldErrors> CheckAsync(BulkAction action, string? tag, ContactListId? list, BulkSelection selection, CancellationToken cancellationToken)
    {
        var errors = new FieldErrors();
        if (IsOfTag(action) && (tag?.Trim() is not { Length: > 0 and <= ContactRules.MostInTag } || tag.Contains('\0', StringComparison.Ordinal) || tag.Contains(',', StringComparison.Ordinal)))
        {
            errors.Add("tag", $"Say which tag: at most {ContactRules.MostInTag} characters, no comma.");
        }

        if (IsOfList(action) && (list is { } id ? await db.WhyNotJoinAsync(id, cancellationToken) : "Say which list.") is { } why)
        {
            errors.Add("listId", why);
        }

        if (selection.IsEverybody)
        {
            errors.Add("select", "Say who: contactIds, or q, list or segment. Everybody is never meant by leaving it out.");
        }

        if (selection.ContactIds.Count > MostNamed)
        {
            errors.Add("select.contactIds", $"At most {MostNamed} people can be named one by one.");
        }

        if (selection.ContactIds.Count > 0 && (selection.Text ?? (object?)selection.List ?? selection.Segment) is not null)
        {
            errors.Add("select", "Give contactIds, or a search, not both.");
        }

        if (selection.List is { } among && !await db.ContactLists.AnyAsync(row => row.Id == among, cancellationToken))
        {
            errors.Add("select.list", $"There is no list {among}.");
        }

        return errors;
    }

    private static bool IsOfTag(BulkAction action) => action is BulkAction.AddTag or BulkAction.RemoveTag;

    private static bool IsOfList(BulkAction action) => action is BulkAction.AddToList or BulkAction.RemoveFromList;
}

/// <summary>What came of a request about changes of many people.</summary>
public abstract record BulkOutcome
{
    private BulkOutcome()
    {
    }

    /// <summary>It goes on behind.</summary>
    public sealed record Accepted(BulkChange Change) : BulkOutcome;

    /// <summary>There is no such change here.</summary>
    public sealed record NotFound : BulkOutcome;

    /// <summary>It cannot be taken back.</summary>
    public sealed record CannotUndo(string Why) : BulkOutcome;

    /// <summary>Fields cannot be taken as given.</summary>
    public sealed record Invalid(FieldErrors Errors) : BulkOutcome;
}
