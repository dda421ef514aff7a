using System.Collections.Concurrent;
using Carillon.Channels;
using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Reconciliation;

/// <summary>
/// Looks for messages whose receipts never came (a receiver that was down for a minute loses them for good) and asks for their
/// fates: after the account's time, then after twice that, and so on for three days. What was asked already is only remembered
/// in memory: asking twice costs a request and changes nothing.
/// </summary>
public sealed class DeliveryPolls(Database database, AccountLogins logins, MessageProviders providers, LostReceipts receipts, SendingOptions options, TimeProvider time) : IGrainJobKind
{
    private const int MostOfARound = 1000;
    private const int PageSize = 200;
    private const int MostRemembered = 200_000;
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(3);
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<AccountId, DateTimeOffset> _nextAt = [];
    private readonly ConcurrentDictionary<MessageId, (int Times, DateTimeOffset NextAt)> _asked = [];
    private DateTimeOffset _lookAt;

    /// <inheritdoc/>
    public string Kind => "delivery-poll";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now < _lookAt)
        {
            return [];
        }

        _lookAt = now + LooksEvery;
        await using var db = database.OpenEverybody();
        var accounts = await db.Accounts.AsNoTracking().Where(account => account.Status == AccountStatus.Healthy).ToListAsync(cancellationToken);
        return [.. accounts.Where(account => receipts.CanAsk(account) && _nextAt.GetValueOrDefault(account.Id) <= now).Select(account => account.Id.ToString())];
    }

    /// <inheritdoc/>
    public Task RunAsync(string subject, CancellationToken cancellationToken) => throw new InvalidOperationException("This work needs the logins' activations.");

    /// <inheritdoc/>
    public async Task RunAsync(string subject, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (Id.TryParse<AccountId>(subject, out var id) && await logins.FindAsync(id, cancellationToken) is { } account && providers.Find(account.Account.Provider) is not null)
        {
            await PollAsync(account, grains.GetGrain<IAccountGrain>(subject), cancellationToken);
        }
    }

    /// <summary>One bounded round for a login.</summary>
    public async Task PollAsync(OpenAccount account, IAccountCalls calls, CancellationToken cancellationToken)
    {
        var after = account.Account.PollsAfter(options);
        var now = time.GetUtcNow();
        _nextAt[account.Account.Id] = now + (after / 4 > LooksEvery ? after / 4 : LooksEvery);
        if (_asked.Count > MostRemembered)
        {
            _asked.Clear();
        }

        var asked = 0;
        foreach (var run in await RunsAsync(account.Account.Id, now, cancellationToken))
        {
            SilentMessage? last = null;
            IReadOnlyList<SilentMessage> page;
            do
            {
                page = await receipts.SilentAsync(account.Account.Id, run, now - LooksBack, now - after, last, PageSize, cancellationToken);
                foreach (var silent in page)
                {
                    var known = _asked.GetValueOrDefault(silent.Id);
                    if (known.NextAt > now)
                    {
                        continue;
                    }

                    _asked[silent.Id] = (known.Times + 1, now + (after * Math.Pow(2, Math.Min(known.Times, 10))));
                    if (++asked > MostOfARound || await receipts.AskAsync(account, calls, silent, cancellationToken) is null)
                    {
                        _asked.TryRemove(silent.Id, out _);
                        return;
                    }
                }

                last = page.Count > 0 ? page[^1] : null;
            }
            while (page.Count == PageSize);
        }
    }

    /// <summary>Runs of the login with messages on their way, by their counters; and single messages, whose run is none.</summary>
    private async Task<IReadOnlyList<RunId>> RunsAsync(AccountId account, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - TimeSpan.FromDays(14);
        string[] onTheirWay = [nameof(MessageStatus.Accepted), nameof(MessageStatus.Sent)];
        await using var db = database.OpenEverybody();
        var senders = db.Senders.Where(sender => sender.AccountId == account).Select(sender => sender.Id);
        var counters = db.RunCounters;
        var runs = await db.Runs.AsNoTracking()
            .Where(run => run.CreatedAt >= since && senders.Contains(run.SenderId) && counters.Any(counter => counter.RunId == run.Id && onTheirWay.Contains(counter.Metric) && counter.Count > 0))
            .OrderBy(run => run.CreatedAt).Select(run => run.Id).ToListAsync(cancellationToken);
        return [default, .. runs];
    }
}
