using Carillon.Compliance.Reviews;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending;

/// <summary>Lets what waits for a number rest while a text of it is under review.</summary>
internal sealed class ReviewRest : IReviewListener
{
    /// <summary>Why a message rests.</summary>
    public const string Reason = WaitReasons.OptOutReview;

    public Task RestAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, DateTimeOffset until, CancellationToken cancellationToken) => db.OutboundMessages
        .Where(message => message.WorkspaceId == workspace && message.To == phone && message.Channel == channel && message.Status == MessageStatus.Queued
            && message.Purpose == Purpose.Marketing && message.DueAt < until)
        .ExecuteUpdateAsync(row => row.SetProperty(x => x.DueAt, until).SetProperty(x => x.Reason, Reason), cancellationToken);

    public Task GoOnAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, DateTimeOffset now, CancellationToken cancellationToken) => db.OutboundMessages
        .Where(message => message.WorkspaceId == workspace && message.To == phone && message.Channel == channel && message.Status == MessageStatus.Queued && message.Reason == Reason)
        .ExecuteUpdateAsync(row => row.SetProperty(x => x.DueAt, now).SetProperty(x => x.Reason, (string?)null), cancellationToken);
}
