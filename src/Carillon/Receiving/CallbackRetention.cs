using Carillon.Access;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving;

/// <summary>
/// Deletes what providers told, once a workspace does not want to keep it any longer. Only what was handled goes: the messages, replies, receipts and consent that came of it
/// stay, so every figure keeps its rows, and what failed stays until somebody settles it. A provider that told the same again after so long would find the message's fate
/// decided, and the text stored already.
/// </summary>
public sealed class CallbackRetention(Database database, TimeProvider time)
{
    private const int Batch = 1000;

    /// <summary>One round over every workspace, in small bites, so that nobody waits for it; how many went.</summary>
    public async Task<int> DeleteOldAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        List<(WorkspaceId Id, int Days)> wishes;
        await using (var db = database.OpenEverybody())
        {
            wishes = [.. (await db.Workspaces.Where(row => row.CallbackDays != null).Select(row => new { row.Id, row.CallbackDays }).ToListAsync(cancellationToken)).Select(row => (row.Id, row.CallbackDays ?? 0))];
        }

        var deleted = 0;
        foreach (var (workspace, days) in wishes)
        {
            var oldest = now - TimeSpan.FromDays(Math.Max(days, Workspace.FewestCallbackDays));
            int bite;
            do
            {
                await using var db = database.Open(WorkspaceScope.Of(workspace));
                bite = await db.ProviderEvents.Where(row => row.Status == EventStatus.Processed && row.ReceivedAt < oldest)
                    .OrderBy(row => row.ReceivedAt).ThenBy(row => row.Id).Take(Batch).ExecuteDeleteAsync(cancellationToken);
                deleted += bite;
            }
            while (bite == Batch);
        }

        return deleted;
    }
}
