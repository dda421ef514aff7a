using Carillon.Access.Audit;
using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Dispatch;
using Carillon.Sending.Fates;
using Carillon.Sending.Reconciliation;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>A person settles a message that no provider could be asked about: it was sent, or it was not and may go again.</summary>
public sealed class MessageReview(CarillonDb db, Database database, AlertBook alerts, AuditLog audit, WakeSignals signals, TimeProvider time)
{
    /// <summary>Settles it.</summary>
    /// <param name="id">The message.</param>
    /// <param name="wasSent">Whether the provider has it.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<ReviewOutcome> SettleAsync(MessageId id, bool wasSent, CancellationToken cancellationToken)
    {
        if (await db.OutboundMessages.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } message)
        {
            return new ReviewOutcome.NotFound();
        }

        var run = message.CampaignId is null ? null : await db.Runs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == message.RunId, cancellationToken);
        var accounts = db.Accounts;
        var account = await db.Senders.Where(sender => sender.Id == message.SenderId).Join(accounts, sender => sender.AccountId, row => row.Id, (_, row) => row)
            .AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        var isSettled = false;
        var now = time.GetUtcNow();
        await database.Dialect.ChangeMessagesAsync(
            new MessageChanges([id], now, (row, _) =>
            {
                var change = wasSent ? Fate.SettledAsSent(row, now, account?.CostMicrosOf(row.Segments) ?? 0) : NotSent(row, run, now);
                isSettled = change is not null;
                return change;
            }),
            cancellationToken);
        if (!isSettled)
        {
            return new ReviewOutcome.NotUnderReview();
        }

        await TellAsync(id, wasSent, cancellationToken);
        if (!wasSent && run is { State: RunState.Completed })
        {
            await ReopenAsync(run, cancellationToken);
        }

        signals.Raise(DueLanes.LaneKind, message.SenderId.ToString());
        await ResolveAlertAsync(account?.Id, cancellationToken);
        return new ReviewOutcome.Settled(await db.OutboundMessages.AsNoTracking().SingleAsync(row => row.Id == id, cancellationToken));
    }

    /// <summary>Who said what stands in the audit log: a wrong word here is a text twice, or one less.</summary>
    private async Task TellAsync(MessageId id, bool wasSent, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        await audit.AddAsync(db, new AuditNote(AuditActions.MessageSettled, $"message:{id}", ("wasSent", wasSent ? "yes" : "no")), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>It may go again; one of a cancelled campaign is cancelled with it.</summary>
    private static MessageChange? NotSent(MessageNow row, CampaignRun? run, DateTimeOffset now) =>
        row.Reason != Fate.ReviewReason ? null
        : Fate.NotSent(row, row.Attempts, now) is { } change && run is { State: RunState.Cancelled } ? change with { Status = MessageStatus.Cancelled }
        : Fate.NotSent(row, row.Attempts, now);

    /// <summary>The campaign was over but for its reviews: it runs again until this one has left too.</summary>
    private async Task ReopenAsync(CampaignRun run, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var reopened = await db.Runs.Where(row => row.Id == run.Id && row.State == RunState.Completed).ExecuteUpdateAsync(
            set => set.SetProperty(x => x.State, RunState.Running).SetProperty(x => x.EndedAt, (DateTimeOffset?)null), cancellationToken);
        if (reopened > 0)
        {
            await db.Campaigns.Where(row => row.Id == run.CampaignId && (row.Status == CampaignStatus.Completed || row.Status == CampaignStatus.Archived)).ExecuteUpdateAsync(
                set => set.SetProperty(x => x.Status, CampaignStatus.Running).SetProperty(x => x.CompletedAt, (DateTimeOffset?)null), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        signals.Raise(DueCampaigns.CampaignKind, run.CampaignId.ToString());
    }

    private async Task ResolveAlertAsync(AccountId? account, CancellationToken cancellationToken)
    {
        var senders = db.Senders.Where(row => row.AccountId == account).Select(row => row.Id);
        if (account is not null && !await db.OutboundMessages.AnyAsync(row => senders.Contains(row.SenderId) && row.IsInDoubt && row.Reason == Fate.ReviewReason, cancellationToken))
        {
            await alerts.ResolveAsync(db.Workspace, Reconciler.ReviewKind, account.Value.ToString(), cancellationToken);
        }
    }
}

/// <summary>What came of settling.</summary>
public abstract record ReviewOutcome
{
    private ReviewOutcome()
    {
    }

    /// <summary>It is settled; the message as it stands now.</summary>
    public sealed record Settled(OutboundMessage Message) : ReviewOutcome;

    /// <summary>There is no such message.</summary>
    public sealed record NotFound : ReviewOutcome;

    /// <summary>It is not under review, or no more.</summary>
    public sealed record NotUnderReview : ReviewOutcome;
}
