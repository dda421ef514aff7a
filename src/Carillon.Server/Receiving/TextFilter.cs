using Carillon.Access;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Runs;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Carillon.Server.Receiving;

/// <summary>Which texts from us somebody looks at, as an address says it; the same for the page and its file.</summary>
/// <param name="Show">A status, or <c>taken</c>: those that providers took, answers to keywords aside, as the report of opt-outs counts them. 
/// <c>due</c>: those that wait though their time has come and nobody paused them. Anything else shows all.</param>
/// <param name="Since">A day of the workspace's zone or an instant: of taken ones when they were taken, of others when they were written.</param>
/// <param name="Until">The last such day, or the first instant after.</param>
/// <param name="Campaign">Of this campaign.</param>
/// <param name="Sender">From this number of ours.</param>
/// <param name="Phone">To this number, in any human form.</param>
public readonly record struct TextFilter(string? Show, string? Since, string? Until, string? Campaign, string? Sender, string? Phone)
{
    /// <summary>Those that providers took.</summary>
    public const string Taken = "taken";

    /// <summary>Those that are late.</summary>
    public const string Due = "due";

    /// <summary>All that match, in no order; what cannot be read finds nothing.</summary>
    public async Task<IQueryable<OutboundMessage>> InAsync(CarillonDb db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var workspace = await db.Set<Workspace>().Where(row => row.Id == db.Workspace).Select(row => new { row.DefaultRegion, row.TimeZone }).SingleAsync(cancellationToken);
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(workspace.TimeZone) ?? DateTimeZone.Utc;
        var from = WorkspaceDay.BeginOf(zone, Since) ?? errors.Instant("since", Since);
        var until = WorkspaceDay.BeginOf(zone, Until, daysLater: 1) ?? errors.Instant("until", Until);
        var number = errors.Phone("phone", Phone, workspace.DefaultRegion);
        var (campaign, sender) = (errors.Id<CampaignId>("campaign", Campaign), errors.Id<SenderId>("sender", Sender));
        var status = Enum.TryParse<MessageStatus>(Show, ignoreCase: true, out var read) && Enum.IsDefined(read) ? read : (MessageStatus?)null;
        var (isAny, isTaken) = (!errors.Any, Show == Taken);
        var rows = db.OfScope<OutboundMessage>().AsNoTracking().Where(row => isAny && (sender == null || row.SenderId == sender));
        rows = number is null ? rows : rows.Where(row => row.To == number);
        rows = campaign is null ? rows : rows.Where(row => row.CampaignId == campaign);
        rows = status is null ? rows : rows.Where(row => row.Status == status);
        if (Show == Due)
        {
            var runs = db.Runs;
            rows = rows.Where(row => row.IsWaiting && row.DueAt <= now && !runs.Any(run => run.Id == row.RunId && run.State == RunState.Paused));
        }

        return isTaken
            ? rows.Where(row => row.SentAt != null && row.Kind != MessageKind.KeywordAnswer && (from == null || row.SentAt >= from) && (until == null || row.SentAt < until))
            : rows.Where(row => (from == null || row.QueuedAt >= from) && (until == null || row.QueuedAt < until));
    }
}
