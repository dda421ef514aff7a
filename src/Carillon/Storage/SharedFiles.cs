using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Storage;

/// <summary>Files that one node takes in and another reads, in parts within the database, so that nodes need no common folder.</summary>
public sealed class SharedFiles(Database database)
{
    private const int BytesOfAPart = 1 << 20;

    /// <summary>Keeps a file under a name that has none yet.</summary>
    public async Task KeepAsync(string name, string path, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        await using var db = database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var chunk = new byte[BytesOfAPart];
        for (var number = 0; await file.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var read; number++)
        {
            db.Set<FilePart>().Add(new FilePart { Name = name, Number = number, Bytes = chunk[..read], KeptAt = now });
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Writes a kept file to a path, whole or not at all; false: there is none of that name.</summary>
    public async Task<bool> FetchAsync(string name, string path, CancellationToken cancellationToken)
    {
        var half = $"{path}.{Guid.NewGuid():N}";
        await using var db = database.OpenEverybody();
        await using (var file = new FileStream(half, FileMode.CreateNew, FileAccess.Write))
        {
            await foreach (var part in db.Set<FilePart>().AsNoTracking().Where(part => part.Name == name).OrderBy(part => part.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                await file.WriteAsync(part.Bytes, cancellationToken);
            }
        }

        var isThere = new FileInfo(half).Length > 0;
        if (isThere)
        {
            File.Move(half, path, overwrite: true);
        }
        else
        {
            File.Delete(half);
        }

        return isThere;
    }

    /// <summary>The names of all files and since when they are kept.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> NamesAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        return await db.Set<FilePart>().Where(part => part.Number == 0).ToDictionaryAsync(part => part.Name, part => part.KeptAt, cancellationToken);
    }

    /// <summary>Deletes files; those that are not there are no mistake.</summary>
    public async Task DeleteAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        await db.Set<FilePart>().Where(part => names.Contains(part.Name)).ExecuteDeleteAsync(cancellationToken);
    }
}

/// <summary>A piece of a shared file.</summary>
internal sealed class FilePart
{
    public required string Name { get; init; }

    public required int Number { get; init; }

    public required byte[] Bytes { get; init; }

    public required DateTimeOffset KeptAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<FilePart>
    {
        public void Configure(EntityTypeBuilder<FilePart> builder)
        {
            builder.HasKey(x => new { x.Name, x.Number });
            builder.Property(x => x.Name).HasMaxLength(80);
        }
    }
}
