using Carillon.Campaigns;
using Carillon.Server.Web.Start;

namespace Carillon.Server.Campaigns;

/// <summary>The room's part of the start: data that went back in time does not send by itself.</summary>
internal sealed partial class SnapshotStart(RestoredSnapshot snapshot, ILogger<SnapshotStart> log) : IStartStep
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await snapshot.LookAsync(cancellationToken))
        {
            LogRestored();
        }
    }

    [LoggerMessage(LogLevel.Warning, "The data was restored from a backup or is a copy: running campaigns are paused until somebody resumes them")]
    private partial void LogRestored();
}
