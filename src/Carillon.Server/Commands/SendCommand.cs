using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Carillon.Access;
using Carillon.Campaigns;
using Carillon.Primitives;
using Carillon.Server.Campaigns;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Commands;

/// <summary><c>send CAMPAIGN --follow</c>: starts a campaign and shows how it goes. Where no server runs, the command is the engine itself.</summary>
internal static class SendCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Command Create(string[] settings)
    {
        var campaign = new Argument<string>("campaign") { Description = "The campaign's id, or its name." };
        var follow = new Option<bool>("--follow") { Description = "Show progress until every message has its fate." };
        var json = CommandHost.JsonOption();
        var command = new Command("send", "Starts a campaign.") { campaign, follow, json };
        command.SetAction((parsed, token) => RunAsync(settings, parsed.GetRequiredValue(campaign), parsed.GetValue(follow), parsed.GetValue(json), token));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, string asked, bool follow, bool json, CancellationToken cancellationToken)
    {
        await using var host = await CommandHost.OpenReadyAsync(settings, cancellationToken);
        await using var db = host.Database.OpenEverybody();
        var matches = Id.TryParse<CampaignId>(asked, out var id)
            ? await db.Campaigns.AsNoTracking().Where(row => row.Id == id).ToListAsync(cancellationToken)
            : await db.Campaigns.AsNoTracking().Where(row => row.Name == asked).ToListAsync(cancellationToken);
        if (matches is not [var campaign])
        {
            throw new CommandRefusedException(CommandLine.Failed, matches.Count == 0 ? $"There is no campaign '{asked}'." : $"Several campaigns are named '{asked}': give the id.");
        }

        await StartAsync(host, campaign, cancellationToken);
        await using var engine = follow && !host.IsBesideServer ? await host.StartEngineAsync(cancellationToken) : null;
        var stats = await FollowAsync(host, campaign, follow && !json, follow, cancellationToken);
        await Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(stats, ApiJson.Options) : Words(stats));
        return CommandLine.Done;
    }

    private static async Task StartAsync(CommandHost host, Campaign campaign, CancellationToken cancellationToken)
    {
        await using var scope = host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(campaign.WorkspaceId, "command");
        switch (await scope.ServiceProvider.GetRequiredService<CampaignActions>().StartAsync(campaign.Id, cancellationToken))
        {
            case CampaignOutcome.WrongState when campaign.Status == CampaignStatus.Running:
            case CampaignOutcome.Done:
                break;
            case CampaignOutcome.WrongState state:
                throw new CommandRefusedException(CommandLine.Failed, state.Detail);
            case CampaignOutcome.Incomplete incomplete:
                throw new CommandRefusedException(CommandLine.Failed, string.Join(' ', incomplete.Fields.Select(field => $"{field.Key}: {field.Value}")));
            default:
                throw new CommandRefusedException(CommandLine.Failed, "The campaign is gone.");
        }
    }

    private static async Task<CampaignStatsResponse> FollowAsync(CommandHost host, Campaign campaign, bool showsBar, bool waits, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var db = host.Database.Open(WorkspaceScope.Of(campaign.WorkspaceId));
            var now = await db.Campaigns.AsNoTracking().SingleAsync(row => row.Id == campaign.Id, cancellationToken);
            var stats = await CampaignStats.OfAsync(db, now, cancellationToken);
            if (showsBar)
            {
                await Console.Error.WriteAsync($"\r{Bar(stats)}");
            }

            if (!waits || now.Status is not (CampaignStatus.Running or CampaignStatus.Scheduled))
            {
                await Console.Error.WriteAsync(showsBar ? Environment.NewLine : "");
                return CampaignStatsResponse.Of(now, stats, "USD");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }

    private static string Bar(CampaignStats stats)
    {
        const int Width = 40;
        var done = stats.Recipients - stats.Open;
        var filled = stats.Recipients == 0 ? 0 : (int)(Width * done / stats.Recipients);
        return string.Create(CultureInfo.InvariantCulture, $"[{new string('#', filled)}{new string('.', Width - filled)}] {done} of {stats.Recipients}");
    }

    private static string Words(CampaignStatsResponse stats) => string.Create(
        CultureInfo.InvariantCulture,
        $"{stats.Recipients} recipients: {stats.Delivered} delivered, {stats.Accepted + stats.Sent} accepted, {stats.Failed + stats.Undelivered} failed, {stats.InDoubt} in doubt, {stats.Skipped.Values.Sum()} skipped, {stats.Queued + stats.Sending} waiting, {stats.Cancelled} cancelled.");
}
