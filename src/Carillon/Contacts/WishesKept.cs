using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.OptOuts;
using Carillon.Compliance.Reviews;
using Carillon.Contacts.Erasure;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts;

/// <summary>
/// What people asked for since a backup was made stays when the backup is put back: opt-outs and every other reason not to text a number,
/// and the wish to be forgotten. What was lifted since is not lifted; that only keeps a text back.
/// </summary>
public sealed class WishesKept(Database database, OptOutList list, ReviewBook reviews, ErasedNumbers erased, AuditLog audit, IEnumerable<IPersonalRecords> records, TimeProvider time)
{
    private const string Actor = "restore";
    private const int AtOnce = 500;

    /// <summary>Takes over what the data that is being replaced knows beyond this one.</summary>
    public async Task<WishesFound> TakeOverAsync(Database replaced, CancellationToken cancellationToken)
    {
        await using var before = replaced.OpenEverybody();
        await using var now = database.OpenEverybody();
        var (theirs, ours) = (await NameAsync(before, cancellationToken), await NameAsync(now, cancellationToken));
        if (theirs != ours)
        {
            return new WishesFound(0, 0, IsSameInstallation: false);
        }

        var suppressions = 0;
        foreach (var workspace in await now.Set<Workspace>().Select(row => row.Id).ToListAsync(cancellationToken))
        {
            suppressions += await SuppressAsync(before, workspace, cancellationToken);
            await ReturnAsync(workspace, cancellationToken);
        }

        return new WishesFound(suppressions, await EraseAsync(before, cancellationToken), IsSameInstallation: true);
    }

    private static Task<string?> NameAsync(CarillonDb db, CancellationToken cancellationToken) => db.DataEpochs.Select(row => row.Name).SingleOrDefaultAsync(cancellationToken);

    private async Task<int> SuppressAsync(CarillonDb before, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var taken = 0;
        await using var db = database.OpenEverybody();
        var known = (await db.Suppressions.AsNoTracking().Where(row => row.WorkspaceId == workspace).Select(row => new { row.Phone, row.Channel, row.Reason }).ToListAsync(cancellationToken)).ToHashSet();
        await foreach (var one in before.Suppressions.AsNoTracking().Where(row => row.WorkspaceId == workspace).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (known.Contains(new { one.Phone, one.Channel, one.Reason }))
            {
                continue;
            }

            await using var transaction = await db.BeginWriteAsync(cancellationToken);
            if (one.Reason is SkipReason.OptedOut && !ErasedNumbers.IsErased(one.Phone))
            {
                await list.OptOutAsync(db, WishOf(one), cancellationToken);
            }
            else
            {
                db.Suppressions.Add(new Suppression { WorkspaceId = workspace, Phone = one.Phone, Channel = one.Channel, Reason = one.Reason, At = one.At });
                await db.SaveChangesAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
            db.ChangeTracker.Clear();
            taken++;
        }

        return taken;
    }

    private static Wish WishOf(Suppression one) => new()
    {
        Workspace = one.WorkspaceId,
        Phone = one.Phone,
        Channel = one.Channel,
        At = one.At,
        Method = ConsentMethod.Manual,
        Text = "Said after the backup was made; taken over from the data that the backup replaced.",
        Actor = Actor,
    };

    /// <summary>Numbers that were forgotten since, and are back with the backup.</summary>
    private async Task ReturnAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var look = database.OpenEverybody();
        if (!await ErasedNumbers.AnyAsync(look, workspace, cancellationToken))
        {
            return;
        }

        var phones = await look.Contacts.Where(row => row.WorkspaceId == workspace && row.Phone != null).Select(row => row.Phone!.Value).ToListAsync(cancellationToken); // filtered
        foreach (var chunk in phones.Chunk(AtOnce))
        {
            await using var db = database.OpenEverybody();
            await using var transaction = await db.BeginWriteAsync(cancellationToken);
            await erased.ReturnAsync(db, workspace, chunk, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private async Task<int> EraseAsync(CarillonDb before, CancellationToken cancellationToken)
    {
        var forgotten = 0;
        foreach (var erasure in await before.ContactErasures.AsNoTracking().Select(row => new { row.ContactId, row.WorkspaceId }).ToListAsync(cancellationToken))
        {
            await using var db = database.Open(WorkspaceScope.Of(erasure.WorkspaceId, Actor));
            forgotten += await new ContactEraser(db, reviews, erased, audit, records, time).EraseAsync(erasure.ContactId, cancellationToken) is null ? 0 : 1;
        }

        return forgotten;
    }
}

/// <summary>What was taken over.</summary>
/// <param name="Suppressions">Reasons not to text a number.</param>
/// <param name="Erasures">People who were forgotten again.</param>
/// <param name="IsSameInstallation">Whether the two are the same data at two times; of other data nothing is taken.</param>
public sealed record WishesFound(int Suppressions, int Erasures, bool IsSameInstallation);
