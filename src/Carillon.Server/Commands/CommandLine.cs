using System.CommandLine;

namespace Carillon.Server.Commands;

/// <summary>
/// The program's commands, one file each. Settings may stand among the words of any command, in the framework's form
/// (<c>--Carillon:DataDirectory=/srv/carillon</c>, <c>--urls http://+:80</c>); they are taken out before the rest is read.
/// </summary>
public static class CommandLine
{
    /// <summary>It was done.</summary>
    public const int Done = 0;

    /// <summary>It was tried and failed.</summary>
    public const int Failed = 1;

    /// <summary>It was asked for wrongly: an unknown word, a malformed setting.</summary>
    public const int WrongUse = 2;

    private static readonly string[] SettingNames = ["urls", "http_ports", "https_ports", "environment"];
    private static readonly string[] SettingSections = ["Carillon", "ConnectionStrings", "Logging", "Kestrel"];

    /// <summary>Runs the command that the words name; without one, <c>serve</c>.</summary>
    public static async Task<int> RunAsync(string[] words)
    {
        var (settings, rest) = TakeOutSettings(words);
        var parsed = Root(settings).Parse(rest);
        if (parsed.Errors.Count > 0)
        {
            await ReportWrongUseAsync(parsed);
            return WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (CommandRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return refused.ExitCode;
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException)
        {
            // The edge of the process: one line for people; the whole story only when asked for.
            await Console.Error.WriteLineAsync(Environment.GetEnvironmentVariable("CARILLON_TRACE") is null ? $"Failed: {OneLine(wrong)}" : wrong.ToString());
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Failed;
        }
    }

    /// <summary>All commands, a line each.</summary>
    internal static RootCommand Root(string[] settings)
    {
        var root = new RootCommand("Carillon sends text campaigns: once to each person, within the law, and shows what came of them.")
        {
            ServeCommand.Create(settings),
            MigrateCommand.Create(settings),
            KeysCommand.Create(settings),
            UsersCommand.Create(settings),
            DoctorCommand.Create(settings),
            VerifyCommand.Create(settings),
            ImportCommand.Create(settings),
            SendCommand.Create(settings),
            BackupCommand.Create(settings),
            RestoreCommand.Create(settings),
            PlanCommand.Create(settings),
            DemoCommand.Create(settings),
        };
        root.SetAction((_, cancellationToken) => ServeCommand.RunAsync(settings, cancellationToken));
        return root;
    }

    /// <summary>Parts settings from the words of commands.</summary>
    internal static (string[] Settings, string[] Others) TakeOutSettings(IReadOnlyList<string> words)
    {
        List<string> settings = [];
        List<string> rest = [];
        for (var i = 0; i < words.Count; i++)
        {
            if (!IsSetting(words[i]))
            {
                rest.Add(words[i]);
                continue;
            }

            var word = words[i];
            if (!word.Contains('=', StringComparison.Ordinal) && i + 1 < words.Count)
            {
                word = $"{word}={words[++i]}";
            }

            var equals = word.IndexOf('=', StringComparison.Ordinal);
            settings.Add(equals < 0 ? $"{AsPath(word)}=" : AsPath(word[..equals]) + word[equals..]);
        }

        return ([.. settings], [.. rest]);
    }

    private static bool IsSetting(string word)
    {
        if (!word.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        var name = AsPath(word[2..].Split('=')[0]);
        return SettingNames.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (name.Split(':') is [var section, _, ..] && SettingSections.Contains(section, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>As an environment variable has it, or as a file has it.</summary>
    private static string AsPath(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    private static async Task ReportWrongUseAsync(ParseResult parsed)
    {
        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }

        await Console.Error.WriteLineAsync($"See: carillon {string.Join(' ', PathOf(parsed.CommandResult.Command))} --help".Replace("  ", " ", StringComparison.Ordinal));
    }

    private static IEnumerable<string> PathOf(Command command) =>
        command is RootCommand ? [] : command.Parents.OfType<Command>().SelectMany(PathOf).Append(command.Name);

    private static string OneLine(Exception wrong) => wrong.GetBaseException().Message.ReplaceLineEndings(" ");
}
