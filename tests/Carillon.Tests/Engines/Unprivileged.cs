using System.Diagnostics;

namespace Carillon.Tests.Engines;

/// <summary>Running a program as somebody without rights where the tests run as root, because a database server refuses root.</summary>
internal static class Unprivileged
{
    private static readonly string[] Users = ["postgres", "nobody"];

    /// <summary>Why a server cannot be started from here, or null.</summary>
    public static string? WhyNot { get; } = FindObstacle();

    /// <summary>Where throw-away folders go: a place the unprivileged user can reach.</summary>
    public static string TempFolder { get; } = Environment.IsPrivilegedProcess ? "/tmp" : Path.TrimEndingDirectorySeparator(Path.GetTempPath());

    /// <summary>A process description for a command, with its streams redirected.</summary>
    public static ProcessStartInfo Command(params IEnumerable<string> command)
    {
        string[] words = [.. Prefix(), .. command];
        return new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    /// <summary>Runs a command to its end and gives its exit code and all it said.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IEnumerable<string> command, string input, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Command(command)) ?? throw new InvalidOperationException("The command did not start.");
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private static string? FindObstacle()
    {
        if (OperatingSystem.IsWindows())
        {
            return "servers are started by the tests on Unix only";
        }

        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }

        if (User() is null)
        {
            return "the tests run as root, and there is no user 'postgres' or 'nobody' to run a server as";
        }

        return Programs.OnPath("setpriv") is null && Programs.OnPath("runuser") is null
            ? "the tests run as root, and neither setpriv nor runuser is here to run a server as somebody else"
            : null;
    }

    private static IEnumerable<string> Prefix()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return [];
        }

        var (name, group) = User() ?? throw new InvalidOperationException(WhyNot);
        return Programs.OnPath("setpriv") is { } setpriv
            ? [setpriv, $"--reuid={name}", $"--regid={group}", "--clear-groups"]
            : [Programs.OnPath("runuser") ?? "runuser", "-u", name, "--"];
    }

    /// <summary>The user and the number of its group.</summary>
    private static (string Name, string Group)? User()
    {
        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToList();
        var found = Users.Select(user => known.Find(fields => fields[0] == user)).FirstOrDefault(fields => fields is not null);
        return found is null ? null : (found[0], found[3]);
    }
}
