using System.Text.Json;
using Carillon.Channels;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.OptOuts;
using Carillon.Compliance.Programmes;
using Carillon.Compliance.Reviews;
using Carillon.Compliance.Suppressions;
using Carillon.Primitives;
using Carillon.Receiving.Callbacks;
using Carillon.Receiving.Conversations;
using Carillon.Sending;
using Carillon.Storage;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Texts;

/// <summary>
/// What a text to us does, all in the caller's transaction: the person, the text, the conversation's head, what it answers and
/// its counters, the wish it carries, and the answer the law wants.
/// </summary>
internal sealed class InboundTexts(
    OptOutList optOuts, InboundOptOuts inboundOptOuts, KeywordReplies replies, ReviewBook reviews, DoubleOptIn doubleOptIn, Resumptions resumptions, ErasedNumbers erased, TimeProvider time)
{
    /// <summary>Does it; the answer is the lane that got something to send, if one did.</summary>
    public async Task<SenderId?> TakeAsync(CarillonDb db, ProviderEvent entry, EventContent content, ChannelEvent.InboundText text, CancellationToken cancellationToken)
    {
        var (at, told) = (CallbackIntake.HeardAt(text.At, entry.ReceivedAt), CallbackIntake.ToldAt(text.At, entry.ReceivedAt));
        var pending = await DoubleOptIn.FindAsync(db, entry.WorkspaceId, text.From, told, cancellationToken);
        var meaning = await HeardMeaning.WithOwnWordsAsync(db, entry.WorkspaceId, text.Body, HeardMeaning.Of(text, pending is not null), cancellationToken);
        await erased.ReturnAsync(db, entry.WorkspaceId, [text.From], cancellationToken);
        var optOut = content.OptOut;
        if (optOut is null && await IsKnownAsync(db, entry.AccountId, text.ProviderMessageId, cancellationToken))
        {
            return null;
        }

        if (optOut is null && meaning.Kind is InboundKind.OptOut)
        {
            // Stored before this wording was known to be an opt-out, or read only now.
            optOut = await inboundOptOuts.TakeAsync(db, entry.WorkspaceId, text, meaning, at, cancellationToken);
        }

        var contact = await ContactsByNumber.FindOrAddAsync(db, entry.WorkspaceId, text.From, time.GetUtcNow(), cancellationToken);

        // A number may be a sender of two accounts: it is answered through the one that heard.
        var sender = await db.Senders.AsNoTracking().Where(x => x.WorkspaceId == entry.WorkspaceId && x.Channel == Channel.Sms && x.Address == text.To.E164)
            .OrderByDescending(x => x.AccountId == entry.AccountId).ThenBy(x => x.Id).FirstOrDefaultAsync(cancellationToken);
        var heard = new HeardText(entry.WorkspaceId, entry.Source, text, meaning, at, entry.ReceivedAt, contact, sender);
        var answered = optOut?.Answered ?? await AnsweredMessage.FindAsync(db, entry.WorkspaceId, contact, text.From, at, cancellationToken);
        var textId = optOut?.TextId ?? Id.New<MessageId>(time);
        var isNew = await StoreAsync(db, entry, heard, textId, answered, cancellationToken);
        await SuppressionBook.LiftAsync(db, entry.WorkspaceId, [text.From], SkipReason.Unreachable, cancellationToken);
        if (optOut is not null)
        {
            return await FinishOptOutAsync(db, heard, optOut, cancellationToken);
        }

        var wish = InboundOptOuts.WishOf(heard.Workspace, heard.Text, heard.Meaning, heard.At) with
        {
            ContactId = heard.Contact,
            MessageId = answered?.Message ?? textId,
            CampaignId = answered?.Campaign,
        };
        return isNew ? await ActAsync(db, heard, wish, pending, cancellationToken) : null;
    }

    /// <summary>Whether a text was handled already, in another event.</summary>
    public static Task<bool> IsKnownAsync(CarillonDb db, AccountId account, string providerMessageId, CancellationToken cancellationToken) =>
        db.InboundMessages.AnyAsync(x => x.AccountId == account && x.ProviderMessageId == providerMessageId, cancellationToken);

    private static async Task<bool> StoreAsync(
        CarillonDb db, ProviderEvent entry, HeardText heard, MessageId id, AnsweredMessage? answered, CancellationToken cancellationToken)
    {
        var (text, at) = (heard.Text, heard.At);
        if (await IsKnownAsync(db, entry.AccountId, text.ProviderMessageId, cancellationToken))
        {
            return false;
        }

        if (answered is not null && !await db.InboundMessages.AnyAsync(
            x => x.WorkspaceId == entry.WorkspaceId && x.CampaignId == answered.Campaign && x.ContactId == heard.Contact, cancellationToken))
        {
            await RunCounters.AddAsync(db, answered.Run, answered.Variant, RunCounters.Replied, 1, cancellationToken);
        }

        db.InboundMessages.Add(new InboundMessage
        {
            Id = id,
            WorkspaceId = entry.WorkspaceId,
            AccountId = entry.AccountId,
            ProviderMessageId = text.ProviderMessageId,
            ContactId = heard.Contact,
            SenderId = heard.Sender?.Id,
            From = text.From,
            To = text.To,
            Body = text.Body,
            MediaUrls = [.. text.MediaUrls],
            CampaignId = answered?.Campaign,
            ReceivedAt = at,
        });
        await ConversationHeads.AddTextAsync(db, heard, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await ContactsByNumber.WroteAsync(db, heard.Contact, at, cancellationToken);
        return true;
    }

    private async Task<SenderId?> FinishOptOutAsync(CarillonDb db, HeardText heard, TakenOptOut optOut, CancellationToken cancellationToken)
    {
        if (optOut is { IsNew: true, IsFirstOfCampaign: true, Answered: { } answered })
        {
            await RunCounters.AddAsync(db, answered.Run, answered.Variant, RunCounters.OptedOut, 1, cancellationToken);
        }

        await reviews.OptedOutAsync(db, heard.Workspace, heard.Text.From, Channel.Sms, cancellationToken);
        if (heard.Meaning.IsWrongNumber)
        {
            await ContactsByNumber.DetachAsync(db, heard.Contact, heard.Text.From, time.GetUtcNow().Stored(), cancellationToken);
        }

        return await replies.ConfirmOptOutAsync(db, heard, optOut, cancellationToken);
    }

    private async Task<SenderId?> ActAsync(CarillonDb db, HeardText heard, Wish wish, PendingOptIn? pending, CancellationToken cancellationToken)
    {
        switch (heard.Meaning.Kind)
        {
            case InboundKind.OptIn when pending is not null:
                await doubleOptIn.ConfirmAsync(db, pending, wish with { At = await resumptions.SaidAtAsync(db, heard, cancellationToken) }, cancellationToken);
                return await replies.ConfirmResumeAsync(db, heard, cancellationToken);
            case InboundKind.OptIn:
                var outcome = await optOuts.ResumeAsync(db, wish with { At = await resumptions.SaidAtAsync(db, heard, cancellationToken) }, cancellationToken);
                var mayBeTexted = outcome is OptInOutcome.Lifted or OptInOutcome.Recorded { Consent: ConsentStatus.Subscribed };
                return mayBeTexted ? await replies.ConfirmResumeAsync(db, heard, cancellationToken) : null;
            case InboundKind.Help:
                await optOuts.NoteHelpAsync(db, wish, cancellationToken);
                return await replies.HelpAsync(db, heard, cancellationToken);
            case InboundKind.None:
                return await OtherAsync(db, heard, wish, cancellationToken);
            case InboundKind.OptOut:
                return null;
            default:
                throw new InvalidOperationException($"No rule for {heard.Meaning.Kind}.");
        }
    }

    /// <summary>A word of the workspace's own, a text that a person has to read, or just conversation.</summary>
    private async Task<SenderId?> OtherAsync(CarillonDb db, HeardText heard, Wish wish, CancellationToken cancellationToken)
    {
        if (await ProgrammeBook.FindAsync(db, heard.Workspace, heard.Text.Body, cancellationToken) is { IsOptOut: false } programme)
        {
            var saidAt = await resumptions.SaidAtAsync(db, heard, cancellationToken);
            return await JoinAsync(db, heard, wish with { Keyword = programme.Keyword, At = saidAt }, programme, cancellationToken);
        }

        if (heard.Meaning.Tier is InboundTier.Review)
        {
            await reviews.OpenAsync(
                db,
                new OptOutReview
                {
                    Id = Id.New<ReviewId>(time),
                    WorkspaceId = heard.Workspace,
                    Phone = heard.Text.From,
                    Channel = Channel.Sms,
                    ContactId = heard.Contact,
                    MessageId = wish.MessageId,
                    CampaignId = wish.CampaignId,
                    Text = heard.Text.Body.Length > 4000 ? heard.Text.Body[..4000] : heard.Text.Body,
                    At = heard.At,
                    DueAt = heard.At + OptOutReview.Patience,
                },
                cancellationToken);
        }

        return null;
    }

    private async Task<SenderId?> JoinAsync(CarillonDb db, HeardText heard, Wish wish, KeywordProgramme programme, CancellationToken cancellationToken)
    {
        var source = $"keyword {programme.Keyword}";
        var evidence = JsonSerializer.Serialize(new
        {
            wording = programme.Wording,
            version = programme.Version.ToString(System.Globalization.CultureInfo.InvariantCulture),
            source,
            obtainedAt = wish.At,
            text = heard.Text.Body,
        });
        if (!programme.IsDoubleOptIn)
        {
            await optOuts.OptInAsync(db, wish with { Evidence = evidence }, wish.At, source, cancellationToken);
            return await replies.ConfirmResumeAsync(db, heard, cancellationToken);
        }

        var pending = new PendingOptIn
        {
            WorkspaceId = heard.Workspace,
            Phone = heard.Text.From,
            AskedAt = heard.At,
            ExpiresAt = heard.At + PendingOptIn.Span,
            Evidence = evidence,
            Source = source,
            Method = ConsentMethod.Keyword,
            MessageId = wish.MessageId,
        };
        return await DoubleOptIn.AskAsync(db, pending, cancellationToken) ? await replies.AskAsync(db, heard, cancellationToken) : null;
    }
}
