using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance;

/// <summary>While this stands nothing leaves: of one workspace, or of all where it names none. What waits keeps waiting.</summary>
public sealed class SendingStop
{
    /// <summary>Whose messages; <c>default</c>: everybody's.</summary>
    public required WorkspaceId Scope { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why, for people.</summary>
    public required string Reason { get; init; }

    /// <summary>Who stopped it.</summary>
    public required string Actor { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<SendingStop>
    {
        public void Configure(EntityTypeBuilder<SendingStop> builder)
        {
            builder.HasKey(x => x.Scope);
            builder.Property(x => x.Scope).ValueGeneratedNever();
            builder.Property(x => x.Reason).HasMaxLength(300);
            builder.Property(x => x.Actor).HasMaxLength(200);
        }
    }
}
