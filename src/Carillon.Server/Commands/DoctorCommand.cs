using System.CommandLine;
using Carillon.Server.Sending;
using Carillon.Server.Web.Operations;
using Carillon.Storage;

namespace Carillon.Server.Commands;

/// <summary><c>doctor</c>: looks at everything the server leans on and says what to do about each thing that is not well.</summary>
internal static class DoctorCommand
{
    public static Command Create(string[] settings)
    {
        var json = CommandHost.JsonOption();
        var command = new Command("doctor", "Check settings, database, clock, callbacks and providers; each line says what to do.") { json };
        command.SetAction((words, cancellationToken) => RunAsync(settings, words.GetValue(json), cancellationToken));
        return command;
    }

    /// <summary>The checks of the edge; rooms register theirs beside them.</summary>
    public static void AddChecks(IServiceCollection services) => services
        .AddSingleton<IDoctorCheck, DataFolderCheck>()
        .AddSingleton<IDoctorCheck, DatabaseCheck>()
        .AddSingleton<IDoctorCheck, LedgerDoctorCheck>()
        .AddSingleton<IDoctorCheck, CallbackCheck>()
        .AddSingleton<IDoctorCheck, ProviderCheck>()
        .AddSingleton<HealthChecks>();

    private static async Task<int> RunAsync(string[] settings, bool isJson, CancellationToken cancellationToken)
    {
        var findings = await FindAsync(settings, cancellationToken);
        if (isJson)
        {
            await CommandHost.AnswerAsync(findings);
        }
        else
        {
            foreach (var finding in findings)
            {
                await Console.Out.WriteLineAsync($"{(finding.IsOk ? "ok     " : "problem")}  {finding.Subject}: {finding.Words}{(finding.Advice is { } advice ? $". {advice}" : "")}");
            }
        }

        return findings.All(finding => finding.IsOk) ? CommandLine.Done : CommandLine.Failed;
    }

    private static async Task<IReadOnlyList<DoctorFinding>> FindAsync(string[] settings, CancellationToken cancellationToken)
    {
        CommandHost host;
        try
        {
            host = CommandHost.Open(settings);
        }
        catch (CommandRefusedException refused)
        {
            return [new("settings", false, refused.Message, "Mend it where it stands: appsettings.json, environment or command line.")];
        }

        await using (host)
        {
            List<DoctorFinding> findings = [new("settings", true, host.IsBesideServer ? "well formed; a server is running on this data folder" : "well formed")];
            foreach (var check in host.Services.GetServices<IDoctorCheck>())
            {
                findings.AddRange(await check.LookAsync(WorkspaceScope.Everybody, cancellationToken));
            }

            return findings;
        }
    }
}
