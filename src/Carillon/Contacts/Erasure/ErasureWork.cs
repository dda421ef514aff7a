using Carillon.Cluster;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts.Erasure;

/// <summary>Clears what was under way when a person was forgotten, as soon as its fate is known.</summary>
public sealed class ErasureWork(Database database, IEnumerable<IPersonalRecords> records, TimeProvider time) : IJobKind
{
    private const int MostAtOnce = 100;

    /// <inheritdoc/>
    public string Kind => "erasure";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var open = await db.ContactErasures.Where(erasure => erasure.CompletedAt == null).OrderBy(erasure => erasure.At).Select(erasure => erasure.ContactId)
            .Take(MostAtOnce).ToListAsync(cancellationToken);
        return [.. open.Select(id => id.ToString())];
    }

    /// <inheritdoc/>
    public async Task RunAsync(string subject, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<ContactId>(subject, out var id))
        {
            return;
        }

        await using var db = database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var now = time.GetUtcNow().Stored();
        if (await ClearAsync(db, records, id, null, now, cancellationToken))
        {
            await CompleteAsync(db, id, now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    internal static async Task<bool> ClearAsync(
        CarillonDb db, IEnumerable<IPersonalRecords> records, ContactId person, PhoneNumber? phone, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isAll = true;
        foreach (var source in records)
        {
            isAll &= await source.EraseAsync(db, person, phone, now, cancellationToken);
        }

        return isAll;
    }

    internal static Task CompleteAsync(CarillonDb db, ContactId person, DateTimeOffset now, CancellationToken cancellationToken) => db.ContactErasures
        .Where(erasure => erasure.ContactId == person)
        .ExecuteUpdateAsync(set => set.SetProperty(erasure => erasure.CompletedAt, now), cancellationToken);
}
