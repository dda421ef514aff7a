using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Sending.Pacing;
using Carillon.Sending.Reconciliation;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending;

/// <summary>The room's tables.</summary>
public static class SendingTables
{
    extension(CarillonDb db)
    {
        /// <summary>Provider logins.</summary>
        public DbSet<ProviderAccount> Accounts => db.Set<ProviderAccount>();

        /// <summary>Addresses we send from.</summary>
        public DbSet<Sender> Senders => db.Set<Sender>();

        /// <summary>Rights to queues.</summary>
        public DbSet<Lane> Lanes => db.Set<Lane>();

        /// <summary>Runs of campaigns.</summary>
        public DbSet<CampaignRun> Runs => db.Set<CampaignRun>();

        /// <summary>Lanes of runs that leave from a pool.</summary>
        public DbSet<RunLane> RunLanes => db.Set<RunLane>();

        /// <summary>Groups of senders.</summary>
        public DbSet<SenderPool> SenderPools => db.Set<SenderPool>();

        /// <summary>Every lane that a run leaves from.</summary>
        public async Task<IReadOnlyList<SenderId>> LanesOfAsync(RunId run, SenderId own, CancellationToken cancellationToken) =>
            await db.Set<RunLane>().AsNoTracking().Where(row => row.RunId == run).Select(row => row.SenderId).ToListAsync(cancellationToken) is { Count: > 0 } lanes ? lanes : [own];

        /// <summary>Texts from us.</summary>
        public DbSet<OutboundMessage> OutboundMessages => db.Set<OutboundMessage>();

        /// <summary>Those whose call is under way, or was when a node died: found by the calls without an outcome, of which there are few.</summary>
        public IQueryable<OutboundMessage> MessagesBeingSent => db.Attempts.Where(attempt => attempt.Outcome == null)
            .Join(db.OutboundMessages, attempt => attempt.MessageId, message => message.Id, (_, message) => message).Where(message => message.Status == MessageStatus.Sending);

        /// <summary>Those about which the provider is asked: in doubt, and not yet for a person to settle.</summary>
        public IQueryable<OutboundMessage> MessagesInQuestion => db.OutboundMessages.Where(message => message.IsInDoubt && message.Reason == null);

        /// <summary>Calls to providers.</summary>
        public DbSet<SendAttempt> Attempts => db.Set<SendAttempt>();

        /// <summary>Counters of runs.</summary>
        public DbSet<RunCounter> RunCounters => db.Set<RunCounter>();

        /// <summary>What was used up of limits.</summary>
        public DbSet<PaceWindow> PaceWindows => db.Set<PaceWindow>();

        /// <summary>Askings of providers that somebody asked for.</summary>
        public DbSet<ReconciliationRun> Reconciliations => db.Set<ReconciliationRun>();

        /// <summary>What an operator should look at.</summary>
        public DbSet<Alert> Alerts => db.Set<Alert>();
    }
}
