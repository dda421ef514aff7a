using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending;

/// <summary>Raises alerts and takes them back; of a kind and subject one stands open at a time.</summary>
public sealed class AlertBook(Database database, TimeProvider time)
{
    private const int MostLetters = 500;

    /// <summary>Raises one, if none of the kind and subject is open.</summary>
    public async Task RaiseAsync(WorkspaceId workspace, string kind, string subject, string text, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        try
        {
            await AddAsync(db, workspace, kind, subject, text, cancellationToken);
        }
        catch (DbUpdateException) when (!cancellationToken.IsCancellationRequested)
        {
            // Another lane raised the same alert a moment ago (ux_alert_open); one is enough.
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>As <see cref="RaiseAsync"/>, within the caller's transaction: what the alert is about and the alert itself come together or not at all.</summary>
    public async Task AddAsync(CarillonDb db, WorkspaceId workspace, string kind, string subject, string text, CancellationToken cancellationToken)
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
            Text = text.Length > MostLetters ? text[..MostLetters] : text,
            At = time.GetUtcNow().Stored(),
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>It is over.</summary>
    public async Task ResolveAsync(WorkspaceId workspace, string kind, string subject, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await using var db = database.OpenEverybody();
        await db.Alerts.Where(alert => alert.WorkspaceId == workspace && alert.Kind == kind && alert.Subject == subject && alert.ResolvedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.ResolvedAt, now), cancellationToken);
    }
}
