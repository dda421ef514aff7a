using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Compliance.Reviews;

/// <summary>A later room that lets marketing to a number rest while a text of it is under review, in the transaction that opens or ends the review.</summary>
public interface IReviewListener
{
    /// <summary>Nothing of marketing leaves for the number before an instant.</summary>
    Task RestAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>What rested may leave again.</summary>
    Task GoOnAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, DateTimeOffset now, CancellationToken cancellationToken);
}
