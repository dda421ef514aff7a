using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Carillon.Cluster;

/// <summary>
/// The others took this node for dead (it was frozen, or cut off), and its lanes are theirs by now. Nothing it still holds is
/// worth keeping, so the process ends at once, with a line that says why; a supervisor starts it again.
/// </summary>
internal sealed partial class DeadNodeExit(ILogger<DeadNodeExit> log) : IFatalErrorHandler
{
    /// <summary>The process's exit code.</summary>
    public const int ExitCode = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public bool IsUnexpected(Exception exception) => exception is not (ThreadAbortException or OperationCanceledException { CancellationToken.IsCancellationRequested: true });

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        var words = (context ?? "").ReplaceLineEndings(" ");
        Ending(log, words, exception);

        // The log may be written late or never; this line is not.
        Console.Error.WriteLine($"carillon: this node was taken for dead by the others of its cluster, so the process ends and a supervisor must start it again ({words})");
        Console.Error.Flush();
        using var overdue = new Timer(_ => Process.GetCurrentProcess().Kill(), null, Patience, Timeout.InfiniteTimeSpan);
        Environment.Exit(ExitCode);
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "This node was taken for dead by the others of its cluster; the process ends. {Context}")]
    private static partial void Ending(ILogger logger, string context, Exception? exception);
}
