using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Pacing;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Accounts;

/// <summary>
/// Heeds what providers mostly tell only afterwards, in a receipt or when they are asked: a carrier's day is over, or the sender or the whole login may not
/// send. What was told late may be mended long since, and is not heeded.
/// </summary>
public sealed class ToldFailures(Database database, CarrierCaps carriers, AccountStops stops, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>Of many alike the first is heeded; whose carrier's day is over depends on the number.</summary>
    public async Task HeedAsync(IEnumerable<ToldFailure> failures, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var told = failures
            .Where(one => now - one.At <= Fresh && (AccountStops.IsDayOver(one.Failure) ? AccountStops.IsSameDay(one.SentAt, now) : one.Failure.IsSound))
            .ToList();
        if (told.Count == 0)
        {
            return;
        }

        await using var db = database.OpenEverybody();
        var ids = told.ConvertAll(one => one.ProviderMessageId);
        var senders = await db.Attempts.AsNoTracking().Where(attempt => ids.Contains(attempt.ProviderMessageId!)) // null is in no list
            .Join(db.Senders, attempt => attempt.SenderId, sender => sender.Id, (attempt, sender) => new { attempt.ProviderMessageId, Sender = sender })
            .ToListAsync(cancellationToken);
        var words = told.Join(senders, one => (one.ProviderMessageId, one.Account), row => (row.ProviderMessageId!, row.Sender.AccountId), (one, row) => (row.Sender, one.Failure, one.To)); // asked for above
        foreach (var (sender, failure, number) in words.DistinctBy(word => (word.Sender.Id, word.Failure.Code, AccountStops.IsDayOver(word.Failure) ? word.To : default)))
        {
            if (failure is { Scope: RefusalScope.Account, IsRetryable: false })
            {
                await stops.StopAsync(await db.Accounts.AsNoTracking().SingleAsync(row => row.Id == sender.AccountId, cancellationToken), failure, cancellationToken);
            }
            else if (failure.Scope is not RefusalScope.Account && !await carriers.UseUpAsync(sender, number, failure.Code, cancellationToken))
            {
                await stops.RefuseAsync(sender, failure, cancellationToken);
            }
        }
    }
}

/// <summary>A failure that a provider told of a message after it had taken it.</summary>
/// <param name="Account">The login.</param>
/// <param name="ProviderMessageId">The provider's id.</param>
/// <param name="To">The recipient.</param>
/// <param name="Failure">What was told.</param>
/// <param name="At">When it could be known at the latest.</param>
/// <param name="SentAt">About when the message was refused; a day that is over is over until the next only.</param>
public sealed record ToldFailure(AccountId Account, string ProviderMessageId, PhoneNumber To, Refusal Failure, DateTimeOffset At, DateTimeOffset SentAt);
