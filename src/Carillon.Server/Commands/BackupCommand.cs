using System.CommandLine;
using System.Globalization;
using Carillon.Access;
using Carillon.Server.Web.Api;
using Carillon.Storage.Backups;

namespace Carillon.Server.Commands;

/// <summary><c>backup FILE</c>: everything in one file, also while a server works on it.</summary>
internal static class BackupCommand
{
    private const string ServerData =
        "The data is on a database server, whose own tools copy it: pg_dump --format=custom --file=FILE, and pg_restore into an empty database. "
        + "Keep Carillon__Keys__MasterKey (or master.key of the data folder) with it: the stored logins need it. "
        + "The restored data comes up with its campaigns paused.";

    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo>("file") { Description = "Where to write it. A file that has something in it is not touched." };
        var withoutKey = new Option<bool>("--without-key") { Description = "Leave master.key out; keep it elsewhere, nothing secret can be read without it." };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file where it is there." };
        var json = CommandHost.JsonOption();
        var command = new Command("backup", "Write all data into one file, also while a server runs on it.") { file, withoutKey, overwrite, json };
        command.SetAction((words, token) => RunAsync(
            settings, words.GetRequiredValue(file), !words.GetValue(withoutKey), words.GetValue(overwrite), words.GetValue(json), token));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, FileInfo file, bool withKey, bool overwrites, bool isJson, CancellationToken cancellationToken)
    {
        if (file is { Exists: true, Length: > 0 } && !overwrites)
        {
            throw new CommandRefusedException(CommandLine.WrongUse, $"{file.FullName} is there already; name another file or say --overwrite.");
        }

        if (file.Directory is not { Exists: true })
        {
            throw new CommandRefusedException(CommandLine.WrongUse, $"There is no folder {file.DirectoryName}.");
        }

        await using var host = CommandHost.Open(settings);
        var backup = host.Services.GetRequiredService<BackupFile>();
        if (!backup.IsPossible)
        {
            throw new CommandRefusedException(CommandLine.Failed, ServerData);
        }

        if ((await host.Database.PendingMigrationsAsync(cancellationToken)).Count > 0)
        {
            throw new CommandRefusedException(CommandLine.Failed, "The data folder is empty, or its tables are of an older version: start the server or run migrate first.");
        }

        var key = host.Services.GetRequiredService<MasterKey>().Id;
        var manifest = await backup.WriteAsync(file.FullName, SystemApi.Version, key, withKey, cancellationToken);
        await ReportAsync(file.FullName, manifest, isJson);
        return CommandLine.Done;
    }

    private static async Task ReportAsync(string path, BackupManifest manifest, bool isJson)
    {
        var hasKey = manifest.Files.Any(part => part.Name == BackupFile.KeyName);
        if (isJson)
        {
            await CommandHost.AnswerAsync(new BackupAnswer(path, manifest.MadeAt, manifest.Files.Sum(part => part.Bytes), hasKey, manifest.MasterKey));
            return;
        }

        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{path}: {manifest.Files.Count} files, {manifest.Files.Sum(part => part.Bytes) / 1024.0 / 1024.0:0.0} MB, as they were at {manifest.MadeAt:yyyy-MM-dd HH:mm:ss}Z."));
        await Console.Out.WriteLineAsync(hasKey
            ? "It holds the master key: whoever has the file can read the stored logins. Keep it as you keep the data folder."
            : $"It holds no master key: keep the one with the id {manifest.MasterKey}, without it the stored logins cannot be read.");
    }

    private sealed record BackupAnswer(string File, DateTimeOffset MadeAt, long Bytes, bool HasMasterKey, string MasterKey);
}
