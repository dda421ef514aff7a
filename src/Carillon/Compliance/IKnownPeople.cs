using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Compliance;

/// <summary>Whom we know under a number. This room works by number only; the ledger names the person where a later room knows one.</summary>
public interface IKnownPeople
{
    /// <summary>The contact who has the number now, or null.</summary>
    Task<ContactId?> FindAsync(CarillonDb db, WorkspaceId workspace, PhoneNumber number, CancellationToken cancellationToken);
}
