using Carillon.Cluster;
using Carillon.Storage;

namespace Carillon.Server.Web.Operations;

/// <summary>Whether the database answers.</summary>
internal sealed class DatabasePart(Database database) : IReadinessPart
{
    public string Name => "database";

    public async Task<string?> FindProblemAsync(CancellationToken cancellationToken)
    {
        await database.Dialect.NowAsync(cancellationToken);
        return null;
    }
}

/// <summary>Whether the tables are up to date.</summary>
internal sealed class MigrationsPart(StartSignal start) : IReadinessPart
{
    public string Name => "migrations";

    public Task<string?> FindProblemAsync(CancellationToken cancellationToken) => Task.FromResult(start.Problem);
}

/// <summary>Whether messages can be sent and jobs done.</summary>
internal sealed class EnginePart(EngineHost engine) : IReadinessPart
{
    public string Name => "engine";

    public Task<string?> FindProblemAsync(CancellationToken cancellationToken) => Task.FromResult(engine.Problem);
}

/// <summary>Whether this machine and the database agree about the time.</summary>
internal sealed class ClockPart(NodeClock clock) : IReadinessPart
{
    public string Name => "clock";

    public Task<string?> FindProblemAsync(CancellationToken cancellationToken) => Task.FromResult(clock.Problem);
}

/// <summary>Whether Redis answers; without it the database does its work.</summary>
internal sealed class RedisPart(RedisWakeLine redis) : IReadinessPart
{
    public string Name => "redis";

    public bool IsEssential => false;

    public Task<string?> FindProblemAsync(CancellationToken cancellationToken) => redis.FindProblemAsync(cancellationToken);
}
