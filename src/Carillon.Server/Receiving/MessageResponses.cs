using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Server.Sending;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Receiving;

/// <summary>Texts as the API shows them: with the sender's address and, where the account has a price, what they cost.</summary>
internal sealed class MessageResponses(CarillonDb db)
{
    private Dictionary<SenderId, (string Address, long? Price, string Currency)> _senders = [];

    /// <summary>Reads the workspace's senders; once, before the first text is shown.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var rows = await db.Senders.AsNoTracking()
            .Join(db.Accounts, sender => sender.AccountId, account => account.Id, (sender, account) => new
            {
                sender.Id,
                sender.Address,
                account.PricePerSegmentMicros,
                account.PriceCurrency,
            })
            .ToListAsync(cancellationToken);
        _senders = rows.ToDictionary(row => row.Id, row => (row.Address, row.PricePerSegmentMicros, row.PriceCurrency));
    }

    /// <summary>A text of either direction.</summary>
    public MessageResponse Of(AnyMessage message) => message.Outbound is { } outbound
        ? Of(outbound)
        : OfInbound(message.Inbound ?? throw new InvalidOperationException("A message of no direction."));

    /// <summary>A text from us.</summary>
    public MessageResponse Of(OutboundMessage message)
    {
        var sender = _senders.GetValueOrDefault(message.SenderId);
        var price = sender.Price is { } micros && message.ProviderMessageId is not null ? Money.Of(message.Segments * micros / 1_000_000m, sender.Currency) : (Money?)null;
        return MessageResponse.Of(message, sender.Address, price);
    }

    /// <summary>A text to us.</summary>
    public static MessageResponse OfInbound(InboundMessage message) => new()
    {
        Id = message.Id,
        CampaignId = message.CampaignId,
        ContactId = message.ContactId,
        Direction = "inbound",
        Channel = Channel.Sms,
        From = message.From.E164,
        To = message.To,
        Body = message.Body,
        Status = MessageStatus.Received,
        ProviderMessageId = message.ProviderMessageId,
        Segments = SmsText.Count(message.Body).Segments,
        ReceivedAt = message.ReceivedAt,
    };
}
