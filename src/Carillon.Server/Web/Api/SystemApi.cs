using System.Globalization;
using System.Reflection;
using Carillon.Access;
using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Web.Api;

/// <summary>What runs here, and what waits in the workspace's lanes.</summary>
public static class SystemApi
{
    /// <summary>The version of this build.</summary>
    public static string Version { get; } =
        typeof(SystemApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>Maps <c>/system</c>.</summary>
    public static RouteGroupBuilder MapSystem(this RouteGroupBuilder api)
    {
        api.MapGet("/system", ReadAsync).Needs(ApiScope.Read).WithName("ReadSystem").WithTags("operations").WithSummary("Version, nodes, lanes and database");
        return api;
    }

    private static async Task<Ok<SystemResponse>> ReadAsync(
        Database database, CarillonDb db, ThisNode here, NodeClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = time.GetTimestamp();
        var theirs = await database.Dialect.NowAsync(cancellationToken);
        var took = time.GetElapsedTime(before);
        var now = time.GetUtcNow();
        var lanes = await ReadLanesAsync(db, now, cancellationToken);
        return TypedResults.Ok(new SystemResponse(
            Version,
            new DatabaseResponse(database.Description, Rounded(took), Rounded(now - theirs)),
            await ReadNodesAsync(db, here, clock, cancellationToken),
            lanes,
            lanes.Sum(lane => lane.Queued),
            lanes.Select(lane => lane.LagSeconds).DefaultIfEmpty(0).Max()));
    }

    private static async Task<IReadOnlyList<LaneResponse>> ReadLanesAsync(CarillonDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await db.OutboundMessages
            .Where(message => message.IsWaiting)
            .GroupBy(message => message.SenderId)
            .Select(lane => new { SenderId = lane.Key, Queued = lane.Count(), Oldest = lane.Min(message => message.DueAt) })
            .ToListAsync(cancellationToken);
        return [.. waiting.Select(lane => new LaneResponse(lane.SenderId, lane.Queued, Math.Max(0, Math.Round((now - lane.Oldest).TotalSeconds, 1))))];
    }

    /// <summary>Those that were seen a moment ago; the one that answers is there whatever the table says.</summary>
    private static async Task<IReadOnlyList<NodeResponse>> ReadNodesAsync(CarillonDb db, ThisNode here, NodeClock clock, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var shown = now - NodeHeartbeat.ShownFor;
        var nodes = await db.Nodes.AsNoTracking().Where(node => node.SeenAt >= shown).OrderBy(node => node.Since).ThenBy(node => node.Id).ToListAsync(cancellationToken);
        var lanes = await db.Lanes.GroupBy(lane => lane.Node).Select(held => new { Node = held.Key, Count = held.Count() }).ToDictionaryAsync(held => held.Node, held => held.Count, cancellationToken);
        var rows = nodes.Select(node => new NodeResponse(
            node.Id, MachineOf(node.Name), ProcessOf(node.Name), node.Roles.Split(','), node.Address, node.Version, node.Since, node.SeenAt,
            lanes.GetValueOrDefault(node.Name), Math.Round(node.ClockAheadMilliseconds, 2), node.Id == here.Id));
        return nodes.Exists(node => node.Id == here.Id)
            ? [.. rows]
            : [.. rows, new NodeResponse(here.Id, MachineOf(ThisNode.Name), ProcessOf(ThisNode.Name), here.Roles.Split(','), here.Address, here.Version, now, now, lanes.GetValueOrDefault(ThisNode.Name), Rounded(clock.MachineAhead), true)];
    }

    private static string MachineOf(string name) => name[..name.LastIndexOf(':')];

    private static int ProcessOf(string name) => int.Parse(name.AsSpan(name.LastIndexOf(':') + 1), CultureInfo.InvariantCulture);

    private static double Rounded(TimeSpan span) => Math.Round(span.TotalMilliseconds, 2);
}

/// <summary>What runs here.</summary>
/// <param name="Version">Of this build.</param>
/// <param name="Database">Where the data is.</param>
/// <param name="Nodes">Servers at work.</param>
/// <param name="Lanes">The workspace's queues in which something waits, one a sender.</param>
/// <param name="QueueDepth">How many messages wait in all of them.</param>
/// <param name="LagSeconds">How long the message has been due that is due longest; 0: none is.</param>
public sealed record SystemResponse(
    string Version, DatabaseResponse Database, IReadOnlyList<NodeResponse> Nodes, IReadOnlyList<LaneResponse> Lanes, int QueueDepth, double LagSeconds);

/// <summary>Where the data is.</summary>
/// <param name="Description">Engine and place.</param>
/// <param name="RoundTripMilliseconds">How long it took to answer just now.</param>
/// <param name="ClockAheadMilliseconds">How far this node's clock is ahead of the database's.</param>
public sealed record DatabaseResponse(string Description, double RoundTripMilliseconds, double ClockAheadMilliseconds);

/// <summary>A server at work.</summary>
/// <param name="Id">Its id, new at each start.</param>
/// <param name="Name">The machine's name.</param>
/// <param name="Process">The process's number there.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Address">Where its engine listens for those of other nodes; null: it has none, or is alone.</param>
/// <param name="Version">Its build.</param>
/// <param name="Since">When it started.</param>
/// <param name="LastSeen">When it last said that it lives.</param>
/// <param name="Lanes">How many lanes it took last.</param>
/// <param name="ClockAheadMilliseconds">How far its own clock is ahead of the database's; it sends nothing when that is more than 30 seconds either way.</param>
/// <param name="IsThis">Whether it is the one that answers.</param>
public sealed record NodeResponse(
    NodeId Id, string Name, int Process, IReadOnlyList<string> Roles, string? Address, string Version, DateTimeOffset Since, DateTimeOffset LastSeen, int Lanes,
    double ClockAheadMilliseconds, bool IsThis);

/// <summary>The queue of a sender.</summary>
/// <param name="SenderId">Whose.</param>
/// <param name="Queued">Messages that wait there, due or not yet.</param>
/// <param name="LagSeconds">How long the first of them has been due.</param>
public sealed record LaneResponse(SenderId SenderId, int Queued, double LagSeconds);
