using System.Reflection;
using Carillon.Access;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Web.Api;

/// <summary>What runs here.</summary>
public static class SystemApi
{
    /// <summary>The version of this build.</summary>
    public static string Version { get; } =
        typeof(SystemApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>Maps <c>/system</c>.</summary>
    public static RouteGroupBuilder MapSystem(this RouteGroupBuilder api)
    {
        api.MapGet("/system", ReadAsync).Needs(ApiScope.Read).WithName("ReadSystem").WithTags("operations").WithSummary("Version, nodes, queues and database");
        return api;
    }

    private static async Task<Ok<SystemResponse>> ReadAsync(Database database, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = time.GetTimestamp();
        var now = await database.Dialect.NowAsync(cancellationToken);
        var took = time.GetElapsedTime(before);
        return TypedResults.Ok(new SystemResponse(
            Version,
            new DatabaseResponse(database.Description, Math.Round(took.TotalMilliseconds, 2), Math.Round((time.GetUtcNow() - now).TotalMilliseconds, 2)),
            [new NodeResponse(Environment.MachineName, Environment.ProcessId, ["web", "engine"])],
            []));
    }
}

/// <summary>What runs here.</summary>
/// <param name="Version">Of this build.</param>
/// <param name="Database">Where the data is.</param>
/// <param name="Nodes">Servers at work.</param>
/// <param name="Lanes">Queues, one a sender.</param>
public sealed record SystemResponse(string Version, DatabaseResponse Database, IReadOnlyList<NodeResponse> Nodes, IReadOnlyList<LaneResponse> Lanes);

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
/// <param name="Queued">Messages that wait there.</param>
public sealed record LaneResponse(string SenderId, int Queued);
