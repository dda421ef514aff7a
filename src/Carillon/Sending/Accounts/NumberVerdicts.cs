using Carillon.Channels;
using Carillon.Compliance.Suppressions;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Accounts;

/// <summary>
/// What a failure says of the number itself, for good, so that nobody pays for it again: it is none, it takes no texts, its owner sues, or it is
/// in nobody's hands any more.
/// <para>
/// The last is believed only when a carrier says "unknown subscriber" (30005) twice, at least 72 hours apart, and the number neither got a text
/// nor wrote one in between. It is lifted when the number writes, or when a later look-up finds it valid; that it is none or a landline, when a
/// later look-up says otherwise.
/// </para>
/// </summary>
public sealed class NumberVerdicts(SuppressionBook suppressions)
{
    private const string UnknownSubscriber = "30005";
    private const string Litigator = "30640";
    private static readonly TimeSpan Apart = TimeSpan.FromHours(72);

    /// <summary>Whether a failure may say something of the number itself.</summary>
    public static bool IsIn(Refusal failure) => ReasonOf(failure) is not null;

    /// <summary>Suppresses the number if that is what the failure says, in the caller's write transaction.</summary>
    public async Task TakeAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Refusal failure, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (ReasonOf(failure) is not { } reason || (reason is SkipReason.Unreachable && !await IsSecondAsync(db, workspace, phone, at, cancellationToken)))
        {
            return;
        }

        await suppressions.SuppressAsync(db, workspace, [phone], reason, at, cancellationToken);
        var people = db.Contacts.Where(contact => contact.WorkspaceId == workspace && contact.Phone == phone);
        if (reason is SkipReason.Landline)
        {
            await people.ExecuteUpdateAsync(set => set.SetProperty(contact => contact.LineType, LineType.Landline), cancellationToken);
        }
        else if (reason is SkipReason.Unreachable)
        {
            await people.ExecuteUpdateAsync(set => set.SetProperty(contact => contact.Status, ContactStatus.Unreachable), cancellationToken);
        }
    }

    private static SkipReason? ReasonOf(Refusal failure) => failure switch
    {
        { Code: Litigator } => SkipReason.DoNotCall,
        { Code: UnknownSubscriber } => SkipReason.Unreachable,
        { Reason: FailureReason.InvalidNumber } => SkipReason.Invalid,
        { Reason: FailureReason.NotTextable } => SkipReason.Landline,
        _ => null,
    };

    /// <summary>Whether a carrier said so long enough before, and nothing told otherwise since.</summary>
    private static async Task<bool> IsSecondAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var until = at - Apart;
        var messages = db.OutboundMessages.Where(message => message.WorkspaceId == workspace && message.To == phone);
        var first = await messages
            .Where(message => message.ErrorCode == UnknownSubscriber && message.ChangedAt <= until && (message.Status == MessageStatus.Undelivered || message.Status == MessageStatus.Failed))
            .OrderByDescending(message => message.ChangedAt).Select(message => (DateTimeOffset?)message.ChangedAt).FirstOrDefaultAsync(cancellationToken);
        return first is not null
            && !await messages.AnyAsync(message => message.DeliveredAt > first, cancellationToken)
            && !await db.Contacts.AnyAsync(contact => contact.WorkspaceId == workspace && contact.Phone == phone && contact.LastRepliedAt > first, cancellationToken);
    }
}
