using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Reconciliation;

/// <summary>Asks a provider for the fates of messages whose receipts never came, one by one, within the login's own pace.</summary>
public sealed class LostReceipts(Database database, MessageProviders providers, MessageFate fates, CarrierOptOuts optOuts, ToldFailures failures, Reconciler reconciler, SendingOptions options, TimeProvider time)
{
    /// <summary>Whether a provider can be asked so.</summary>
    public bool CanAsk(ProviderAccount account) => providers[account.Provider].Capabilities.Fetching;

    /// <summary>Asks for one. True: it moved; false: it stands as it did; null: the provider wants a pause, ask no more now.</summary>
    public async Task<bool?> AskAsync(OpenAccount account, IAccountCalls calls, SilentMessage silent, CancellationToken cancellationToken)
    {
        if (!await reconciler.TakeTurnAsync(account.Account, calls, cancellationToken))
        {
            return null;
        }

        var query = new FateQuery(silent.ProviderMessageId, silent.To, wait => _ = reconciler.HoldAsync(account.Account.Id, calls, wait));
        if (await providers[account.Account.Provider].FetchAsync(account.Login, query, cancellationToken) is not { Status: { } status } record)
        {
            return false;
        }

        await optOuts.TakeAsync(account.Account.WorkspaceId, silent.To, silent.Id, account.Account.Provider, record.Failure, cancellationToken);
        var fact = new ReceiptFact(account.Account.WorkspaceId, account.Account.Id, silent.ProviderMessageId, null, status, record.Failure, time.GetUtcNow().Stored());
        var isApplied = (await fates.ApplyReceiptsAsync([fact], cancellationToken))[0] == ReceiptOutcome.Applied;
        if (isApplied && record.Failure is { } failure)
        {
            // It was not asked before the account's time was over: until then nobody could know.
            await failures.HeedAsync(
                [new ToldFailure(account.Account.Id, silent.ProviderMessageId, silent.To, failure, silent.ChangedAt + account.Account.PollsAfter(options), silent.ChangedAt)], cancellationToken);
        }

        return isApplied;
    }

    /// <summary>Messages of a run that the provider took and then said nothing final about, those first that have been silent longest.</summary>
    /// <param name="account">The login.</param>
    /// <param name="run">The run; <c>default</c>: single messages.</param>
    /// <param name="since">Silent since this instant,</param>
    /// <param name="before">or at latest since this one.</param>
    /// <param name="after">The message after which to begin; null: with the first.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<SilentMessage>> SilentAsync(
        AccountId account, RunId run, DateTimeOffset since, DateTimeOffset before, SilentMessage? after, int most, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var senders = db.Senders.Where(sender => sender.AccountId == account).Select(sender => sender.Id);
        var rows = run == default
            ? db.OutboundMessages.AsNoTracking().Where(row => row.IsSingleUnderWay && senders.Contains(row.SenderId))
            : db.OutboundMessages.AsNoTracking().Where(row => row.CampaignId != null && row.RunId == run && row.To != null);
        if (after is { ChangedAt: var at, Id: var id })
        {
            rows = rows.Where(row => row.ChangedAt > at || (row.ChangedAt == at && row.Id > id));
        }

        return await rows
            .Where(row => (row.Status == MessageStatus.Accepted || row.Status == MessageStatus.Sent) && row.ChangedAt >= since && row.ChangedAt < before && row.ProviderMessageId != null)
            .OrderBy(row => row.ChangedAt).ThenBy(row => row.Id).Take(most)
            .Select(row => new SilentMessage(row.Id, row.To!.Value, row.ProviderMessageId!, row.ChangedAt)).ToListAsync(cancellationToken); // both are there once it was sent
    }
}

/// <summary>A message whose fate nobody told.</summary>
public sealed record SilentMessage(MessageId Id, PhoneNumber To, string ProviderMessageId, DateTimeOffset ChangedAt);
