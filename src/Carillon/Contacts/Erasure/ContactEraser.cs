using Carillon.Access.Audit;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.Reviews;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Erasure;

/// <summary>
/// Forgets a person: fields, lists, words of messages and the number go, in one transaction with the waiting messages; what
/// forbids to text the number stays under a keyed hash, and so does an opt-out where a text of the person was still under
/// review. Figures keep counting what was sent. A message that is on the wire in this moment keeps its number until its fate is
/// known, and is then cleared as well.
/// </summary>
public sealed class ContactEraser(CarillonDb db, ReviewBook reviews, ErasedNumbers erased, AuditLog audit, IEnumerable<IPersonalRecords> records, TimeProvider time)
{
    /// <summary>Forgets; null when there is no such contact here.</summary>
    public async Task<ContactErasure?> EraseAsync(ContactId id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        await db.HoldContactsAsync([id], cancellationToken);
        if (await db.Contacts.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } contact)
        {
            return null;
        }

        var now = time.GetUtcNow().Stored();
        if (contact.Phone is { } doubted)
        {
            // Before the messages are touched: an opt-out waits for the gates of the workspace, and those hold messages.
            await reviews.GiveUpAsync(db, db.Workspace, doubted, cancellationToken);
        }

        var isAll = await ErasureWork.ClearAsync(db, records, id, contact.Phone, now, cancellationToken);
        if (contact.Phone is { } phone)
        {
            await erased.ForgetAsync(db, db.Workspace, phone, cancellationToken);
            await db.NumberChecks.Where(check => check.Phone == phone).ExecuteDeleteAsync(cancellationToken);
            var written = phone.E164;
            await db.ImportProblems.Where(problem => problem.Value == written).ExecuteUpdateAsync(set => set.SetProperty(problem => problem.Value, (string?)null), cancellationToken);
        }

        await db.Contacts.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
        await db.ListMembers.Where(member => member.ContactId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ImportChanges.Where(change => change.ContactId == id).ExecuteDeleteAsync(cancellationToken);
        await db.ContactMerges.Where(merge => merge.FromId == id || merge.IntoId == id).ExecuteDeleteAsync(cancellationToken);
        var erasure = new ContactErasure { ContactId = id, WorkspaceId = db.Workspace, At = now };
        db.ContactErasures.Add(erasure);
        await db.SaveChangesAsync(cancellationToken);
        if (isAll)
        {
            await ErasureWork.CompleteAsync(db, id, now, cancellationToken);
        }

        await audit.AddAsync(db, AuditActions.ContactErased, $"contact:{id}", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return erasure;
    }
}
