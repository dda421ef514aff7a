using Carillon.Compliance;
using Carillon.Compliance.Reviews;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Conversations;

/// <summary>The question "is this an opt-out?" goes from the inbox in the transaction that answers it, wherever it was answered.</summary>
internal sealed class ReviewMarks : IReviewListener, ISuppressionListener
{
    public Task RestAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, DateTimeOffset until, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task GoOnAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, DateTimeOffset now, CancellationToken cancellationToken) =>
        ClearAsync(db, workspace, phone, cancellationToken);

    public Task SuppressedAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, SkipReason reason, DateTimeOffset now, CancellationToken cancellationToken) =>
        ClearAsync(db, workspace, phone, cancellationToken);

    private static Task<int> ClearAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, CancellationToken cancellationToken)
    {
        var contacts = db.Contacts;
        return db.Conversations.Where(head => head.WorkspaceId == workspace && head.NeedsReview
            && contacts.Any(contact => contact.WorkspaceId == workspace && contact.Phone == phone && contact.Id == head.ContactId)).ExecuteUpdateAsync(
            row => row.SetProperty(head => head.NeedsReview, false), cancellationToken);
    }
}
