using Carillon.Compliance.Consent;
using Carillon.Compliance.Ledger;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Suppressions;

/// <summary>
/// Suppresses many numbers, and takes such a load back. A load adds and never lifts; what it adds cancels what waits in the same commit, as a
/// single wish does. An opt-out that came by a file stays: only the person, or evidence obtained after it, lifts it.
/// </summary>
public sealed class SuppressionBook(Database database, IEnumerable<ISuppressionListener> listeners, FreshSuppressions fresh, TimeProvider time)
{
    private readonly IReadOnlyList<ISuppressionListener> _listeners = [.. listeners];

    /// <summary>Suppresses numbers of one load, in the caller's write transaction; counts them into it.</summary>
    public async Task AddAsync(CarillonDb db, SuppressionImport import, IReadOnlyCollection<PhoneNumber> numbers, CancellationToken cancellationToken)
    {
        await database.Dialect.LockWishesAsync(db.Database.GetDbConnection(), import.WorkspaceId, exclusive: true, cancellationToken);
        var asked = numbers.ToList();
        var known = await db.Suppressions.Where(row => row.WorkspaceId == import.WorkspaceId && row.Channel == Channel.Sms && row.Reason == import.Reason && asked.Contains(row.Phone))
            .Select(row => row.Phone).ToHashSetAsync(cancellationToken);
        var spared = import.SparesConsented
            ? await db.ConsentStates.Where(row => row.WorkspaceId == import.WorkspaceId && row.Channel == Channel.Sms && row.Purpose == Purpose.Marketing
                    && row.Status == ConsentStatus.Subscribed && row.Basis == ConsentBasis.Express && asked.Contains(row.Phone))
                .Select(row => row.Phone).ToHashSetAsync(cancellationToken)
            : [];
        var added = asked.Where(number => !known.Contains(number) && !spared.Contains(number)).ToList();
        import.Already += asked.Count(known.Contains);
        import.Spared += asked.Count(number => spared.Contains(number) && !known.Contains(number));
        import.Added += added.Count;
        db.Suppressions.AddRange(added.Select(number => new Suppression
        {
            WorkspaceId = import.WorkspaceId,
            Phone = number,
            Channel = Channel.Sms,
            Reason = import.Reason,
            At = import.At,
            ImportId = import.Id,
        }));
        if (import.Reason == SkipReason.OptedOut && added.Count > 0)
        {
            await OptOutAsync(db, import, added, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await TellAsync(db, import.WorkspaceId, added, import.Reason, import.At, cancellationToken);
    }

    /// <summary>
    /// Suppresses numbers for what a carrier or a look-up tells of them, in the caller's write transaction; nothing happens where that stands
    /// already. Only what binds by law waits for the gates: a text that is just leaving for a line without texts harms nobody.
    /// </summary>
    public async Task SuppressAsync(CarillonDb db, WorkspaceId workspace, IReadOnlyCollection<PhoneNumber> numbers, SkipReason reason, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (reason is SkipReason.DoNotCall)
        {
            await database.Dialect.LockWishesAsync(db.Database.GetDbConnection(), workspace, exclusive: true, cancellationToken);
        }

        var known = await db.Suppressions.Where(row => row.WorkspaceId == workspace && row.Channel == Channel.Sms && row.Reason == reason && numbers.Contains(row.Phone))
            .Select(row => row.Phone).ToListAsync(cancellationToken);
        var added = numbers.Except(known).ToList();
        db.Suppressions.AddRange(added.Select(number => new Suppression { WorkspaceId = workspace, Phone = number, Channel = Channel.Sms, Reason = reason, At = at }));
        await db.SaveChangesAsync(cancellationToken);
        await TellAsync(db, workspace, added, reason, time.GetUtcNow(), cancellationToken);
    }

    /// <summary>What a carrier or a look-up told of numbers does not hold any more, in the caller's write transaction. What a file brought stays.</summary>
    public static Task<int> LiftAsync(CarillonDb db, WorkspaceId workspace, IReadOnlyCollection<PhoneNumber> numbers, SkipReason reason, CancellationToken cancellationToken) => db.Suppressions
        .Where(row => row.WorkspaceId == workspace && row.Channel == Channel.Sms && row.Reason == reason && row.ImportId == null && numbers.Contains(row.Phone))
        .ExecuteDeleteAsync(cancellationToken);

    /// <summary>Takes a load back, in the caller's write transaction: numbers that it added, and nothing else added, may be texted again.</summary>
    public async Task<SuppressionUndo> UndoAsync(CarillonDb db, SuppressionImportId id, CancellationToken cancellationToken)
    {
        if (await db.SuppressionImports.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } import)
        {
            return new SuppressionUndo.NotFound();
        }

        if (import.UndoneAt is not null)
        {
            return new SuppressionUndo.DoneBefore(import);
        }

        if (import.Reason == SkipReason.OptedOut)
        {
            return new SuppressionUndo.IsOptOut(import);
        }

        await database.Dialect.LockWishesAsync(db.Database.GetDbConnection(), import.WorkspaceId, exclusive: true, cancellationToken);
        var freed = await db.Suppressions.Where(row => row.WorkspaceId == import.WorkspaceId && row.ImportId == id && row.Reason == import.Reason).ExecuteDeleteAsync(cancellationToken);
        import.Undo(time.GetUtcNow().Stored(), freed);
        await db.SaveChangesAsync(cancellationToken);
        return new SuppressionUndo.Done(import);
    }

    /// <summary>What waits for the numbers is cancelled in the same commit, and what is just leaving is stopped.</summary>
    private async Task TellAsync(CarillonDb db, WorkspaceId workspace, List<PhoneNumber> numbers, SkipReason reason, DateTimeOffset at, CancellationToken cancellationToken)
    {
        foreach (var number in numbers)
        {
            foreach (var listener in _listeners)
            {
                await listener.SuppressedAsync(db, workspace, number, Channel.Sms, reason, at, cancellationToken);
            }

            fresh.Add(workspace, number);
        }
    }

    private async Task OptOutAsync(CarillonDb db, SuppressionImport import, List<PhoneNumber> numbers, CancellationToken cancellationToken)
    {
        var events = numbers.ConvertAll(number => new ConsentEvent
        {
            Id = Id.New<ConsentEventId>(time),
            WorkspaceId = import.WorkspaceId,
            At = import.At,
            Phone = number,
            Channel = Channel.Sms,
            Kind = ConsentEventKind.OptOut,
            Method = ConsentMethod.Import,
            Text = import.Source,
            Actor = import.Actor,
        });
        await ConsentLedger.AppendAsync(database, db, import.WorkspaceId, time.GetUtcNow().Stored(), events, cancellationToken);
        var states = await db.ConsentStates.Where(row => row.WorkspaceId == import.WorkspaceId && row.Channel == Channel.Sms && numbers.Contains(row.Phone))
            .ToDictionaryAsync(row => (row.Phone, row.Purpose), cancellationToken);
        foreach (var number in numbers)
        {
            foreach (var purpose in Enum.GetValues<Purpose>())
            {
                if (!states.TryGetValue((number, purpose), out var state))
                {
                    db.ConsentStates.Add(state = new ConsentState
                    {
                        WorkspaceId = import.WorkspaceId,
                        Phone = number,
                        Channel = Channel.Sms,
                        Purpose = purpose,
                        Status = ConsentStatus.Unknown,
                        ConfirmedAt = import.At,
                    });
                }

                (state.BeforeOptOut, state.Status) = (state.Status, ConsentStatus.Unsubscribed);
            }
        }

        await db.PendingOptIns.Where(row => row.WorkspaceId == import.WorkspaceId && numbers.Contains(row.Phone)).ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>What came of taking a load back.</summary>
public abstract record SuppressionUndo
{
    private SuppressionUndo()
    {
    }

    /// <summary>It is taken back.</summary>
    public sealed record Done(SuppressionImport Import) : SuppressionUndo;

    /// <summary>It was before.</summary>
    public sealed record DoneBefore(SuppressionImport Import) : SuppressionUndo;

    /// <summary>It holds opt-outs, which no operator lifts.</summary>
    public sealed record IsOptOut(SuppressionImport Import) : SuppressionUndo;

    /// <summary>There is no such load.</summary>
    public sealed record NotFound : SuppressionUndo;
}
