using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance.Programmes;

/// <summary>
/// A keyword of the workspace's own. By most people join: it is advertised with a wording, and whoever texts it agrees to that. Others are ways to leave
/// beside those of the law, as a brand's people write them ("GOODBYE").
/// </summary>
public sealed class KeywordProgramme : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required ProgrammeId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The word, in capitals, without accents.</summary>
    public required string Keyword { get; init; }

    /// <summary>What people call the programme.</summary>
    public required string Name { get; set; }

    /// <summary>The call to action as it is advertised; empty for one by which people leave.</summary>
    public required string Wording { get; set; }

    /// <summary>Counts changes of the wording, from 1.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Whether a "reply YES" comes first.</summary>
    public bool IsDoubleOptIn { get; set; }

    /// <summary>Whether people leave by it.</summary>
    public bool IsOptOut { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<KeywordProgramme>
    {
        public void Configure(EntityTypeBuilder<KeywordProgramme> builder)
        {
            builder.Property(x => x.Keyword).HasMaxLength(20);
            builder.Property(x => x.Name).HasMaxLength(120);
            builder.Property(x => x.Wording).HasMaxLength(2000);
            builder.HasIndex(x => new { x.WorkspaceId, x.Keyword }).IsUnique();
        }
    }
}
