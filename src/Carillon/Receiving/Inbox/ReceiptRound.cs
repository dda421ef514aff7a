using Carillon.Channels;
using Carillon.Compliance.Consent;
using Carillon.Compliance.OptOuts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Carillon.Receiving.Inbox;

/// <summary>
/// Takes receipts to the writer of fates, many at once. Applying one twice changes nothing, so events are marked afterwards.
/// A receipt whose message is not known may have come before our own record of the answer: it is tried again soon, then ever
/// more rarely, and holds nobody up.
/// </summary>
internal sealed partial class ReceiptRound(Database database, MessageFate fate, OptOutList optOuts, NumberVerdicts verdicts, ToldFailures failures, TimeProvider time, ILogger<ReceiptRound> logger)
{
    private const string NotKnown = "No message of this account has the provider's id.";

    public async Task ApplyAsync(IReadOnlyList<WaitingEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return;
        }

        try
        {
            await SettleAsync(events, cancellationToken);
        }
        catch (Exception broken) when (events.Count > 1 && !cancellationToken.IsCancellationRequested)
        {
            LogTogetherFailed(broken, events.Count);
            foreach (var entry in events)
            {
                await ApplyAsync([entry], cancellationToken);
            }
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(broken, events[0].Entry.Id);
            await FailAsync(events[0].Entry, broken, cancellationToken);
        }
    }

    private async Task SettleAsync(IReadOnlyList<WaitingEvent> events, CancellationToken cancellationToken)
    {
        var outcomes = await fate.ApplyReceiptsAsync([.. events.Select(Fact)], cancellationToken);
        var now = time.GetUtcNow();
        await using var db = database.OpenEverybody();
        for (var i = 0; i < events.Count; i++)
        {
            if (outcomes[i] == ReceiptOutcome.Applied)
            {
                await SuppressAsync(db, events[i], cancellationToken);
            }
        }

        await failures.HeedAsync(events.Where((_, i) => outcomes[i] == ReceiptOutcome.Applied).Select(Told).OfType<ToldFailure>(), cancellationToken);

        var unknown = events.Where((_, i) => outcomes[i] == ReceiptOutcome.UnknownMessage).ToList();
        var done = events.Except(unknown).Select(entry => entry.Entry.Id).ToList();
        if (done.Count > 0)
        {
            await database.Dialect.MarkProcessedAsync(done, now, cancellationToken);
        }

        foreach (var alike in unknown.GroupBy(entry => RetrySchedule.Unknown(entry.Entry.Attempts + 1, now - entry.Entry.ReceivedAt)))
        {
            await EventMarks.FailedAsync(db, [.. alike.Select(entry => entry.Entry.Id)], alike.Key, NotKnown, now, cancellationToken);
        }
    }

    /// <summary>An opt-out that only the provider knew becomes ours, and so does what it says of the number itself.</summary>
    private async Task SuppressAsync(CarillonDb db, WaitingEvent waiting, CancellationToken cancellationToken)
    {
        if (waiting.Content?.Receipt is not { Failure: { } failure, To: { } number } || (failure.Reason is not FailureReason.OptedOut && !NumberVerdicts.IsIn(failure)))
        {
            return;
        }

        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (failure.Reason is not FailureReason.OptedOut)
        {
            await verdicts.TakeAsync(db, waiting.Entry.WorkspaceId, number, failure, Fact(waiting).At, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return;
        }

        await optOuts.OptOutAsync(
            db,
            new Wish
            {
                Workspace = waiting.Entry.WorkspaceId,
                Phone = number,
                At = waiting.Entry.ReceivedAt,
                Method = ConsentMethod.Carrier,
                Text = failure.Code,
                Actor = waiting.Entry.Source.ApiName(),
            },
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task FailAsync(ProviderEvent entry, Exception broken, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        await EventMarks.FailedAsync(db, [entry.Id], RetrySchedule.Failed(entry.Attempts + 1), broken.Message, time.GetUtcNow(), cancellationToken);
    }

    private static ReceiptFact Fact(WaitingEvent waiting)
    {
        var receipt = waiting.Content!.Receipt!; // only receipts come here
        return new ReceiptFact(
            waiting.Entry.WorkspaceId,
            waiting.Entry.AccountId,
            receipt.ProviderMessageId,
            receipt.AttemptToken,
            receipt.Status,
            receipt.Failure,
            Callbacks.CallbackIntake.ToldAt(receipt.At, waiting.Entry.ReceivedAt));
    }

    private static ToldFailure? Told(WaitingEvent waiting) => Fact(waiting) is { Failure: { } failure } fact && waiting.Content?.Receipt?.To is { } number
        ? new ToldFailure(fact.Account, fact.ProviderMessageId, number, failure, fact.At, fact.At)
        : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} receipts could not be applied together; trying them one by one")]
    private partial void LogTogetherFailed(Exception broken, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Receipt event {Event} could not be applied")]
    private partial void LogFailed(Exception broken, ProviderEventId @event);
}
