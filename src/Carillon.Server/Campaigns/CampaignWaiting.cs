using System.Globalization;
using Carillon.Access;
using Carillon.Campaigns;
using Carillon.Channels;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Server.Compliance;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Carillon.Server.Campaigns;

/// <summary>Says what a running campaign waits for: the next slot, and who limits it.</summary>
public sealed class CampaignWaiting(CarillonDb db, SendingStopDesk stops, MessageProviders providers, TimeProvider time)
{
    /// <summary>What it waits for; null: nothing.</summary>
    public async Task<WaitingResponse?> OfAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        if (campaign is not { Status: CampaignStatus.Running, RunId: { } id }
            || await db.Runs.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { EndedAt: null } run
            || await db.Senders.AsNoTracking().SingleOrDefaultAsync(row => row.Id == run.SenderId, cancellationToken) is not { } sender
            || await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == sender.AccountId, cancellationToken) is not { } account
            || !await db.OutboundMessages.AnyAsync(row => row.RunId == id && row.IsWaiting, cancellationToken))
        {
            return null;
        }

        if (await stops.ReadAsync(cancellationToken) is [var stop, ..])
        {
            return new WaitingResponse("a stop", null, SendingStopDesk.Words(stop));
        }

        var now = time.GetUtcNow();
        var zone = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.TimeZone).SingleAsync(cancellationToken);
        if (account is { Status: AccountStatus.Disabled or AccountStatus.Open, StatusReason: { } trouble })
        {
            return new WaitingResponse("the account", null, trouble);
        }

        if (sender is { IsStopped: true, HeldReason: { } refused })
        {
            return new WaitingResponse("the sender", null, refused);
        }

        if (sender.HeldUntil > now)
        {
            return Sentence(sender.HeldReason ?? "the sender", sender.HeldUntil, zone);
        }

        return run is { WaitText: { } text } && (run.WaitsUntil is null || run.WaitsUntil > now)
            ? Sentence(text, run.WaitsUntil, zone)
            : Rate(run.PerSecond, sender, account) is var (rate, whose) ? Sentence(string.Create(CultureInfo.InvariantCulture, $"{whose} {rate:0.###}/s"), now + TimeSpan.FromSeconds(1 / rate), zone)
            : null;
    }

    /// <summary>What the sender's account does where nobody knows whether a message left.</summary>
    public async Task<string?> OnUnknownAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        var accounts = db.Accounts;
        var account = await db.Senders.Where(row => row.Id == campaign.SenderId)
            .Join(accounts, sender => sender.AccountId, row => row.Id, (_, row) => row).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return account is null ? null
            : providers.Find(account.Provider) is { Capabilities.Listing: true } ? "exactlyOnce"
            : account.Resends() ? "resend" : "atMostOnce";
    }

    private static (double Rate, string Whose)? Rate(double? own, Sender sender, ProviderAccount account)
    {
        (double? Rate, string Whose)[] rates = [(sender.Limits.PerSecond, "the sender's"), (account.Limits.PerSecond, "the account's"), (own, "the campaign's")];
        return rates.Where(rate => rate.Rate is not null).OrderBy(rate => rate.Rate).Select(rate => ((double, string)?)(rate.Rate!.Value, rate.Whose)).FirstOrDefault(); // the filter says so
    }

    private static WaitingResponse Sentence(string limitedBy, DateTimeOffset? nextAt, string zone) => new(
        limitedBy, nextAt, nextAt is { } at ? $"Next slot {Clock(at, zone)}, limited by {limitedBy}." : $"Limited by {limitedBy}.");

    private static string Clock(DateTimeOffset at, string zone) =>
        Instant.FromDateTimeOffset(at).InZone(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc).ToString("HH:mm", CultureInfo.InvariantCulture);
}
