using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Compliance;

/// <summary>
/// A later room that must act inside the transaction that suppresses a number: whatever waits for it is cancelled in the
/// same commit.
/// </summary>
public interface ISuppressionListener
{
    /// <summary>Called after the suppression was written and before the commit.</summary>
    Task SuppressedAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, SkipReason reason, DateTimeOffset now, CancellationToken cancellationToken);
}
