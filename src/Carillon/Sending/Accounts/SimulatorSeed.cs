using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Dispatch;
using Carillon.Storage;

namespace Carillon.Sending.Accounts;

/// <summary>Gives every new workspace a simulator with a sender, so that the main job runs before a provider is there.</summary>
internal sealed class SimulatorSeed(MessageProviders providers, AccountLogins logins, EngineView view, AuditLog audit, TimeProvider time) : IWorkspaceSeed
{
    /// <summary>A number of the range that is kept for fiction, so that it belongs to nobody.</summary>
    private const string Number = "+15550100100";

    public Task SeedAsync(CarillonDb db, Workspace workspace, CancellationToken cancellationToken)
    {
        var provider = providers[Provider.Simulator];
        var draft = new AccountDraft("Simulator", Provider.Simulator, new Dictionary<string, string?>(), Limits.None, 7_900, "USD");
        var account = AccountBook.New(workspace.Id, draft, provider, time);
        new AccountBook(db, providers, logins, view, audit, time).Take(account, provider, draft.Settings);
        db.Accounts.Add(account);
        db.Senders.Add(new Sender
        {
            Id = Id.New<SenderId>(time),
            WorkspaceId = workspace.Id,
            AccountId = account.Id,
            Channel = Channel.Sms,
            Address = Number,
            DisplayName = "Simulated number",
            AnswersKeywords = false,
            CreatedAt = account.CreatedAt,
        });
        return Task.CompletedTask;
    }
}
