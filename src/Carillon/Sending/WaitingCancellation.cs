using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending;

/// <summary>Cancels what waits for a number in the very commit that suppresses it.</summary>
internal sealed class WaitingCancellation : ISuppressionListener
{
    public async Task SuppressedAsync(
        CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, SkipReason reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ofNumber = db.OutboundMessages
            .Where(message => message.WorkspaceId == workspace && message.To == phone && message.Channel == channel && message.Kind != MessageKind.KeywordAnswer);
        await CancelAsync(db, ofNumber, reason.ToString(), now, cancellationToken);
    }

    /// <summary>Cancels those of the messages that wait, and counts them.</summary>
    public static async Task CancelAsync(CarillonDb db, IQueryable<OutboundMessage> messages, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await messages.AsNoTracking()
            .Where(message => message.Status == MessageStatus.Queued)
            .OrderBy(message => message.Id)
            .Select(message => new { message.Id, message.RunId, message.Variant })
            .ToListAsync(cancellationToken);
        foreach (var message in waiting)
        {
            var cancelled = await db.OutboundMessages
                .Where(row => row.Id == message.Id && row.Status == MessageStatus.Queued)
                .ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.Status, MessageStatus.Cancelled).SetProperty(x => x.Reason, reason).SetProperty(x => x.ChangedAt, now),
                    cancellationToken);
            await RunCounters.AddAsync(db, message.RunId, message.Variant, nameof(MessageStatus.Queued), -cancelled, cancellationToken);
            await RunCounters.AddAsync(db, message.RunId, message.Variant, nameof(MessageStatus.Cancelled), cancelled, cancellationToken);
        }
    }
}
