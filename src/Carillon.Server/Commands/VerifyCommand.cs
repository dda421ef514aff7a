using System.CommandLine;
using Carillon.Access;
using Carillon.Compliance.Ledger;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Commands;

/// <summary><c>verify</c>: reads the ledger of consent, every workspace's whole chain, and says whether a byte was changed.</summary>
internal static class VerifyCommand
{
    public static Command Create(string[] settings)
    {
        var json = CommandHost.JsonOption();
        var command = new Command("verify", "Check the ledger of consent: whether an event was changed, removed or put in between.") { json };
        command.SetAction((words, cancellationToken) => RunAsync(settings, words.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, bool isJson, CancellationToken cancellationToken)
    {
        await using var host = await CommandHost.OpenReadyAsync(settings, cancellationToken);
        var findings = await CheckAsync(host.Services, WorkspaceScope.Everybody, cancellationToken);
        if (isJson)
        {
            await CommandHost.AnswerAsync(findings);
        }
        else
        {
            foreach (var finding in findings)
            {
                await Console.Out.WriteLineAsync(Words(finding));
            }
        }

        return findings.All(finding => finding.IsSound) ? CommandLine.Done : CommandLine.Failed;
    }

    /// <summary>Checks the workspaces of a scope.</summary>
    internal static async Task<IReadOnlyList<LedgerFinding>> CheckAsync(IServiceProvider services, WorkspaceScope scope, CancellationToken cancellationToken)
    {
        await using var db = services.GetRequiredService<Database>().OpenEverybody();
        var check = services.GetRequiredService<LedgerCheck>();
        var findings = new List<LedgerFinding>();
        foreach (var workspace in await db.Set<Workspace>().Where(row => scope.SeesAll || row.Id == scope.Workspace).OrderBy(row => row.CreatedAt).Select(row => row.Id).ToListAsync(cancellationToken))
        {
            findings.Add(await check.CheckAsync(workspace, cancellationToken));
        }

        return findings;
    }

    /// <summary>One finding for people.</summary>
    internal static string Words(LedgerFinding finding) => finding.IsSound
        ? $"workspace {finding.Workspace}: sound, {finding.Entries} entries over {finding.Events} events"
            + (finding.Outside > 0 ? $", {finding.Outside} events are older than the chain" : "")
            + $"; the last hash is {finding.Head}"
        : $"workspace {finding.Workspace}: broken at entry {finding.BrokenEntry}"
            + (finding.BrokenEvent is { } id ? $", event {id}" : "")
            + $": {finding.Why}";
}

/// <summary>Whether the ledger of consent is as it was written.</summary>
internal sealed class LedgerDoctorCheck(IServiceProvider services) : IDoctorCheck
{
    public async Task<IReadOnlyList<DoctorFinding>> LookAsync(WorkspaceScope scope, CancellationToken cancellationToken)
    {
        IReadOnlyList<LedgerFinding> findings;
        try
        {
            findings = await VerifyCommand.CheckAsync(services, scope, cancellationToken);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            return [new("ledger", false, $"it cannot be read ({wrong.GetBaseException().GetType().Name})", "See what is said of the database and its tables.")];
        }

        return
        [
            .. findings.Select(finding => new DoctorFinding(
                "ledger",
                finding.IsSound,
                VerifyCommand.Words(finding),
                finding.IsSound ? null : "Somebody changed the evidence of consent in the database. Compare with a backup before anything else is sent.")),
        ];
    }
}
