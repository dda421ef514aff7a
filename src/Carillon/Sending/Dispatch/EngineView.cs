using System.Collections.Concurrent;
using Carillon.Access;
using Carillon.Channels;
using Carillon.Compliance;
using Carillon.Compliance.Suppressions;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Runs;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Dispatch;

/// <summary>
/// What the lanes of a node must know, read for all of them together at most once a second, so that a thousand slow lanes cost
/// a few queries a second and not thousands. Settings, pauses and limits bite within that second; the gate asks again
/// for what must bite at once.
/// </summary>
public sealed class EngineView(Database database, AccountLogins logins, MessageProviders providers, TimeProvider time) : ISettingsListener, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<SenderId, byte> _lanes = [];
    private readonly ConcurrentDictionary<RunId, RunView> _runs = [];
    private readonly SemaphoreSlim _reading = new(1, 1);
    private Dictionary<SenderId, LaneView> _views = [];
    private long? _readAt;

    /// <summary>The lane's view; null when its sender is gone.</summary>
    public async Task<LaneView?> OfAsync(SenderId lane, CancellationToken cancellationToken)
    {
        var isNew = _lanes.TryAdd(lane, 0);
        if (isNew || IsOld())
        {
            await _reading.WaitAsync(cancellationToken);
            try
            {
                if (isNew || IsOld())
                {
                    await ReadAsync(cancellationToken);
                }
            }
            finally
            {
                _reading.Release();
            }
        }

        return _views.GetValueOrDefault(lane);
    }

    /// <summary>Makes the next look read again.</summary>
    public void Refresh() => _readAt = null;

    /// <inheritdoc/>
    public void Changed() => Refresh();

    /// <summary>The lane rests: it is not read any more.</summary>
    public void Forget(SenderId lane) => _lanes.TryRemove(lane, out _);

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private bool IsOld() => _readAt is not { } readAt || time.GetElapsedTime(readAt) >= Fresh;

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var lanes = _lanes.Keys.ToList();
        _readAt = time.GetTimestamp();
        await using var db = database.OpenEverybody();
        var now = time.GetUtcNow();
        var single = default(RunId);
        var messages = db.OutboundMessages;
        var senders = await db.Senders.AsNoTracking().Where(sender => lanes.Contains(sender.Id)).ToListAsync(cancellationToken);
        var withSingles = await db.Senders.Where(sender => lanes.Contains(sender.Id) && messages.Any(
                message => message.RunId == single && message.SenderId == sender.Id && message.IsWaiting && message.DueAt <= now))
            .Select(sender => sender.Id).ToHashSetAsync(cancellationToken);
        var accountIds = senders.Select(sender => sender.AccountId).Distinct().ToList();
        var accounts = await db.Accounts.AsNoTracking().Where(account => accountIds.Contains(account.Id)).ToListAsync(cancellationToken);
        var opened = accounts.ToDictionary(account => account.Id, logins.Open);
        var pooled = db.RunLanes;
        var running = await db.Runs.AsNoTracking()
            .Where(run => run.State == RunState.Running && run.AskFirstSince == null && (lanes.Contains(run.SenderId) || pooled.Any(lane => lane.RunId == run.Id && lanes.Contains(lane.SenderId))))
            .ToListAsync(cancellationToken);
        var runningIds = running.ConvertAll(run => run.Id);
        var lanesOfRuns = (await pooled.AsNoTracking().Where(lane => runningIds.Contains(lane.RunId)).ToListAsync(cancellationToken)).ToLookup(lane => lane.RunId, lane => lane.SenderId);
        var waiting = (await db.Runs.Where(run => runningIds.Contains(run.Id)).Select(run => new { RunId = run.Id, run.SenderId })
                .Union(pooled.Where(lane => runningIds.Contains(lane.RunId)).Select(lane => new { lane.RunId, lane.SenderId }))
                .Where(pair => messages.Any(
                    message => message.RunId == pair.RunId && message.SenderId == pair.SenderId && message.IsWaiting && message.DueAt <= now))
                .ToListAsync(cancellationToken))
            .Select(pair => (pair.RunId, pair.SenderId)).ToHashSet();
        var workspaceIds = senders.Select(sender => sender.WorkspaceId).Distinct().ToList();
        var workspaces = await db.Set<Workspace>().AsNoTracking().Where(workspace => workspaceIds.Contains(workspace.Id))
            .ToDictionaryAsync(workspace => workspace.Id, cancellationToken);
        var rules = await db.WorkspaceRules.AsNoTracking().Where(row => workspaceIds.Contains(row.WorkspaceId)).ToDictionaryAsync(row => row.WorkspaceId, cancellationToken);
        var oldLists = await DoNotCallScrub.StaleAsync(db, rules.Values, now, cancellationToken);
        var everybody = default(WorkspaceId);
        var stopped = await db.SendingStops.Where(stop => stop.Scope == everybody || workspaceIds.Contains(stop.Scope)).Select(stop => stop.Scope).ToHashSetAsync(cancellationToken);
        var doubtful = await db.Attempts.Where(attempt => attempt.Outcome == AttemptOutcome.Unknown && lanes.Contains(attempt.SenderId))
            .Select(attempt => attempt.SenderId).Distinct().ToHashSetAsync(cancellationToken);
        var runs = running
            .SelectMany(run => (lanesOfRuns.Contains(run.Id) ? lanesOfRuns[run.Id] : [run.SenderId]).Select(lane => (Lane: lane, Run: run)))
            .ToLookup(pair => pair.Lane, pair => _runs.GetOrAdd(pair.Run.Id, _ => RunView.Of(pair.Run))
                .Now(pair.Run, waiting.Contains((pair.Run.Id, pair.Lane)), lanesOfRuns[pair.Run.Id].Count()));
        foreach (var ended in _runs.Keys.Except(running.Select(run => run.Id)))
        {
            _runs.TryRemove(ended, out _);
        }

        _views = senders.Where(sender => opened.ContainsKey(sender.AccountId)).ToDictionary(sender => sender.Id, ViewOf);

        LaneView ViewOf(Sender sender)
        {
            var (account, workspace) = (opened[sender.AccountId], workspaces[sender.WorkspaceId]);
            return new LaneView(sender, account, workspace.Brand.Name ?? workspace.Name, workspace.QuietHoursFor, [.. runs[sender.Id]], withSingles.Contains(sender.Id), doubtful.Contains(sender.Id))
            {
                TimeZone = workspace.TimeZone,
                Rules = rules.GetValueOrDefault(sender.WorkspaceId),
                IsListOld = oldLists.Contains(sender.WorkspaceId),
                IsStopped = stopped.Contains(sender.WorkspaceId) || stopped.Contains(everybody),
                SenderCountsSegments = providers.Find(account.Account.Provider)?.Capabilities.SendersCountSegments == true,
            };
        }
    }
}
