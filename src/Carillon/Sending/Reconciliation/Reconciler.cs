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
/// message would be sent twice. One record of the provider binds to one attempt; what the list does not have waits again;
/// what cannot be asked stays in doubt, and after a day a person sees it.
/// </summary>
public sealed partial class Reconciler(Database database, MessageProviders providers, SendingOptions options, TimeProvider time, ILogger<Reconciler> log)
{
    private const int MostAtOnce = 50;
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(60);

    /// <summary>Settles what is due in a lane. True: there may be more.</summary>
    public async Task<bool> SettleAsync(LaneView view, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var provider = providers[view.Account.Account.Provider];
        var due = await DueAsync(view, now, cancellationToken);
        foreach (var doubt in due)
        {
            if (!provider.Capabilities.Listing || now - doubt.StartedAt > GivesUpAfter)
            {
                await ChangeAsync(doubt, Fate.Review, cancellationToken);
                continue;
            }

            await AskAsync(view, provider, doubt, now, cancellationToken);
        }

        return due.Count == MostAtOnce;
    }

    /// <summary>How long unknown attempts of an account rest.</summary>
    public TimeSpan Horizon(ProviderAccount account) =>
        account.Settings.TryGetValue("reconcileAfterSeconds", out var own) && int.TryParse(own, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromSeconds(options.ReconcileAfterSeconds);

    private async Task<List<Doubt>> DueAsync(LaneView view, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lane = view.Sender.Id;
        var until = now - Horizon(view.Account.Account);
        await using var db = database.OpenEverybody();
        var messages = db.OutboundMessages;
        var doubts = from attempt in db.Attempts.AsNoTracking()
                     join message in messages on attempt.MessageId equals message.Id
                     where attempt.SenderId == lane && attempt.Outcome == AttemptOutcome.Unknown && attempt.StartedAt <= until
                         && message.Status == MessageStatus.InDoubt && message.Reason == null && message.Attempts == attempt.Number
                     orderby attempt.StartedAt
                     select new Doubt(message.Id, attempt.Number, message.To!.Value, message.Body ?? "", attempt.StartedAt); // an attempt has a number
        return await doubts.Take(MostAtOnce).ToListAsync(cancellationToken);
    }

    private async Task AskAsync(LaneView view, IMessageProvider provider, Doubt doubt, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var query = new RecordQuery(doubt.To, PhoneNumber.FromStored(view.Sender.Address), view.Sender.ProviderRef, doubt.StartedAt - ClockMargin);
        if (await provider.ListAsync(view.Account.Login, query, cancellationToken) is not { } records)
        {
            NotTold(log, doubt.Message);
            return;
        }

        var record = await UnboundAsync(view.Sender.Id, [.. records.Where(record => Normal(record.Body) == Normal(doubt.Body)).OrderBy(record => record.CreatedAt)], cancellationToken);
        if (record is null)
        {
            await ChangeAsync(doubt, message => Fate.NotSent(message, doubt.Attempt, now), cancellationToken);
            return;
        }

        await ChangeAsync(doubt, message => Fate.Accepted(message, doubt.Attempt, record.ProviderMessageId, record.CreatedAt, 0), cancellationToken);
        if (record.Status is { } status)
        {
            await ChangeAsync(doubt, message => Fate.Receipt(message, null, record.ProviderMessageId, status, record.Failure, now), cancellationToken);
        }
    }

    /// <summary>The oldest record that belongs to no attempt of ours yet.</summary>
    private async Task<ProviderRecord?> UnboundAsync(SenderId lane, List<ProviderRecord> records, CancellationToken cancellationToken)
    {
        var ids = records.ConvertAll(record => record.ProviderMessageId);
        await using var db = database.OpenEverybody();
        var bound = await db.Attempts
            .Where(attempt => attempt.SenderId == lane && ids.Contains(attempt.ProviderMessageId!)) // null is in no list
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

    private sealed record Doubt(MessageId Message, int Attempt, PhoneNumber To, string Body, DateTimeOffset StartedAt);
}
