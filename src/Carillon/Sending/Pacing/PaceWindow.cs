using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending.Pacing;

/// <summary>What was used up of one limit, kept in the database so that it holds across restarts, lanes and nodes.</summary>
public sealed class PaceWindow
{
    /// <summary>Whose and which limit: <c>account:ID:Minute</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Use by the instant it began, oldest first.</summary>
    public required List<PaceUse> Uses { get; init; }

    /// <summary>Rises with each change: two writers never count from the same state.</summary>
    public required long Version { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<PaceWindow>
    {
        public void Configure(EntityTypeBuilder<PaceWindow> builder)
        {
            builder.HasKey(x => x.Key);
            builder.Property(x => x.Key).HasMaxLength(80);
            builder.Property(x => x.Uses).HasJson();
        }
    }
}

/// <summary>Use within one part of a window.</summary>
/// <param name="At">When the part began, in seconds since 1970.</param>
/// <param name="Used">How much.</param>
public sealed record PaceUse(long At, long Used);
