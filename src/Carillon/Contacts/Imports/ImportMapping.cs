using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Contacts.Imports;

/// <summary>What a person said of the columns of a file, kept for the next file with the same header; the newest word counts.</summary>
public sealed class ImportMapping : IWorkspaceOwned
{
    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Tells headers apart: a digest of the columns' names in their order.</summary>
    public required string HeaderKey { get; init; }

    /// <summary>What each column becomes, by its name.</summary>
    public required Dictionary<string, string> Mapping { get; set; }

    /// <summary>When it was last said.</summary>
    public required DateTimeOffset SavedAt { get; set; }

    /// <summary>The key of these columns.</summary>
    internal static string KeyOf(IReadOnlyList<string> headers) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(headers.Select(header => header.ToUpperInvariant())))));

    /// <summary>What was said of these columns; null: nothing.</summary>
    internal static async Task<IReadOnlyDictionary<string, string>?> FindAsync(
        CarillonDb db, WorkspaceId workspace, IReadOnlyList<string> headers, CancellationToken cancellationToken)
    {
        var key = KeyOf(headers);
        return (await db.ImportMappings.AsNoTracking().FirstOrDefaultAsync(row => row.WorkspaceId == workspace && row.HeaderKey == key, cancellationToken))?.Mapping;
    }

    /// <summary>Keeps what was said of these columns.</summary>
    internal static async Task KeepAsync(
        CarillonDb db, WorkspaceId workspace, IReadOnlyList<string> headers, IReadOnlyDictionary<string, string> mapping, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var key = KeyOf(headers);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        await db.ImportMappings.Where(row => row.WorkspaceId == workspace && row.HeaderKey == key).ExecuteDeleteAsync(cancellationToken);
        db.ImportMappings.Add(new ImportMapping { WorkspaceId = workspace, HeaderKey = key, Mapping = new Dictionary<string, string>(mapping), SavedAt = now });
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    private sealed class Mapped : IEntityTypeConfiguration<ImportMapping>
    {
        public void Configure(EntityTypeBuilder<ImportMapping> builder)
        {
            builder.HasKey(x => new { x.WorkspaceId, x.HeaderKey });
            builder.Property(x => x.HeaderKey).HasMaxLength(64);
            builder.Property(x => x.Mapping).HasJson();
        }
    }
}
