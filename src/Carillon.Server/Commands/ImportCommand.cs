using System.CommandLine;
using System.Globalization;
using Carillon.Access;
using Carillon.Contacts.Imports;
using Carillon.Primitives;
using Carillon.Server.Contacts;

namespace Carillon.Server.Commands;

/// <summary><c>import FILE --list NAME</c>: loads a file of people here and now, with the usual options, and shows how it goes.</summary>
internal static class ImportCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo>("file") { Description = "A CSV, tab-separated or Excel (.xlsx) file; its first row names the columns." };
        var list = new Option<string>("--list") { Description = "The list that its people join; made when there is none of this name.", Required = true };
        var json = CommandHost.JsonOption();
        var command = new Command("import", "Load people from a file.") { file, list, json };
        command.SetAction((words, token) => RunAsync(settings, words.GetRequiredValue(file), words.GetRequiredValue(list), words.GetValue(json), token));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, FileInfo file, string list, bool isJson, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandRefusedException(CommandLine.WrongUse, $"There is no file {file.FullName}.");
        }

        await using var host = await CommandHost.OpenReadyAsync(settings, cancellationToken);
        await using var scope = await host.EnterAsync(cancellationToken);
        var desk = scope.ServiceProvider.GetRequiredService<ImportDesk>();
        var import = await AcceptAsync(desk, file, list, scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Actor, cancellationToken);
        var work = host.Services.GetRequiredService<ImportRun>().RunAsync(import.Id, cancellationToken);
        var ended = await FollowAsync(desk, import.Id, work, showsBar: !isJson && !Console.IsErrorRedirected, cancellationToken);
        await (isJson ? CommandHost.AnswerAsync(ImportResponse.Of(ended)) : ReportAsync(ended));
        return ended.Status is ImportStatus.Completed ? CommandLine.Done : CommandLine.Failed;
    }

    private static async Task<ImportView> AcceptAsync(ImportDesk desk, FileInfo file, string list, string actor, CancellationToken cancellationToken)
    {
        await using var content = file.OpenRead();
        return await desk.AcceptAsync(new ImportOrder { ListName = list }, file.Name, content, actor, cancellationToken) switch
        {
            ImportOutcome.Accepted accepted => accepted.Import,
            ImportOutcome.TooLarge tooLarge => throw new CommandRefusedException(CommandLine.Failed, $"The file is larger than {tooLarge.MostBytes / 1024 / 1024} MB; load it in parts."),
            ImportOutcome.Invalid invalid => throw new CommandRefusedException(CommandLine.Failed, string.Join(' ', invalid.Errors.ByField.SelectMany(field => field.Value))),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    /// <summary>Until it has ended, whoever does the work: a running server may have taken it up.</summary>
    private static async Task<ImportView> FollowAsync(ImportDesk desk, ImportId id, Task work, bool showsBar, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.WhenAny(work, Task.Delay(Pause, TimeProvider.System, cancellationToken));
            if (work.IsCompleted)
            {
                await work;
            }

            var now = await desk.FindAsync(id, cancellationToken) ?? throw new CommandRefusedException(CommandLine.Failed, "The import is gone.");
            if (showsBar)
            {
                await Console.Error.WriteAsync($"\r{Bar(now)}{(now.IsFinished ? Environment.NewLine : "")}");
            }

            if (now.IsFinished)
            {
                return now;
            }

            if (work.IsCompleted)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            }
        }
    }

    private static async Task ReportAsync(ImportView import)
    {
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{import.RowsRead} rows: {import.Created} created, {import.Updated} updated, {import.Unchanged} unchanged, {import.Skipped} skipped, {import.Invalid} not taken."));
        if (import.Failure is not null)
        {
            await Console.Error.WriteLineAsync(import.Failure);
        }

        foreach (var problem in import.Problems.Where(problem => problem.Row is not null).Take(10))
        {
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"  row {problem.Row}{(problem.Column is null ? "" : $", {problem.Column}")}: {problem.Message}"));
        }

        if (import.Invalid > 10)
        {
            await Console.Error.WriteLineAsync($"  All of them: GET /api/v1/imports/{import.Id}/problems.csv");
        }
    }

    private static string Bar(ImportView import)
    {
        const int Width = 40;
        var total = Math.Max(import.RowsTotal ?? 0, import.RowsRead);
        var filled = total == 0 ? 0 : (int)(Width * import.RowsRead / total);
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', Width - filled)}] {import.RowsRead} of {(import.IsFinished ? "" : "about ")}{total}");
    }
}
