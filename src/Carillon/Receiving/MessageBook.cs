using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving;

/// <summary>Texts in both directions, as one list.</summary>
public sealed class MessageBook(CarillonDb db)
{
    /// <summary>Texts, newest first: by when they were written, or came.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The place after which to begin; null: at the newest.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<IReadOnlyList<AnyMessage>> ListAsync(
        MessageFilter filter, (DateTimeOffset At, MessageId Id)? after, int take, CancellationToken cancellationToken)
    {
        // Theirs before ours: an answer is written with the text it answers, so a page that shows the text shows its answer.
        var inbound = filter.HasInbound ? await InboundAsync(filter, after, take, cancellationToken) : [];
        var outbound = filter.HasOutbound ? await OutboundAsync(filter, after, take, cancellationToken) : [];
        return [.. outbound.Concat(inbound).OrderByDescending(x => x.At).ThenByDescending(x => x.Id.Value, BigEndian).Take(take)];
    }

    /// <summary>How many match, of both directions.</summary>
    public async Task<int> CountAsync(MessageFilter filter, CancellationToken cancellationToken) =>
        (filter.HasOutbound ? await (await OutboundAsync(filter, cancellationToken)).CountAsync(cancellationToken) : 0)
        + (filter.HasInbound ? await Inbound(filter).CountAsync(cancellationToken) : 0);

    /// <summary>One text of either direction, or null.</summary>
    public async Task<AnyMessage?> FindAsync(MessageId id, CancellationToken cancellationToken) =>
        await db.OutboundMessages.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is { } outbound ? AnyMessage.Of(outbound)
        : await db.InboundMessages.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id, cancellationToken) is { } inbound ? AnyMessage.Of(inbound)
        : null;

    /// <summary>The order of ids in both databases: byte by byte, the most significant first.</summary>
    private static readonly IComparer<Guid> BigEndian = Comparer<Guid>.Create((left, right) =>
        left.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(right.ToByteArray(bigEndian: true)));

    private async Task<IReadOnlyList<AnyMessage>> OutboundAsync(
        MessageFilter filter, (DateTimeOffset At, MessageId Id)? after, int take, CancellationToken cancellationToken)
    {
        var rows = await OutboundAsync(filter, cancellationToken);
        if (after is { At: var at, Id: var id })
        {
            rows = rows.Where(x => x.QueuedAt <= at && (x.QueuedAt < at || x.Id < id));
        }

        var found = await rows.OrderByDescending(x => x.QueuedAt).ThenByDescending(x => x.Id).Take(take).ToListAsync(cancellationToken);
        return [.. found.Select(AnyMessage.Of)];
    }

    private async Task<IQueryable<OutboundMessage>> OutboundAsync(MessageFilter filter, CancellationToken cancellationToken)
    {
        var rows = filter.Campaign is null ? db.OfScope<OutboundMessage>().AsNoTracking() : db.OutboundMessages.AsNoTracking();
        if (filter.Campaign is { } campaign)
        {
            // By its runs, which have an index.
            var runs = await db.Runs.Where(x => x.CampaignId == campaign).Select(x => x.Id).ToListAsync(cancellationToken);
            rows = runs is [var only] ? rows.Where(x => x.RunId == only) : rows.Where(x => runs.Contains(x.RunId));
        }

        if (filter.Contact is { } contact)
        {
            rows = rows.Where(x => x.ContactId == contact);
        }

        if (filter.Status is { } status)
        {
            rows = rows.Where(x => x.Status == status);
        }

        return filter.Since is { } since ? rows.Where(x => x.QueuedAt >= since) : rows;
    }

    private async Task<IReadOnlyList<AnyMessage>> InboundAsync(
        MessageFilter filter, (DateTimeOffset At, MessageId Id)? after, int take, CancellationToken cancellationToken)
    {
        var rows = Inbound(filter);
        if (after is { At: var at, Id: var id })
        {
            rows = rows.Where(x => x.ReceivedAt <= at && (x.ReceivedAt < at || x.Id < id));
        }

        var found = await rows.OrderByDescending(x => x.ReceivedAt).ThenByDescending(x => x.Id).Take(take).ToListAsync(cancellationToken);
        return [.. found.Select(AnyMessage.Of)];
    }

    private IQueryable<InboundMessage> Inbound(MessageFilter filter)
    {
        var rows = db.OfScope<InboundMessage>().AsNoTracking();
        if (filter.Campaign is { } campaign)
        {
            rows = rows.Where(x => x.CampaignId == campaign);
        }

        if (filter.Contact is { } contact)
        {
            rows = rows.Where(x => x.ContactId == contact);
        }

        return filter.Since is { } since ? rows.Where(x => x.ReceivedAt >= since) : rows;
    }
}

/// <summary>Which texts.</summary>
/// <param name="Campaign">Of this campaign, or in answer to it.</param>
/// <param name="Contact">To or from this person.</param>
/// <param name="Status">That stand so; those to us are all received.</param>
/// <param name="IsInbound">To us only, or from us only.</param>
/// <param name="Since">Not older.</param>
public sealed record MessageFilter(
    CampaignId? Campaign = null, ContactId? Contact = null, MessageStatus? Status = null, bool? IsInbound = null, DateTimeOffset? Since = null)
{
    /// <summary>Whether a text from us can match.</summary>
    public bool HasOutbound => IsInbound is not true && Status is not MessageStatus.Received;

    /// <summary>Whether a text to us can match.</summary>
    public bool HasInbound => IsInbound is not false && Status is (null or MessageStatus.Received);
}

/// <summary>A text of either direction: one of both is there.</summary>
public sealed record AnyMessage(MessageId Id, DateTimeOffset At, OutboundMessage? Outbound, InboundMessage? Inbound)
{
    internal static AnyMessage Of(OutboundMessage message) => new(message.Id, message.QueuedAt, message, null);

    internal static AnyMessage Of(InboundMessage message) => new(message.Id, message.ReceivedAt, null, message);
}
