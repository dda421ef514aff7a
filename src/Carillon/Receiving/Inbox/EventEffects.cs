using Carillon.Channels;
using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Receiving.Callbacks;
using Carillon.Receiving.Conversations;
using Carillon.Receiving.Texts;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Carillon.Receiving.Inbox;

/// <summary>Handles one text, call or callback that could not be read before: the effect and the event's mark are one commit.</summary>
internal sealed partial class EventEffects(
    Database database,
    InboundTexts texts,
    AccountLogins logins,
    MessageProviders providers,
    WakeSignals signals,
    TimeProvider time,
    ILogger<EventEffects> logger)
{
    /// <summary>Handles it; when it failed, when it is tried again. Null: done, or given up.</summary>
    public async Task<DateTimeOffset?> HandleAsync(WaitingEvent waiting, CancellationToken cancellationToken)
    {
        try
        {
            await CommitTwiceAsync(waiting, cancellationToken);
            return null;
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(broken, waiting.Entry.Id);
            var now = time.GetUtcNow();
            var wait = RetrySchedule.Failed(waiting.Entry.Attempts + 1);
            await using var db = database.OpenEverybody();
            await EventMarks.FailedAsync(db, [waiting.Entry.Id], wait, broken.Message, now, cancellationToken);
            return now + wait;
        }
    }

    /// <summary>A row that somebody else wrote in between (a contact that an import brings just now) is there at the second try.</summary>
    private async Task CommitTwiceAsync(WaitingEvent waiting, CancellationToken cancellationToken)
    {
        try
        {
            await CommitAsync(waiting, cancellationToken);
        }
        catch (DbUpdateException collision) when (!cancellationToken.IsCancellationRequested)
        {
            LogCollided(collision, waiting.Entry.Id);
            await CommitAsync(waiting, cancellationToken);
        }
    }

    private async Task CommitAsync(WaitingEvent waiting, CancellationToken cancellationToken)
    {
        var content = waiting.Content ?? EventContent.Parse(waiting.Entry.Content);
        content = content.Raw is { } raw ? await ReadAgainAsync(waiting.Entry, raw, cancellationToken) : content;
        await using var db = database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (content.Receipt is not null)
        {
            // It can be read now: the next round takes it with the other receipts.
            await ReplaceAsync(db, waiting.Entry, content, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        if (await EventMarks.ProcessedAsync(db, [waiting.Entry.Id], time.GetUtcNow(), cancellationToken) == 0)
        {
            return;
        }

        var lane = content switch
        {
            { Text: { } text } => await texts.TakeAsync(db, waiting.Entry, content, text, cancellationToken),
            { Call: { } call } => await CallLog.AddAsync(db, waiting.Entry, call, time.GetUtcNow(), cancellationToken),
            _ => null,
        };
        await transaction.CommitAsync(cancellationToken);
        if (lane is not null)
        {
            signals.Raise(DueLanes.LaneKind, lane.Value.ToString());
        }
    }

    private async Task<EventContent> ReadAgainAsync(ProviderEvent entry, RawCallback raw, CancellationToken cancellationToken)
    {
        var account = await logins.FindAsync(entry.AccountId, cancellationToken) ?? throw new InvalidOperationException("The account is gone.");
        return providers[entry.Source].ReadStored(account.Login, raw.ToCallback()) switch
        {
            CallbackReading.Read read => EventContent.Of(read.Event),
            CallbackReading.Unreadable unreadable => throw new FormatException(unreadable.Why),
            CallbackReading.Forged forged => throw new FormatException(forged.Why),
            _ => throw new InvalidOperationException("A reading of an unknown kind."),
        };
    }

    private static Task<int> ReplaceAsync(CarillonDb db, ProviderEvent entry, EventContent content, CancellationToken cancellationToken)
    {
        var text = content.ToText();
        return db.ProviderEvents.Where(x => x.Id == entry.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.Content, text), cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Event {Event} could not be handled")]
    private partial void LogFailed(Exception broken, ProviderEventId @event);

    [LoggerMessage(Level = LogLevel.Information, Message = "Event {Event} met another writer and is handled again")]
    private partial void LogCollided(Exception collision, ProviderEventId @event);
}
