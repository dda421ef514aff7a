using Carillon.Primitives;
using Carillon.Sending.Fates;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Dispatch;

/// <summary>Puts in doubt what a holder that is gone left open: its attempts may have reached the provider or not.</summary>
public sealed class LaneRecovery(Database database, TimeProvider time)
{
    private const int Page = 1000;

    /// <summary>Every open attempt of the lane made under an older fence becomes unknown, its message in doubt.</summary>
    public async Task DoubtOlderAsync(SenderId lane, long fence, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        while (true)
        {
            var open = await db.Attempts.AsNoTracking()
                .Where(attempt => attempt.SenderId == lane && attempt.Outcome == null && attempt.Fence < fence)
                .Take(Page)
                .Select(attempt => new { attempt.MessageId, attempt.Number })
                .ToListAsync(cancellationToken);
            if (open.Count == 0)
            {
                return;
            }

            var newest = open.GroupBy(attempt => attempt.MessageId).ToDictionary(group => group.Key, group => group.Max(attempt => attempt.Number));
            await database.Dialect.ChangeMessagesAsync(
                new MessageChanges([.. newest.Keys], time.GetUtcNow(), (message, _) => Fate.Abandoned(message, newest[message.Id])), cancellationToken);
        }
    }
}
