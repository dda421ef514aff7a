using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Texts;

/// <summary>The campaign's message that a text is taken to answer.</summary>
internal sealed record AnsweredMessage(MessageId Message, CampaignId Campaign, RunId Run, string Variant)
{
    /// <summary>How long after a message a text still counts as its answer.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromHours(72);

    /// <summary>How far a provider's clock, by which the text is dated, may be behind ours.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(60);

    /// <summary>The newest campaign message on whose way to the number we were when the text was written, or null.</summary>
    public static async Task<AnsweredMessage?> FindAsync(
        CarillonDb db, WorkspaceId workspace, ContactId contact, PhoneNumber number, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var since = at - Span;
        var until = at + ClockMargin;
        var attempts = db.Attempts;
        return await (
            from message in db.OutboundMessages
            where message.WorkspaceId == workspace && message.ContactId == contact && message.To == number && message.CampaignId != null
            from attempt in attempts
            where attempt.MessageId == message.Id && attempt.StartedAt >= since && attempt.StartedAt <= until
                && (attempt.Outcome == null || attempt.Outcome == AttemptOutcome.Accepted || attempt.Outcome == AttemptOutcome.Unknown)
            orderby attempt.StartedAt descending, message.Id descending
            select new AnsweredMessage(message.Id, message.CampaignId!.Value, message.RunId, message.Variant)) // not null by the condition above
            .FirstOrDefaultAsync(cancellationToken);
    }
}
