using Carillon.Channels;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Server.Commands;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Sending;

/// <summary>Whether each login is taken by its provider: the cheapest authenticated call, which sends nothing.</summary>
internal sealed class ProviderCheck(Database database, MessageProviders providers, AccountLogins logins) : IDoctorCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<DoctorFinding>> LookAsync(WorkspaceScope scope, CancellationToken cancellationToken)
    {
        List<ProviderAccount> accounts;
        try
        {
            await using var db = database.Open(scope);
            accounts = await db.Accounts.AsNoTracking().OrderBy(account => account.CreatedAt).ThenBy(account => account.Id).ToListAsync(cancellationToken);
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            // What is the matter with the database is told by its own check.
            return [new("providers", false, $"the accounts cannot be read ({wrong.GetBaseException().GetType().Name})", "Mend the database first.")];
        }

        var findings = new List<DoctorFinding>(accounts.Count);
        foreach (var account in accounts)
        {
            findings.Add(await LookAsync(account, cancellationToken));
        }

        return findings;
    }

    private async Task<DoctorFinding> LookAsync(ProviderAccount account, CancellationToken cancellationToken)
    {
        var subject = $"provider {account.Name}";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var check = await providers[account.Provider].CheckAsync(logins.Open(account).Login, patience.Token);
            return (check.IsOk, account.Status) switch
            {
                (false, _) => new(subject, false, check.Detail, "Correct the credentials on the account's page and press Test there."),
                (true, AccountStatus.Disabled) => new(subject, false, $"{check.Detail}; the account is stopped", "Press Test on the account's page: a test that goes well puts it back to work."),
                _ => new(subject, true, check.Detail),
            };
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            return new(subject, false, $"no answer ({wrong.GetBaseException().GetType().Name})", "See that this machine reaches the provider's address.");
        }
    }
}
