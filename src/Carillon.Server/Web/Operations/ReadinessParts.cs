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

    public Task<string?> FindProblemAsync(CancellationToken cancellationToken) => Task.FromResult(engine.IsRunning ? null : "not running yet");
}
