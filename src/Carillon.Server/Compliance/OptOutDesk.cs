using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.OptOuts;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Server.Compliance;

/// <summary>How pages record a wish that a person told or decided about.</summary>
public sealed class OptOutDesk(CarillonDb db, OptOutList list, IKnownPeople people, CurrentWorkspace who, TimeProvider time)
{
    /// <summary>The number gets no more texts from now on; what waits for it is cancelled.</summary>
    public async Task<bool> OptOutAsync(PhoneNumber phone, string reason, CancellationToken cancellationToken)
    {
        var wish = new Wish
        {
            Workspace = db.Workspace,
            Phone = phone,
            At = time.GetUtcNow().Stored(),
            Method = ConsentMethod.Manual,
            ContactId = await people.FindAsync(db, db.Workspace, phone, cancellationToken),
            Actor = who.Actor,
            Text = reason,
        };
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        await list.OptOutAsync(db, wish, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await Task.Delay(OptOutList.Settled, time, cancellationToken);
        return true;
    }
}
