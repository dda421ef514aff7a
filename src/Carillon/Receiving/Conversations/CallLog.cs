using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Receiving.Callbacks;
using Carillon.Receiving.Texts;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Conversations;

/// <summary>Writes calls into the conversation: one row a call, whatever number of events tell of it and in whatever order.</summary>
internal static class CallLog
{
    /// <summary>Adds a call, or what is new about it. Calls give no lane anything to send.</summary>
    public static async Task<SenderId?> AddAsync(CarillonDb db, ProviderEvent entry, ChannelEvent.Call call, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var seconds = call.Duration is { } duration ? (int?)Math.Clamp(duration.TotalSeconds, 0, int.MaxValue) : null;
        var known = await db.Calls.Where(x => x.AccountId == entry.AccountId && x.ProviderCallId == call.ProviderCallId).ExecuteUpdateAsync(
            set => set
                .SetProperty(x => x.IsAnswered, x => x.IsAnswered || call.IsAnswered)
                .SetProperty(x => x.Seconds, x => seconds ?? x.Seconds),
            cancellationToken);
        if (known > 0)
        {
            return null;
        }

        db.Calls.Add(new CallRecord
        {
            WorkspaceId = entry.WorkspaceId,
            AccountId = entry.AccountId,
            ProviderCallId = call.ProviderCallId,
            ContactId = await ContactsByNumber.FindOrAddAsync(db, entry.WorkspaceId, call.With, now, cancellationToken),
            IsIncoming = call.IsIncoming,
            IsAnswered = call.IsAnswered,
            Seconds = seconds,
            At = CallbackIntake.ToldAt(call.At, entry.ReceivedAt),
        });
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }
}
