using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Sending.Fates;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Carillon.Sending.Reconciliation;

/// <summary>
/// Asks providers what became of unknown attempts. Not before the horizon: a look that comes too early finds nothing, and the
/// message would be sent twice. One record of the provider binds to one attempt, the oldest to the oldest; what the list does not
/// have waits again; a list that cannot be read is asked for again ever more rarely, and after a day a person sees the message
/// under review. It is never sent again by itself from there.
/// <para>
/// A provider that has no list cannot be asked: then the account's own setting decides between at most once (the default: a person
/// sees it at once) and sending again.
/// </para>
/// </summary>
public sealed partial class Reconciler(
    Database database, MessageProviders providers, CarrierOptOuts optOuts, ToldFailures failures, AccountWires wires, AccountStops stops, AlertBook alerts, SendingOptions options, TimeProvider time, ILogger<Reconciler> log)
{
    /// <summary>The kind of the alert that messages are under review.</summary>
    public const string ReviewKind = "messages-under-review";

    private const int MostAtOnce = 50;
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestRest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(15);

    /// <summary>Settles what is due in a lane. True: there may be more.</summary>
    public async Task<bool> SettleAsync(LaneView view, IAccountCalls calls, CancellationToken cancellationToken)
    {
        var due = await DueAsync(view, cancellationToken);
        foreach (var doubt in due)
        {
            if (await SettleAsync(view.Sender, view.Account, calls, doubt, cancellationToken) is Settlement.NotAsked)
            {
                return false;
            }
        }

        return due.Count == MostAtOnce;
    }

    /// <summary>Settles one attempt in doubt; its horizon must be over.</summary>
    public async Task<Settlement> SettleAsync(Sender sender, OpenAccount account, IAccountCalls calls, Doubt doubt, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var provider = providers[account.Account.Provider];
        if (!provider.Capabilities.Listing)
        {
            return account.Account.Resends()
                ? await NotSentAsync(doubt, now, cancellationToken)
                : await ReviewAsync(account.Account, doubt, cancellationToken);
        }

        if (!await TakeTurnAsync(account.Account, calls, cancellationToken))
        {
            return Settlement.NotAsked;
        }

        var isHeld = false;
        var query = new RecordQuery(
            doubt.To, PhoneNumber.FromStored(sender.Address), sender.ProviderRef, doubt.StartedAt - ClockMargin, wait => _ = HoldAsync(account.Account.Id, calls, wait))
        {
            NextTurn = async token => !(isHeld = !await TakeTurnAsync(account.Account, calls, token)),
        };
        if (await provider.ListAsync(account.Login, query, cancellationToken) is not { } records)
        {
            if (isHeld)
            {
                return Settlement.NotAsked;
            }

            NotTold(log, doubt.Message);
            return now - doubt.StartedAt > GivesUpAfter
                ? await ReviewAsync(account.Account, doubt, cancellationToken)
                : await RestAsync(doubt, now, cancellationToken);
        }

        // A message of a restored snapshot has no words yet: whatever the number got from us since is taken for it.
        var alike = records.Where(record => doubt.Body.Length == 0 || Normal(record.Body) == Normal(doubt.Body)).OrderBy(record => record.CreatedAt).ThenBy(record => record.ProviderMessageId, StringComparer.Ordinal);
        return await UnboundAsync(account.Account.Id, [.. alike], cancellationToken) is { } record
            ? await BindAsync(sender, account.Account, doubt, record, cancellationToken)
            : await NotSentAsync(doubt, now, cancellationToken);
    }

    /// <summary>Waits for a turn among the login's calls; false: it is told to be quiet for longer than one waits here.</summary>
    public async Task<bool> TakeTurnAsync(ProviderAccount account, IAccountCalls calls, CancellationToken cancellationToken)
    {
        var turn = await calls.TurnAsync(account.Status == AccountStatus.Open);
        wires.Of(account.Id).Mirror(turn);
        if (turn.HeldFor > LongestTurn)
        {
            return false;
        }

        var slots = await calls.ReserveAsync(1, account.Limits.PerSecond);
        if (slots.First > TimeSpan.Zero)
        {
            await Task.Delay(slots.First, time, cancellationToken);
        }

        return wires.Of(account.Id).MayBegin(isProbe: true);
    }

    /// <summary>The provider asked for a pause.</summary>
    public async Task HoldAsync(AccountId account, IAccountCalls calls, TimeSpan wait)
    {
        wires.Of(account).Hold(wait);
        await calls.HoldAsync(wait);
        await stops.HoldAsync(account, wait, CancellationToken.None);
    }

    private async Task<List<Doubt>> DueAsync(LaneView view, CancellationToken cancellationToken)
    {
        var lane = view.Sender.Id;
        var now = time.GetUtcNow();
        var until = now - view.Account.Account.Horizon(options);
        await using var db = database.OpenEverybody();
        return await Doubt.Of(db, attempts => attempts.Where(attempt => attempt.SenderId == lane && attempt.StartedAt <= until && (attempt.LookAt == null || attempt.LookAt <= now)), isReviewToo: false)
            .Take(MostAtOnce).ToListAsync(cancellationToken);
    }

    private async Task<Settlement> BindAsync(Sender sender, ProviderAccount account, Doubt doubt, ProviderRecord record, CancellationToken cancellationToken)
    {
        await ChangeAsync(doubt, message => Fate.Accepted(message, doubt.Attempt, record.ProviderMessageId, record.CreatedAt.Stored(), account.CostMicrosOf(message.Segments)), cancellationToken);
        if (record.Status is { } status)
        {
            await optOuts.TakeAsync(sender.WorkspaceId, doubt.To, doubt.Message, account.Provider, record.Failure, cancellationToken);
            await ChangeAsync(doubt, message => Fate.Receipt(message, null, record.ProviderMessageId, status, record.Failure, time.GetUtcNow(), account.CostMicrosOf(message.Segments)), cancellationToken);
            if (record.Failure is { } failure)
            {
                await failures.HeedAsync([new ToldFailure(account.Id, record.ProviderMessageId, doubt.To, failure, doubt.StartedAt + account.Horizon(options), doubt.StartedAt)], cancellationToken);
            }
        }

        return Settlement.Accepted;
    }

    private async Task<Settlement> NotSentAsync(Doubt doubt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!doubt.IsUnderReview)
        {
            // What is under review is a person's to send again, even where the list says at last that it was not sent.
            await ChangeAsync(doubt, message => Fate.NotSent(message, doubt.Attempt, now), cancellationToken);
        }

        return Settlement.NotSent;
    }

    private async Task<Settlement> ReviewAsync(ProviderAccount account, Doubt doubt, CancellationToken cancellationToken)
    {
        await ChangeAsync(doubt, Fate.Review, cancellationToken);
        await alerts.RaiseAsync(
            account.WorkspaceId, ReviewKind, account.Id.ToString(),
            $"{account.Name}: the provider could not be asked about some messages for a day or not at all. They are never sent again by themselves: look at them and say whether they were sent.",
            cancellationToken);
        return Settlement.UnderReview;
    }

    /// <summary>The list could not be read: asked again after a quarter of the time it has waited already, with jitter.</summary>
    private async Task<Settlement> RestAsync(Doubt doubt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var age = now - doubt.StartedAt;
        var rest = TimeSpan.FromSeconds(Math.Clamp(age.TotalSeconds / 4, ShortestRest.TotalSeconds, LongestRest.TotalSeconds) * (0.75 + (Random.Shared.NextDouble() / 2)));
        var lookAt = (now + rest).Stored();
        await using var db = database.OpenEverybody();
        await db.Attempts.Where(attempt => attempt.MessageId == doubt.Message && attempt.Number == doubt.Attempt)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.LookAt, lookAt), cancellationToken);
        return Settlement.Unresolved;
    }

    /// <summary>The oldest record that belongs to no attempt of the login yet.</summary>
    private async Task<ProviderRecord?> UnboundAsync(AccountId account, List<ProviderRecord> records, CancellationToken cancellationToken)
    {
        var ids = records.ConvertAll(record => record.ProviderMessageId);
        await using var db = database.OpenEverybody();
        var senders = db.Senders;
        var bound = await db.Attempts
            .Where(attempt => ids.Contains(attempt.ProviderMessageId!) && senders.Any(sender => sender.Id == attempt.SenderId && sender.AccountId == account)) // null is in no list
            .Select(attempt => attempt.ProviderMessageId)
            .ToListAsync(cancellationToken);
        return records.Find(record => !bound.Contains(record.ProviderMessageId));
    }

    private Task ChangeAsync(Doubt doubt, Func<MessageNow, MessageChange?> meaning, CancellationToken cancellationToken) =>
        database.Dialect.ChangeMessagesAsync(new MessageChanges([doubt.Message], time.GetUtcNow(), (message, _) => meaning(message)), cancellationToken);

    /// <summary>Providers replace typographic characters and trim: both sides are compared after the same.</summary>
    private static string Normal(string body) => SmsText.Replace(body, SmartEncoding.On).Trim();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The provider's list could not be read for message {Message}; it stays in doubt for now.")]
    private static partial void NotTold(ILogger logger, MessageId message);
}

/// <summary>An attempt whose fate nobody knows.</summary>
public sealed record Doubt(MessageId Message, int Attempt, SenderId Sender, PhoneNumber To, string Body, DateTimeOffset StartedAt, bool IsUnderReview)
{
    /// <summary>The newest unknown attempts of messages in doubt, the oldest first.</summary>
    /// <param name="db">The context.</param>
    /// <param name="which">Narrows the attempts.</param>
    /// <param name="isReviewToo">With those under review.</param>
    public static IQueryable<Doubt> Of(CarillonDb db, Func<IQueryable<SendAttempt>, IQueryable<SendAttempt>> which, bool isReviewToo)
    {
        var messages = db.OutboundMessages;
        return from attempt in which(db.Attempts.AsNoTracking().Where(row => row.Outcome == AttemptOutcome.Unknown))
               join message in messages on attempt.MessageId equals message.Id
               where message.Status == MessageStatus.InDoubt && (isReviewToo || message.Reason == null) && message.Attempts == attempt.Number
               orderby attempt.StartedAt, attempt.MessageId
               select new Doubt(message.Id, attempt.Number, attempt.SenderId, message.To!.Value, message.Body ?? "", attempt.StartedAt, message.Reason != null); // an attempt has a number
    }
}

/// <summary>What came of asking.</summary>
public enum Settlement
{
    /// <summary>The provider has it.</summary>
    Accepted,

    /// <summary>It has not: the message waits again.</summary>
    NotSent,

    /// <summary>A person has to look.</summary>
    UnderReview,

    /// <summary>The list could not be read.</summary>
    Unresolved,

    /// <summary>It was not the time to ask: the provider wants a pause.</summary>
    NotAsked,
}
