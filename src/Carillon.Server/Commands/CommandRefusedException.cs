namespace Carillon.Server.Commands;

/// <summary>Ends a command with one line for people and an exit code.</summary>
public sealed class CommandRefusedException(int exitCode, string line) : Exception(line)
{
    /// <summary>What the process returns.</summary>
    public int ExitCode { get; } = exitCode;
}
