using Carillon.Campaigns;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Fates;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Campaigns;

/// <summary>What the page of messages in doubt shows and does.</summary>
public sealed class DoubtsDesk(CarillonDb db, MessageReview review)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Those that a person has to settle, the oldest first, and how many others the providers are still being asked about.</summary>
    public async Task<DoubtsLook> ReadAsync(CancellationToken cancellationToken)
    {
        var (campaigns, senders, accounts) = (db.Campaigns, db.Senders, db.Accounts);
        var open = db.OutboundMessages.AsNoTracking().Where(row => row.IsInDoubt && row.Reason == Fate.ReviewReason);
        var rows = await (
            from row in open
            orderby row.ChangedAt, row.Id
            select new DoubtRow(
                row.Id, row.To, row.Body, row.ChangedAt, row.CampaignId, campaigns.Where(one => one.Id == row.CampaignId).Select(one => one.Name).FirstOrDefault(),
                senders.Where(one => one.Id == row.SenderId).Select(one => one.Address).FirstOrDefault(),
                senders.Where(one => one.Id == row.SenderId).Join(accounts, one => one.AccountId, account => account.Id, (_, account) => account.Name).FirstOrDefault()))
            .Take(PageSize).ToListAsync(cancellationToken);
        var asked = await db.OutboundMessages.LongCountAsync(row => row.IsInDoubt && row.Reason != Fate.ReviewReason, cancellationToken);
        return new DoubtsLook(rows, await open.LongCountAsync(cancellationToken), asked);
    }

    /// <summary>Takes what a person found at the provider.</summary>
    public Task<ReviewOutcome> SettleAsync(MessageId id, bool wasSent, CancellationToken cancellationToken) => review.SettleAsync(id, wasSent, cancellationToken);

    /// <summary>Takes the same for all of a campaign.</summary>
    /// <returns>How many were settled.</returns>
    public async Task<int> SettleAllAsync(CampaignId campaign, bool wasSent, CancellationToken cancellationToken)
    {
        var settled = 0;
        var ids = await db.OutboundMessages.Where(row => row.CampaignId == campaign && row.IsInDoubt && row.Reason == Fate.ReviewReason).Select(row => row.Id).ToListAsync(cancellationToken);
        foreach (var id in ids)
        {
            settled += await review.SettleAsync(id, wasSent, cancellationToken) is ReviewOutcome.Settled ? 1 : 0;
        }

        return settled;
    }
}

/// <summary>What is in doubt.</summary>
/// <param name="Rows">Those that a person has to settle.</param>
/// <param name="Open">How many there are of them.</param>
/// <param name="Asked">How many others the providers are being asked about.</param>
public sealed record DoubtsLook(IReadOnlyList<DoubtRow> Rows, long Open, long Asked);

/// <summary>A message that a person has to settle.</summary>
public sealed record DoubtRow(MessageId Id, PhoneNumber? To, string? Body, DateTimeOffset Since, CampaignId? CampaignId, string? Campaign, string? From, string? Account);
