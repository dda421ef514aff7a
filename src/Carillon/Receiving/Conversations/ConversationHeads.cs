using Carillon.Receiving.Texts;
using Carillon.Storage;
using Carillon.Text;
using Carillon.Text.Inbound;

namespace Carillon.Receiving.Conversations;

/// <summary>Keeps the heads of conversations in step with the texts that come in.</summary>
internal static class ConversationHeads
{
    /// <summary>One more unread text; the head shows the newest, whatever order they are handled in.</summary>
    public static async Task AddTextAsync(CarillonDb db, HeardText heard, CancellationToken cancellationToken)
    {
        var (mustBeRead, isHot) = (heard.Meaning.Tier == InboundTier.Review, heard.Meaning.Kind == InboundKind.None && WarmReply.Is(heard.Text.Body));
        var head = await db.Conversations.FindAsync([heard.Workspace, heard.Contact], cancellationToken);
        if (head is null)
        {
            db.Conversations.Add(new Conversation
            {
                WorkspaceId = heard.Workspace,
                ContactId = heard.Contact,
                SenderId = heard.Sender?.Id,
                LastText = heard.Text.Body,
                LastAt = heard.At,
                UnreadCount = 1,
                NeedsReview = mustBeRead,
                IsHot = isHot,
            });
            return;
        }

        head.UnreadCount++;
        head.NeedsReview |= mustBeRead;
        head.IsHot = heard.Meaning.Kind == InboundKind.None && (head.IsHot || isHot);
        if (heard.At >= head.LastAt)
        {
            head.LastText = heard.Text.Body;
            head.LastAt = heard.At;
            head.SenderId = heard.Sender?.Id ?? head.SenderId;
        }
    }
}
