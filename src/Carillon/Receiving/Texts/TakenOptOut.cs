using Carillon.Channels;
using Carillon.Compliance.Consent;
using Carillon.Compliance.OptOuts;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Texts;

/// <summary>An opt-out as it was committed, for the work that follows: counting, confirming.</summary>
/// <param name="TextId">The id that the text will be stored under.</param>
/// <param name="IsNew">Whether the number was not opted out before.</param>
/// <param name="IsRepeated">Whether the person had said so already in the 24 hours before.</param>
/// <param name="IsFirstOfCampaign">Whether nobody at this number had opted out in answer to this campaign before.</param>
/// <param name="Answered">The message it answers.</param>
internal sealed record TakenOptOut(MessageId TextId, bool IsNew, bool IsRepeated, bool IsFirstOfCampaign, AnsweredMessage? Answered);

/// <summary>Writes the opt-out that a text brings, in the transaction that stores the text's event.</summary>
internal sealed class InboundOptOuts(OptOutList list, TimeProvider time)
{
    /// <summary>Why, where the number belongs to somebody else.</summary>
    private const string WrongNumber = """{"reason":"wrongNumber"}""";

    /// <summary>Who said it, in the ledger.</summary>
    public const string Recipient = "recipient";

    public async Task<TakenOptOut> TakeAsync(
        CarillonDb db, WorkspaceId workspace, ChannelEvent.InboundText text, InboundMeaning meaning, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var contact = await db.Set<Contact>()
            .Where(x => x.WorkspaceId == workspace && x.Phone == text.From)
            .Select(x => (ContactId?)x.Id)
            .SingleOrDefaultAsync(cancellationToken);
        var answered = contact is null ? null : await AnsweredMessage.FindAsync(db, workspace, contact.Value, text.From, at, cancellationToken);
        var isFirst = answered is not null && !await db.Set<ConsentEvent>().AnyAsync(
            x => x.WorkspaceId == workspace && x.Phone == text.From && x.Kind == ConsentEventKind.OptOut && x.CampaignId == answered.Campaign, cancellationToken);
        var textId = Id.New<MessageId>(time);
        var outcome = await list.OptOutAsync(
            db,
            WishOf(workspace, text, meaning, at) with { ContactId = contact, MessageId = answered?.Message ?? textId, CampaignId = answered?.Campaign },
            cancellationToken);
        return new TakenOptOut(textId, outcome.IsNew, outcome.IsRepeated, isFirst, answered);
    }

    /// <summary>What a text wishes, without whom and what it answers.</summary>
    public static Wish WishOf(WorkspaceId workspace, ChannelEvent.InboundText text, InboundMeaning meaning, DateTimeOffset at) => new()
    {
        Workspace = workspace,
        Phone = text.From,
        At = at,
        Method = ConsentMethod.Keyword,
        Keyword = meaning.Keyword,
        Text = text.Body,
        Evidence = meaning.IsWrongNumber ? WrongNumber : null,
        Actor = Recipient,
    };
}
