using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Carillon.Campaigns;
using Carillon.Campaigns.Planning;
using Carillon.Primitives;
using Carillon.Server.Campaigns;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Commands;

/// <summary><c>plan CAMPAIGN</c>: what would be sent to each recipient, when and by which rule. Sends nothing.</summary>
internal static class PlanCommand
{
    public static Command Create(string[] settings)
    {
        var campaign = new Argument<string>("campaign") { Description = "The campaign's id, or its name." };
        var json = CommandHost.JsonOption();
        var command = new Command("plan", "Shows what a campaign would send, when and by which rule; sends nothing.") { campaign, json };
        command.SetAction((parsed, token) => RunAsync(settings, parsed.GetRequiredValue(campaign), parsed.GetValue(json), token));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, string asked, bool json, CancellationToken cancellationToken)
    {
        await using var host = await CommandHost.OpenReadyAsync(settings, cancellationToken);
        var campaign = await FindAsync(host, asked, cancellationToken);
        await using var db = host.Database.Open(WorkspaceScope.Of(campaign.WorkspaceId));
        var time = host.Services.GetRequiredService<TimeProvider>();
        var plan = await CampaignPlan.OfAsync(db, host.Services.GetRequiredService<RecipientPlanner>(), campaign, time.GetUtcNow().Stored(), cancellationToken);
        var (sent, refused) = (0L, 0L);
        await foreach (var page in plan.PagesAsync(cancellationToken))
        {
            foreach (var planned in page)
            {
                await Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(PlannedResponse.Of(planned, campaign.SenderId), ApiJson.Options) : Words(planned));
                (sent, refused) = planned.Recipient.Skip is null ? (sent + 1, refused) : (sent, refused + 1);
            }
        }

        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{sent} would be sent, {refused} not. Nothing was sent."));
        return CommandLine.Done;
    }

    private static async Task<Campaign> FindAsync(CommandHost host, string asked, CancellationToken cancellationToken)
    {
        await using var db = host.Database.OpenEverybody();
        var matches = Id.TryParse<CampaignId>(asked, out var id)
            ? await db.Campaigns.AsNoTracking().Where(row => row.Id == id).ToListAsync(cancellationToken)
            : await db.Campaigns.AsNoTracking().Where(row => row.Name == asked).ToListAsync(cancellationToken);
        return matches is [var campaign]
            ? campaign
            : throw new CommandRefusedException(CommandLine.Failed, matches.Count == 0 ? $"There is no campaign '{asked}'." : $"Several campaigns are named '{asked}': give the id.");
    }

    private static string Words(PlannedMessage planned)
    {
        var recipient = planned.Recipient;
        var who = recipient.To?.E164 ?? recipient.Contact.ToString();
        return recipient.Skip is { } reason
            ? $"{who}  not sent: {ApiJson.NameOf(reason)} ({recipient.Rule})"
            : string.Create(
                CultureInfo.InvariantCulture, $"{who}  {recipient.Open.Earliest:yyyy-MM-dd HH:mm:ss}Z to {recipient.Latest:yyyy-MM-dd HH:mm:ss}Z  {recipient.Rule ?? "-"}  {planned.Segments} segments");
    }
}
