using Carillon.Campaigns;
using Carillon.Contacts;
using Carillon.Contacts.Imports;
using Carillon.Sending;
using Carillon.Server.Campaigns;
using Carillon.Server.Compliance;
using Carillon.Server.Web.Design;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Web.Shell;

/// <summary>What happened by itself and somebody should know: alerts, campaigns that paused themselves, imports that ended.</summary>
public sealed class NewsReads(CarillonDb db, SendingStopDesk stops, Viewer viewer, TimeProvider time)
{
    private const int Most = 50;
    private static readonly TimeSpan ImportsFor = TimeSpan.FromDays(7);
    private static readonly ImportStatus[] Ended = [ImportStatus.Completed, ImportStatus.Failed, ImportStatus.Cancelled];

    private DateTimeOffset Seen => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(viewer.Seen, 0, time.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <summary>How many the viewer has not seen; what is still wrong counts until it is over.</summary>
    public async Task<int> UnseenAsync(CancellationToken cancellationToken)
    {
        var seen = Seen;
        var importsFrom = time.GetUtcNow() - ImportsFor > seen ? time.GetUtcNow() - ImportsFor : seen;
        return await db.Alerts.CountAsync(row => row.ResolvedAt == null && row.At > seen, cancellationToken)
            + await CountUntoldAsync(cancellationToken)
            + (await stops.ReadAsync(cancellationToken)).Count
            + await db.ContactImports.CountAsync(row => row.FinishedAt > importsFrom && Ended.Contains(row.Status), cancellationToken);
    }

    private async Task<int> CountUntoldAsync(CancellationToken cancellationToken)
    {
        var paused = await StoppedThemselves().AsNoTracking().ToListAsync(cancellationToken);
        var alerts = paused.Count == 0 ? [] : await db.Alerts.AsNoTracking().Where(row => row.Kind == CampaignBrakes.AlertKind && row.ResolvedAt == null).ToListAsync(cancellationToken);
        return paused.Count(row => !IsTold(row, alerts));
    }

    /// <summary>All of them, the newest first; what has no time of its own stands first.</summary>
    public async Task<IReadOnlyList<NewsItem>> ListAsync(CancellationToken cancellationToken)
    {
        var seen = Seen;
        var importsFrom = time.GetUtcNow() - ImportsFor;
        var alerts = await db.Alerts.AsNoTracking().OrderBy(row => row.ResolvedAt != null).ThenByDescending(row => row.At).Take(Most).ToListAsync(cancellationToken);
        var paused = await StoppedThemselves().AsNoTracking().OrderByDescending(row => row.UpdatedAt).Take(Most).ToListAsync(cancellationToken);
        var standing = await stops.ReadAsync(cancellationToken);
        var imports = await db.ContactImports.AsNoTracking().Where(row => row.FinishedAt > importsFrom && Ended.Contains(row.Status)).OrderByDescending(row => row.FinishedAt).Take(Most).ToListAsync(cancellationToken);
        return
        [
            .. standing.Select(stop => new NewsItem(stop.At, Tone.Bad, "stop", "Nothing leaves: sending is stopped", stop.Reason, "/operations", true)),
            .. paused.Where(row => !IsTold(row, alerts)).Select(row => new NewsItem(
                null, Tone.Warn, "pause", $"“{row.Name}” {(row.Status == CampaignStatus.Draft ? "did not begin" : "paused itself")}", CampaignWords.Of(row.StatusReason ?? StatusReason.User), $"/campaigns/{row.Id}", true)),
            .. alerts.Select(row => new NewsItem(
                    row.At, row.ResolvedAt is null ? Tone.Bad : Tone.Plain, row.ResolvedAt is null ? "warning" : "check", row.Text,
                    row.ResolvedAt is null ? "Still so" : "Over", AlertLinks.Of(row), row.ResolvedAt is null && row.At > seen))
                .Concat(imports.Select(row => new NewsItem(
                    row.FinishedAt, row.Status == ImportStatus.Completed ? Tone.Good : Tone.Warn, "upload",
                    row.Status == ImportStatus.Completed ? $"“{row.FileName}” is imported" : $"The import of “{row.FileName}” did not finish",
                    $"{row.RowsRead:N0} rows: {row.Created:N0} new, {row.Updated:N0} updated, {row.Invalid:N0} not taken", $"/contacts/imports/{row.Id}", row.FinishedAt > seen)))
                .OrderByDescending(item => item.At).Take(Most),
        ];
    }

    private IQueryable<Campaign> StoppedThemselves() =>
        db.Campaigns.Where(row => (row.Status == CampaignStatus.Paused && row.StatusReason != null && row.StatusReason != StatusReason.User)
            || (row.Status == CampaignStatus.Draft && row.StatusReason == StatusReason.Incomplete));

    /// <summary>What an alert tells with its time and figures is told once.</summary>
    private static bool IsTold(Campaign paused, IReadOnlyList<Alert> alerts)
    {
        var id = paused.Id.ToString();
        return alerts.Any(alert => alert is { Kind: CampaignBrakes.AlertKind, ResolvedAt: null } && alert.Subject == id);
    }
}

/// <summary>One piece of news.</summary>
public sealed record NewsItem(DateTimeOffset? At, Tone Tone, string Icon, string Title, string Detail, string Href, bool IsNew);

/// <summary>Where an alert leads.</summary>
internal static class AlertLinks
{
    /// <summary>The page on which something can be done about it.</summary>
    public static string Of(Alert alert) => alert.Kind.Split('-')[0] switch
    {
        "account" => $"/accounts/{alert.Subject}",
        "campaign" => $"/campaigns/{alert.Subject}",
        "messages" => "/operations/in-doubt",
        "data" => "/campaigns",
        "number" => "/accounts",
        _ => "/operations",
    };
}
