namespace Carillon.Server.Web.Start;

/// <summary>Says at the start that a standby was named and nothing is read from it yet.</summary>
internal sealed partial class ReplicaNotice(ILogger<ReplicaNotice> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogUnused();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "ConnectionStrings__ReadReplica is set, but nothing is read from the standby yet: the primary answers everything")]
    private partial void LogUnused();
}
