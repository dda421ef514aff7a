using System.CommandLine;

namespace Carillon.Server.Commands;

/// <summary><c>migrate</c>: brings the tables up to date and ends; <c>serve</c> does the same by itself.</summary>
internal static class MigrateCommand
{
    public static Command Create(string[] settings)
    {
        var json = CommandHost.JsonOption();
        var command = new Command("migrate", "Bring the tables up to date. The server does this at its start too.") { json };
        command.SetAction((words, cancellationToken) => RunAsync(settings, words.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, bool isJson, CancellationToken cancellationToken)
    {
        await using var host = CommandHost.Open(settings);
        var pending = await host.Database.PendingMigrationsAsync(cancellationToken);
        if (host.IsBesideServer && pending.Count > 0)
        {
            throw new CommandRefusedException(CommandLine.Failed, "A server works on this data folder; stop it first, or start the new version of it.");
        }

        if (pending.Count > 0)
        {
            await host.Database.MigrateAsync(cancellationToken);
        }

        if (isJson)
        {
            await CommandHost.AnswerAsync(new MigrateAnswer(host.Database.Description, pending));
        }
        else
        {
            await Console.Out.WriteLineAsync($"{host.Database.Description}: {(pending.Count is 0 ? "was up to date" : $"applied {string.Join(", ", pending)}")}");
        }

        return CommandLine.Done;
    }

    private sealed record MigrateAnswer(string Database, IReadOnlyList<string> Applied);
}
