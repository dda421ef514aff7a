using System.Reflection;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Server.Web.Settings;
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
        Database database, CarillonDb db, CarillonSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = time.GetTimestamp();
        var theirs = await database.Dialect.NowAsync(cancellationToken);
        var took = time.GetElapsedTime(before);
        var now = time.GetUtcNow();
        var lanes = await ReadLanesAsync(db, now, cancellationToken);
        return TypedResults.Ok(new SystemResponse(
            Version,
            new DatabaseResponse(database.Description, Rounded(took), Rounded(now - theirs)),
            [new NodeResponse(Environment.MachineName, Environment.ProcessId, RolesOf(settings))],
            lanes,
            lanes.Sum(lane => lane.Queued),
            lanes.Select(lane => lane.LagSeconds).DefaultIfEmpty(0).Max()));
    }

    private static async Task<IReadOnlyList<LaneResponse>> ReadLanesAsync(CarillonDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var waiting = await db.OutboundMessages
            .Where(message => message.Status == MessageStatus.Queued)
            .GroupBy(message => message.SenderId)
            .Select(lane => new { SenderId = lane.Key, Queued = lane.Count(), Oldest = lane.Min(message => message.DueAt) })
            .ToListAsync(cancellationToken);
        return [.. waiting.Select(lane => new LaneResponse(lane.SenderId, lane.Queued, Math.Max(0, Math.Round((now - lane.Oldest).TotalSeconds, 1))))];
    }

    private static IReadOnlyList<string> RolesOf(CarillonSettings settings) =>
        [.. new[] { (Is: settings.IsWeb, Name: "web"), (Is: settings.IsEngine, Name: "engine") }.Where(role => role.Is).Select(role => role.Name)];

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
/// <param name="Name">The machine's name.</param>
/// <param name="Process">The process's number there.</param>
/// <param name="Roles">What it does.</param>
public sealed record NodeResponse(string Name, int Process, IReadOnlyList<string> Roles);

/// <summary>The queue of a sender.</summary>
/// <param name="SenderId">Whose.</param>
/// <param name="Queued">Messages that wait there, due or not yet.</param>
/// <param name="LagSeconds">How long the first of them has been due.</param>
public sealed record LaneResponse(SenderId SenderId, int Queued, double LagSeconds);
