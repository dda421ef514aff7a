using System.Text.Json;
using Carillon.Compliance.OptOuts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Programmes;

/// <summary>A "reply YES": asked for once in a day, an opt-in only while it is pending, gone with any opt-out.</summary>
public sealed class DoubleOptIn(OptOutList list)
{
    /// <summary>What is pending for a number at an instant; null: nothing.</summary>
    public static Task<PendingOptIn?> FindAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, DateTimeOffset at, CancellationToken cancellationToken) =>
        db.PendingOptIns.AsNoTracking().SingleOrDefaultAsync(row => row.WorkspaceId == workspace && row.Phone == phone && row.AskedAt <= at && row.ExpiresAt > at, cancellationToken);

    /// <summary>Notes that it is asked, in the caller's write transaction.</summary>
    /// <returns>Whether the text should be sent: not where one is pending.</returns>
    public static async Task<bool> AskAsync(CarillonDb db, PendingOptIn pending, CancellationToken cancellationToken)
    {
        if (await db.PendingOptIns.AnyAsync(row => row.WorkspaceId == pending.WorkspaceId && row.Phone == pending.Phone && row.ExpiresAt > pending.AskedAt, cancellationToken))
        {
            return false;
        }

        await db.PendingOptIns.Where(row => row.WorkspaceId == pending.WorkspaceId && row.Phone == pending.Phone).ExecuteDeleteAsync(cancellationToken);
        db.PendingOptIns.Add(pending);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>The person said yes, in the caller's write transaction.</summary>
    public async Task<OptInOutcome> ConfirmAsync(CarillonDb db, PendingOptIn pending, Wish yes, CancellationToken cancellationToken)
    {
        await db.PendingOptIns.Where(row => row.WorkspaceId == pending.WorkspaceId && row.Phone == pending.Phone).ExecuteDeleteAsync(cancellationToken);
        var evidence = JsonSerializer.Serialize(new
        {
            first = JsonSerializer.Deserialize<JsonElement>(pending.Evidence),
            askedAt = pending.AskedAt,
            askedBy = pending.MessageId?.ToString(),
            answer = yes.Text,
            answeredAt = yes.At,
        });
        return await list.OptInAsync(db, yes with { Method = pending.Method, Evidence = evidence }, yes.At, pending.Source, cancellationToken);
    }
}
