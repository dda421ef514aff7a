using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Reconciliation;

/// <summary>Works an asking that somebody asked for: unknown attempts, those under review too, and receipts that never came.</summary>
public sealed class ReconciliationJob(Database database, AccountLogins logins, Reconciler reconciler, LostReceipts receipts, SendingOptions options, TimeProvider time) : IGrainJobKind
{
    /// <summary>The kind under which signals wake it.</summary>
    public const string KindName = "reconciliation";

    private const int PageSize = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var due = await db.Reconciliations
            .Where(row => row.Status == ReconciliationStatus.Queued || row.Status == ReconciliationStatus.Running)
            .OrderBy(row => row.CreatedAt).Select(row => row.Id).Take(20).ToListAsync(cancellationToken);
        return [.. due.Select(id => id.ToString())];
    }

    /// <inheritdoc/>
    public Task RunAsync(string subject, CancellationToken cancellationToken) => throw new InvalidOperationException("This work needs the logins' activations.");

    /// <inheritdoc/>
    public async Task RunAsync(string subject, IGrainFactory grains, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        if (!Id.TryParse<ReconciliationId>(subject, out var id)
            || await db.Reconciliations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { FinishedAt: null } run)
        {
            return;
        }

        if (await logins.FindAsync(run.AccountId, cancellationToken) is not { Account.Status: not AccountStatus.Disabled } account)
        {
            await StoreAsync(db, run, new Counts(), ReconciliationStatus.Failed, cancellationToken);
            return;
        }

        var counts = new Counts();
        await StoreAsync(db, run, counts, ReconciliationStatus.Running, cancellationToken);
        var calls = grains.GetGrain<IAccountGrain>(account.Account.Id.ToString());
        await AskDoubtsAsync(db, run, account, calls, counts, cancellationToken);
        if (receipts.CanAsk(account.Account))
        {
            await AskFatesAsync(db, run, account, calls, counts, cancellationToken);
        }

        await StoreAsync(db, run, counts, ReconciliationStatus.Completed, cancellationToken);
    }

    private async Task AskDoubtsAsync(CarillonDb db, ReconciliationRun run, OpenAccount account, IAccountCalls calls, Counts counts, CancellationToken cancellationToken)
    {
        var senders = await db.Senders.AsNoTracking().Where(sender => sender.AccountId == run.AccountId).ToListAsync(cancellationToken);
        foreach (var sender in senders)
        {
            var doubts = await Doubt.Of(db, attempts => attempts.Where(row => row.SenderId == sender.Id && row.StartedAt >= run.From && row.StartedAt <= run.To), isReviewToo: true)
                .ToListAsync(cancellationToken);
            foreach (var doubt in doubts)
            {
                counts.Add(await AskPatientlyAsync(sender, account, calls, doubt, cancellationToken));
                await StoreAsync(db, run, counts, ReconciliationStatus.Running, cancellationToken);
            }
        }
    }

    /// <summary>One that is younger than the horizon is left to the lane: asked too early it would be sent twice.</summary>
    private async Task<Settlement> AskPatientlyAsync(Sender sender, OpenAccount account, IAccountCalls calls, Doubt doubt, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - doubt.StartedAt < account.Account.Horizon(options))
        {
            return Settlement.Unresolved;
        }

        Settlement settlement;
        while ((settlement = await reconciler.SettleAsync(sender, account, calls, doubt, cancellationToken)) is Settlement.NotAsked)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }

        return settlement;
    }

    private async Task AskFatesAsync(CarillonDb db, ReconciliationRun run, OpenAccount account, IAccountCalls calls, Counts counts, CancellationToken cancellationToken)
    {
        var senders = db.Senders.Where(sender => sender.AccountId == run.AccountId).Select(sender => sender.Id);
        var last = default(MessageId);
        while (true)
        {
            var page = await db.OutboundMessages.AsNoTracking()
                .Where(row => row.WorkspaceId == run.WorkspaceId && row.QueuedAt <= run.To && row.SentAt >= run.From && row.SentAt <= run.To && row.Id > last
                    && (row.Status == MessageStatus.Accepted || row.Status == MessageStatus.Sent) && row.ProviderMessageId != null && senders.Contains(row.SenderId))
                .OrderBy(row => row.Id).Take(PageSize)
                .Select(row => new SilentMessage(row.Id, row.To!.Value, row.ProviderMessageId!, row.ChangedAt)).ToListAsync(cancellationToken); // both are there once it was sent
            foreach (var silent in page)
            {
                bool? moved;
                while ((moved = await receipts.AskAsync(account, calls, silent, cancellationToken)) is null)
                {
                    await Task.Delay(Pause, time, cancellationToken);
                }

                counts.Checked++;
                counts.Updated += moved.Value ? 1 : 0;
            }

            await StoreAsync(db, run, counts, ReconciliationStatus.Running, cancellationToken);
            if (page.Count < PageSize)
            {
                return;
            }

            last = page[^1].Id;
        }
    }

    private async Task StoreAsync(CarillonDb db, ReconciliationRun run, Counts counts, ReconciliationStatus status, CancellationToken cancellationToken)
    {
        var finishedAt = status is ReconciliationStatus.Completed or ReconciliationStatus.Failed ? time.GetUtcNow().Stored() : (DateTimeOffset?)null;
        await db.Reconciliations.Where(row => row.Id == run.Id).ExecuteUpdateAsync(
            set => set
                .SetProperty(x => x.Status, status)
                .SetProperty(x => x.Checked, counts.Checked)
                .SetProperty(x => x.Accepted, counts.Accepted)
                .SetProperty(x => x.NotSent, counts.NotSent)
                .SetProperty(x => x.Updated, counts.Updated)
                .SetProperty(x => x.Unresolved, counts.Unresolved)
                .SetProperty(x => x.FinishedAt, finishedAt),
            cancellationToken);
    }

    private sealed class Counts
    {
        public int Checked { get; set; }

        public int Accepted { get; private set; }

        public int NotSent { get; private set; }

        public int Updated { get; set; }

        public int Unresolved { get; private set; }

        public void Add(Settlement settlement)
        {
            Checked++;
            Accepted += settlement is Settlement.Accepted ? 1 : 0;
            NotSent += settlement is Settlement.NotSent ? 1 : 0;
            Unresolved += settlement is Settlement.Unresolved or Settlement.UnderReview ? 1 : 0;
        }
    }
}
