using Carillon.Compliance;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Sending.Runs;
using Carillon.Server.Compliance;
using Carillon.Server.Web.Operations;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>How the machinery stands: what it leans on, what waits, what failed.</summary>
public sealed class OperationsReads(CarillonDb db, SendingStopDesk stops, IEnumerable<IReadinessPart> parts, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>One look.</summary>
    public async Task<OperationsLook> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var senders = await db.Senders.AsNoTracking().ToListAsync(cancellationToken);
        var accounts = await db.Accounts.AsNoTracking().OrderBy(row => row.CreatedAt).ToListAsync(cancellationToken);
        var waiting = await db.OutboundMessages.Where(row => row.IsWaiting).GroupBy(row => row.SenderId)
            .Select(lane => new { SenderId = lane.Key, Queued = lane.Count() }).ToDictionaryAsync(lane => lane.SenderId, lane => lane.Queued, cancellationToken);
        var runs = db.Runs;
        var oldest = await db.OutboundMessages.Where(row => row.IsWaiting && !runs.Any(run => run.Id == row.RunId && run.State == RunState.Paused)).GroupBy(row => row.SenderId)
            .Select(lane => new { SenderId = lane.Key, Oldest = lane.Min(row => row.DueAt) }).ToDictionaryAsync(lane => lane.SenderId, lane => lane.Oldest, cancellationToken);
        var lanes = senders.Select(sender =>
        {
            var lag = oldest.TryGetValue(sender.Id, out var due) && due < now ? now - due : TimeSpan.Zero;
            return new LaneLook(sender, accounts.FirstOrDefault(account => account.Id == sender.AccountId), waiting.GetValueOrDefault(sender.Id), lag);
        }).OrderByDescending(lane => lane.Queued).ToList();
        var events = await db.ProviderEvents.Where(row => row.Status != EventStatus.Processed).GroupBy(row => row.Status)
            .Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        var doubt = await db.OutboundMessages.CountAsync(row => row.IsInDoubt, cancellationToken);
        var alerts = await db.Alerts.AsNoTracking().Where(row => row.ResolvedAt == null).OrderByDescending(row => row.At).Take(20).ToListAsync(cancellationToken);
        return new OperationsLook(await CheckAsync(cancellationToken), accounts, lanes, events, doubt, alerts)
        {
            Stops = await stops.ReadAsync(cancellationToken),
            MayStopEverybody = await stops.MayStopEverybodyAsync(cancellationToken),
        };
    }

    private async Task<IReadOnlyList<PartLook>> CheckAsync(CancellationToken cancellationToken)
    {
        List<PartLook> looks = [];
        foreach (var part in parts)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            try
            {
                looks.Add(new PartLook(part.Name, await part.FindProblemAsync(patience.Token).WaitAsync(patience.Token)));
            }
            catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
            {
                // The kind only: messages of drivers may hold addresses and names.
                looks.Add(new PartLook(part.Name, wrong is OperationCanceledException ? "no answer within 3 seconds" : $"does not answer ({wrong.GetBaseException().GetType().Name})"));
            }
        }

        return looks;
    }
}

/// <summary>How the machinery stands.</summary>
/// <param name="Parts">What this process leans on.</param>
/// <param name="Accounts">Logins and their health.</param>
/// <param name="Lanes">What waits at each sender.</param>
/// <param name="Events">Callbacks that are not done with, by state.</param>
/// <param name="InDoubt">Messages whose fate the provider is being asked about.</param>
/// <param name="Alerts">What somebody should look at.</param>
public sealed record OperationsLook(
    IReadOnlyList<PartLook> Parts, IReadOnlyList<ProviderAccount> Accounts, IReadOnlyList<LaneLook> Lanes, IReadOnlyDictionary<EventStatus, int> Events, int InDoubt,
    IReadOnlyList<Alert> Alerts)
{
    /// <summary>Why nothing leaves; empty: messages leave.</summary>
    public IReadOnlyList<SendingStop> Stops { get; init; } = [];

    /// <summary>Whether the viewer's workspace may stop all others too.</summary>
    public bool MayStopEverybody { get; init; }
}

/// <summary>One thing the process leans on; a problem, or null.</summary>
public sealed record PartLook(string Name, string? Problem);

/// <summary>The queue of a sender.</summary>
public sealed record LaneLook(Sender Sender, ProviderAccount? Account, int Queued, TimeSpan Lag);
