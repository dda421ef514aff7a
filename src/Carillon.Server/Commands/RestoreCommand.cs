using System.CommandLine;
using Carillon.Access;
using Carillon.Contacts;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Carillon.Storage.Backups;

namespace Carillon.Server.Commands;

/// <summary>
/// <c>restore FILE</c>: puts a backup in the place of the data. The backup is read, checked and brought up to date in a folder of its own,
/// takes over what people asked for since it was made, and only then takes the name. What it replaces is kept.
/// </summary>
internal static class RestoreCommand
{
    private const string ServerData =
        "The data is on a database server, whose own tools put it back: stop the servers, pg_restore into an empty database, name it in ConnectionStrings__Database, start. "
        + "The campaigns come up paused, and ask the provider before they go on.";

    public static Command Create(string[] settings)
    {
        var file = new Argument<FileInfo>("file") { Description = "A file that backup wrote." };
        var json = CommandHost.JsonOption();
        var command = new Command("restore", "Put a backup in the place of the data; the server must be stopped. Campaigns come up paused, opt-outs said since stay.") { file, json };
        command.SetAction((words, token) => RunAsync(settings, words.GetRequiredValue(file), words.GetValue(json), token));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, FileInfo file, bool isJson, CancellationToken cancellationToken)
    {
        if (!file.Exists)
        {
            throw new CommandRefusedException(CommandLine.WrongUse, $"There is no file {file.FullName}.");
        }

        await using var host = CommandHost.Open(settings);
        var options = host.Services.GetRequiredService<StorageOptions>();
        if (options.ConnectionString is not null)
        {
            throw new CommandRefusedException(CommandLine.Failed, ServerData);
        }

        if (host.IsBesideServer)
        {
            throw new CommandRefusedException(CommandLine.Failed, "A server works on this data folder; stop it first.");
        }

        var prepared = options.Folder($"restoring-{Guid.NewGuid():N}");
        try
        {
            var answer = await RestoreAsync(host, settings, options, file.FullName, prepared, cancellationToken);
            await (isJson ? CommandHost.AnswerAsync(answer) : ReportAsync(answer));
            return CommandLine.Done;
        }
        finally
        {
            Directory.Delete(prepared, recursive: true);
        }
    }

    private static async Task<RestoreAnswer> RestoreAsync(
        CommandHost host, string[] settings, StorageOptions options, string file, string prepared, CancellationToken cancellationToken)
    {
        var manifest = await BackupFile.ReadAsync(file, prepared, cancellationToken) switch
        {
            BackupReading.Whole whole => whole.Manifest,
            BackupReading.Refused refused => throw new CommandRefusedException(CommandLine.Failed, $"{file}: {refused.Why}"),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
        var (ownKey, theirKey) = (Path.Combine(options.DataDirectory, BackupFile.KeyName), Path.Combine(prepared, BackupFile.KeyName));
        if (!File.Exists(theirKey) && File.Exists(ownKey))
        {
            File.Copy(ownKey, theirKey);
        }

        WishesFound wishes;
        string? unread;
        await using (var fresh = CommandHost.Open([.. settings, $"Carillon:DataDirectory={prepared}"]))
        {
            Check(fresh, manifest);
            await fresh.MakeReadyAsync(cancellationToken);
            (wishes, unread) = await TakeOverAsync(host, fresh, options, cancellationToken);
            await fresh.Database.DisposeAsync();
        }

        await host.Database.DisposeAsync();
        var kept = await DataFolderSwap.PutAsync(options, prepared, TimeProvider.System.GetUtcNow(), cancellationToken);
        return new RestoreAnswer(manifest.MadeAt, wishes.Suppressions, wishes.Erasures, kept, unread);
    }

    private static void Check(CommandHost fresh, BackupManifest manifest)
    {
        if (!fresh.Database.Knows(manifest.Migrations))
        {
            throw new CommandRefusedException(CommandLine.Failed, $"The backup was made by version {manifest.Version}, which is newer than this one ({SystemApi.Version}); restore it with that version.");
        }

        if (fresh.Services.GetRequiredService<MasterKey>().Id is var id && id != manifest.MasterKey)
        {
            throw new CommandRefusedException(
                CommandLine.Failed,
                $"The backup needs the master key {manifest.MasterKey}, and this is {id}: put its {BackupFile.KeyName} into the data folder, or its text into Carillon__Keys__MasterKey.");
        }
    }

    /// <summary>What people asked for since; data that cannot be read any more (often why a backup is put back) is told, and does not stop the restore.</summary>
    private static async Task<(WishesFound Found, string? Unread)> TakeOverAsync(CommandHost host, CommandHost fresh, StorageOptions options, CancellationToken cancellationToken)
    {
        var none = new WishesFound(0, 0, IsSameInstallation: false);
        if (!File.Exists(options.DatabaseFile))
        {
            return (none, null);
        }

        try
        {
            await host.Database.MigrateAsync(cancellationToken);
            var found = await fresh.Services.GetRequiredService<WishesKept>().TakeOverAsync(host.Database, cancellationToken);
            return (found, found.IsSameInstallation ? null : "The data that was here is of another installation; nothing was taken over from it.");
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested)
        {
            return (none, $"What was here could not be read ({broken.GetBaseException().GetType().Name}): opt-outs said since the backup are not in the data. Look for them at the providers before anything is sent.");
        }
    }

    private static async Task ReportAsync(RestoreAnswer answer)
    {
        await Console.Out.WriteLineAsync($"The data is as it was at {answer.MadeAt:yyyy-MM-dd HH:mm:ss}Z. Its campaigns come up paused and ask the provider before they go on.");
        if (answer.SuppressionsKept + answer.ErasuresKept > 0)
        {
            await Console.Out.WriteLineAsync($"Since then {answer.SuppressionsKept} numbers were suppressed and {answer.ErasuresKept} people forgotten: so they stay.");
        }

        if (answer.Replaced is not null)
        {
            await Console.Out.WriteLineAsync($"What was here before is kept in {answer.Replaced}.");
        }

        if (answer.Warning is not null)
        {
            await Console.Error.WriteLineAsync(answer.Warning);
        }
    }

    private sealed record RestoreAnswer(DateTimeOffset MadeAt, int SuppressionsKept, int ErasuresKept, string? Replaced, string? Warning);
}
