using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Accounts;

/// <summary>Lets senders that the provider refused go again, once a person mended them.</summary>
public static class SenderStop
{
    /// <summary>The kind of the alert that calls that person.</summary>
    public const string AlertKind = "sender-refused";

    /// <summary>Takes the stop off those of the senders that are stopped and resolves their alerts; the caller saves.</summary>
    public static async Task LiftAsync(CarillonDb db, IEnumerable<Sender> senders, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var stopped = senders.Where(sender => sender.IsStopped).ToList();
        foreach (var sender in stopped)
        {
            (sender.HeldUntil, sender.HeldReason) = (null, null);
        }

        var subjects = stopped.ConvertAll(sender => sender.Id.ToString());
        foreach (var alert in subjects.Count == 0 ? [] : await db.Alerts.Where(alert => alert.Kind == AlertKind && subjects.Contains(alert.Subject) && alert.ResolvedAt == null).ToListAsync(cancellationToken))
        {
            alert.Resolve(now);
        }
    }
}
