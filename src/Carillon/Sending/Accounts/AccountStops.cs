using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Accounts;

/// <summary>Stops a login that its provider refuses, and says so where an operator sees it. Messages wait; none is lost.</summary>
public sealed class AccountStops(Database database, EngineView view, TimeProvider time)
{
    /// <summary>Stops the login until a person mends it; once, however many calls were refused.</summary>
    public async Task StopAsync(ProviderAccount account, Refusal refusal, CancellationToken cancellationToken)
    {
        var reason = refusal.Reason == FailureReason.Unauthorized
            ? "The provider refuses the login: check its key or token, then press Test."
            : $"The provider stopped the login ({refusal.Code ?? refusal.Reason.ToString()}): look at its own page, then press Test.";
        await using var db = database.OpenEverybody();
        var stopped = await db.Accounts
            .Where(row => row.Id == account.Id && row.Status != AccountStatus.Disabled)
            .ExecuteUpdateAsync(
                row => row.SetProperty(x => x.Status, AccountStatus.Disabled).SetProperty(x => x.StatusReason, reason), cancellationToken);
        view.Refresh();
        if (stopped > 0)
        {
            var kind = refusal.Reason == FailureReason.Unauthorized ? "account-unauthorized" : "account-stopped";
            await RaiseAsync(db, account.WorkspaceId, kind, account.Id.ToString(), $"{account.Name}: {reason} Everything that waits for it stays queued.", cancellationToken);
        }
    }

    /// <summary>Says that a sender is refused.</summary>
    public async Task WarnAsync(Sender sender, Refusal refusal, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        await RaiseAsync(
            db, sender.WorkspaceId, "sender-refused", sender.Id.ToString(),
            $"The provider refuses the sender {sender.Address} ({refusal.Code ?? refusal.Reason.ToString()}): {refusal.Message}", cancellationToken);
    }

    private async Task RaiseAsync(CarillonDb db, WorkspaceId workspace, string kind, string subject, string text, CancellationToken cancellationToken)
    {
        if (await db.Alerts.AnyAsync(alert => alert.WorkspaceId == workspace && alert.Kind == kind && alert.Subject == subject && alert.ResolvedAt == null, cancellationToken))
        {
            return;
        }

        db.Alerts.Add(new Alert
        {
            Id = Id.New<AlertId>(time),
            WorkspaceId = workspace,
            Kind = kind,
            Subject = subject,
            Text = text.Length > 500 ? text[..500] : text,
            At = time.GetUtcNow(),
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another lane raised the same alert a moment ago (ux_alert_open); one is enough.
            db.ChangeTracker.Clear();
        }
    }
}
