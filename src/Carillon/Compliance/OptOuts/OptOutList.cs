using Carillon.Compliance.Consent;
using Carillon.Compliance.Ledger;
using Carillon.Compliance.Reviews;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.OptOuts;

/// <summary>
/// Who wants no more texts: by number, for all senders of a workspace, until that person lifts it.
/// <para>
/// Every change happens in the caller's write transaction, under a lock that gates of the workspace share: a gate either
/// committed its attempt before the wish, or sees it. Whatever waits for the number is cancelled in the same commit. A request
/// that passed its gate begins within <see cref="Settled"/> or is gated again; so whoever brought the wish is answered only
/// after that span, and nothing begins once the wish was acknowledged, on any node.
/// </para>
/// <para>
/// A wish said twice is written twice into the ledger and changes nothing the second time. Lifting restores what consent there
/// was before, and never more; an opt-out said after the wish to be texted again stands, in whatever order the two arrive.
/// </para>
/// </summary>
public sealed class OptOutList(Database database, IEnumerable<ISuppressionListener> listeners, FreshSuppressions fresh, TimeProvider time)
{
    /// <summary>How long after the commit of an opt-out the one who brought it waits for the answer.</summary>
    public static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Repetition = TimeSpan.FromHours(24);
    private readonly IReadOnlyList<ISuppressionListener> _listeners = [.. listeners];

    /// <summary>Records an opt-out.</summary>
    public async Task<OptOutOutcome> OptOutAsync(CarillonDb db, Wish wish, CancellationToken cancellationToken)
    {
        await LockAsync(db, wish.Workspace, cancellationToken);
        var isNew = !await SuppressionOf(db, wish).AnyAsync(cancellationToken);
        var isRepeated = await OptOutsOf(db, wish).AnyAsync(x => x.At > wish.At - Repetition, cancellationToken);
        var entry = await EnterAsync(db, wish, ConsentEventKind.OptOut, null, cancellationToken);
        if (isNew)
        {
            db.Suppressions.Add(new Suppression
            {
                WorkspaceId = wish.Workspace,
                Phone = wish.Phone,
                Channel = wish.Channel,
                Reason = SkipReason.OptedOut,
                At = wish.At,
            });
            await UnsubscribeAsync(db, wish, cancellationToken);
        }

        await db.PendingOptIns.Where(row => row.WorkspaceId == wish.Workspace && row.Phone == wish.Phone).ExecuteDeleteAsync(cancellationToken);
        var decidedAt = time.GetUtcNow().Stored();
        await db.OptOutReviews.Where(row => row.WorkspaceId == wish.Workspace && row.Phone == wish.Phone && row.Channel == wish.Channel && row.Status == ReviewStatus.Open).ExecuteUpdateAsync(
            row => row.SetProperty(x => x.Status, ReviewStatus.OptedOut).SetProperty(x => x.DecidedAt, decidedAt).SetProperty(x => x.DecidedBy, wish.Actor), cancellationToken);

        await db.SaveChangesAsync(cancellationToken);
        if (isNew)
        {
            await TellAsync(db, wish, cancellationToken);
        }

        fresh.Add(wish.Workspace, wish.Phone);
        return new OptOutOutcome(entry.Id, isNew, isRepeated);
    }

    /// <summary>The person wrote a word such as START: lifts an opt-out said before it, and restores only the consent that there was.</summary>
    public async Task<OptInOutcome> ResumeAsync(CarillonDb db, Wish wish, CancellationToken cancellationToken)
    {
        await LockAsync(db, wish.Workspace, cancellationToken);
        var optedOutAt = await OptedOutAtAsync(db, wish, cancellationToken);
        var entry = await EnterAsync(db, wish, ConsentEventKind.OptIn, null, cancellationToken);
        if (optedOutAt >= wish.At)
        {
            await db.SaveChangesAsync(cancellationToken);
            return new OptInOutcome.StillOptedOut(entry.Id, optedOutAt.Value);
        }

        if (optedOutAt is not null)
        {
            await LiftAsync(db, wish, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        var consent = await ConsentAsync(db, wish, cancellationToken);
        return optedOutAt is null ? new OptInOutcome.Recorded(entry.Id, consent) : new OptInOutcome.Lifted(entry.Id, consent);
    }

    /// <summary>The operator brings evidence of consent to marketing; an opt-out yields only to what was obtained after it.</summary>
    /// <param name="db">The caller's context, in a write transaction.</param>
    /// <param name="wish">Who and how; its text and evidence are what shows it.</param>
    /// <param name="obtainedAt">When the person agreed, if the evidence says so.</param>
    /// <param name="source">Where consent came from, in a few words.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <param name="basis">On what it rests; what is implied runs out by itself and never replaces an express consent.</param>
    public async Task<OptInOutcome> OptInAsync(
        CarillonDb db, Wish wish, DateTimeOffset? obtainedAt, string? source, CancellationToken cancellationToken, ConsentBasis basis = ConsentBasis.Express)
    {
        await LockAsync(db, wish.Workspace, cancellationToken);
        var optedOutAt = await OptedOutAtAsync(db, wish, cancellationToken);
        if (optedOutAt is not null && !(obtainedAt > optedOutAt))
        {
            return new OptInOutcome.StillOptedOut(null, optedOutAt.Value);
        }

        var entry = await EnterAsync(db, wish, ConsentEventKind.OptIn, Purpose.Marketing, cancellationToken);
        if (optedOutAt is not null)
        {
            await LiftAsync(db, wish, cancellationToken);
        }

        var state = await StateAsync(db, wish, Purpose.Marketing, cancellationToken);
        var expiresAt = ImpliedConsent.EndOf(basis, obtainedAt ?? wish.At);
        if (basis is ConsentBasis.Express || state is not { Status: ConsentStatus.Subscribed, Basis: ConsentBasis.Express })
        {
            state.Status = expiresAt <= wish.At ? ConsentStatus.Unknown : ConsentStatus.Subscribed;
            (state.Basis, state.ExpiresAt) = (basis, basis is not ConsentBasis.Express && state.ExpiresAt > expiresAt ? state.ExpiresAt : expiresAt);
            state.ConfirmedAt = obtainedAt ?? wish.At;
            state.Source = Cut(source, 500);
        }

        await db.SaveChangesAsync(cancellationToken);
        return optedOutAt is null ? new OptInOutcome.Recorded(entry.Id, state.Status) : new OptInOutcome.Lifted(entry.Id, state.Status);
    }

    /// <summary>The person asked for help: evidence, and nothing more.</summary>
    public async Task NoteHelpAsync(CarillonDb db, Wish wish, CancellationToken cancellationToken)
    {
        await EnterAsync(db, wish, ConsentEventKind.Help, null, cancellationToken);
    }

    /// <summary>
    /// The operator takes back what consent there was, or it ran out: the number is unknown again. An opt-out stays as it is, and lifting it
    /// restores nothing.
    /// </summary>
    public async Task<ConsentEventId> RevokeAsync(CarillonDb db, Wish wish, CancellationToken cancellationToken)
    {
        await LockAsync(db, wish.Workspace, cancellationToken);
        var entry = await EnterAsync(db, wish, ConsentEventKind.Revoked, Purpose.Marketing, cancellationToken);
        var state = await StateAsync(db, wish, Purpose.Marketing, cancellationToken);
        if (state.Status == ConsentStatus.Unsubscribed)
        {
            state.BeforeOptOut = state.BeforeOptOut is null ? null : ConsentStatus.Unknown;
        }
        else
        {
            state.Status = ConsentStatus.Unknown;
        }

        (state.ExpiresAt, state.Basis, state.ConfirmedAt) = (null, ConsentBasis.Express, wish.At);
        await db.SaveChangesAsync(cancellationToken);
        return entry.Id;
    }

    private Task LockAsync(CarillonDb db, WorkspaceId workspace, CancellationToken cancellationToken) => db.Database.CurrentTransaction is null
        ? throw new InvalidOperationException("A wish is recorded inside a write transaction.")
        : database.Dialect.LockWishesAsync(db.Database.GetDbConnection(), workspace, exclusive: true, cancellationToken);

    private async Task TellAsync(CarillonDb db, Wish wish, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var listener in _listeners)
        {
            await listener.SuppressedAsync(db, wish.Workspace, wish.Phone, wish.Channel, SkipReason.OptedOut, now, cancellationToken);
        }
    }

    private async Task<ConsentEvent> EnterAsync(CarillonDb db, Wish wish, ConsentEventKind kind, Purpose? purpose, CancellationToken cancellationToken)
    {
        var entry = new ConsentEvent
        {
            Id = Id.New<ConsentEventId>(time),
            WorkspaceId = wish.Workspace,
            At = wish.At,
            Phone = wish.Phone,
            ContactId = wish.ContactId,
            Channel = wish.Channel,
            Kind = kind,
            Method = wish.Method,
            Keyword = Cut(wish.Keyword, 64),
            Purpose = purpose,
            Text = Cut(wish.Text, 4000),
            Evidence = Cut(wish.Evidence, 8000),
            MessageId = wish.MessageId,
            CampaignId = wish.CampaignId,
            Actor = wish.Actor,
        };
        await ConsentLedger.AppendAsync(database, db, wish.Workspace, time.GetUtcNow().Stored(), [entry], cancellationToken);
        return entry;
    }

    private static async Task UnsubscribeAsync(CarillonDb db, Wish wish, CancellationToken cancellationToken)
    {
        foreach (var purpose in Enum.GetValues<Purpose>())
        {
            var state = await StateAsync(db, wish, purpose, cancellationToken);
            if (state.Status != ConsentStatus.Unsubscribed)
            {
                state.BeforeOptOut = state.Status;
                state.Status = ConsentStatus.Unsubscribed;
            }
        }
    }

    private static async Task LiftAsync(CarillonDb db, Wish wish, CancellationToken cancellationToken)
    {
        db.Suppressions.RemoveRange(await SuppressionOf(db, wish).ToListAsync(cancellationToken));
        foreach (var purpose in Enum.GetValues<Purpose>())
        {
            var state = await StateAsync(db, wish, purpose, cancellationToken);
            if (state is { Status: ConsentStatus.Unsubscribed, BeforeOptOut: { } before })
            {
                state.Status = before;
                state.BeforeOptOut = null;
            }
        }
    }

    /// <summary>When the person last opted out, if that stands.</summary>
    private static async Task<DateTimeOffset?> OptedOutAtAsync(CarillonDb db, Wish wish, CancellationToken cancellationToken)
    {
        var since = await SuppressionOf(db, wish).Select(x => (DateTimeOffset?)x.At).SingleOrDefaultAsync(cancellationToken);
        var last = since is null ? null : await OptOutsOf(db, wish).OrderByDescending(x => x.At).Select(x => (DateTimeOffset?)x.At).FirstOrDefaultAsync(cancellationToken);
        return last > since ? last : since;
    }

    private static async Task<ConsentStatus> ConsentAsync(CarillonDb db, Wish wish, CancellationToken cancellationToken) =>
        await db.ConsentStates
            .Where(x => x.WorkspaceId == wish.Workspace && x.Phone == wish.Phone && x.Channel == wish.Channel && x.Purpose == Purpose.Marketing)
            .Select(x => (ConsentStatus?)x.Status)
            .SingleOrDefaultAsync(cancellationToken) ?? ConsentStatus.Unknown;

    private static async Task<ConsentState> StateAsync(CarillonDb db, Wish wish, Purpose purpose, CancellationToken cancellationToken)
    {
        var state = await db.ConsentStates.FindAsync([wish.Workspace, wish.Phone, wish.Channel, purpose], cancellationToken);
        if (state is null)
        {
            state = new ConsentState
            {
                WorkspaceId = wish.Workspace,
                Phone = wish.Phone,
                Channel = wish.Channel,
                Purpose = purpose,
                Status = ConsentStatus.Unknown,
                ConfirmedAt = wish.At,
            };
            db.ConsentStates.Add(state);
        }

        return state;
    }

    private static IQueryable<Suppression> SuppressionOf(CarillonDb db, Wish wish) => db.Suppressions.Where(x =>
        x.WorkspaceId == wish.Workspace && x.Phone == wish.Phone && x.Channel == wish.Channel && x.Reason == SkipReason.OptedOut);

    private static IQueryable<ConsentEvent> OptOutsOf(CarillonDb db, Wish wish) => db.ConsentEvents.Where(x =>
        x.WorkspaceId == wish.Workspace && x.Phone == wish.Phone && x.Channel == wish.Channel && x.Kind == ConsentEventKind.OptOut);

    private static string? Cut(string? text, int most) => text is null || text.Length <= most ? text : text[..most];
}
