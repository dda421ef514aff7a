using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Cluster;

/// <summary>An engine as the membership protocol knows it; the protocol alone decides what stands here.</summary>
internal sealed class Silo
{
    /// <summary>Address, port and generation.</summary>
    public required string Address { get; init; }

    /// <summary>What the protocol holds of it.</summary>
    public required SiloStatus Status { get; init; }

    /// <summary>Name of the machine.</summary>
    public required string HostName { get; init; }

    /// <summary>Name of the engine.</summary>
    public required string SiloName { get; init; }

    /// <summary>Port for outside clients; 0: none, nobody outside calls grains.</summary>
    public required int ProxyPort { get; init; }

    /// <summary>Votes of others that it is dead: <c>address=ticks</c>, one a line.</summary>
    public required string Suspicions { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last said that it lives.</summary>
    public required DateTimeOffset AliveAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Silo>
    {
        public void Configure(EntityTypeBuilder<Silo> builder)
        {
            builder.HasKey(x => x.Address);
            builder.Property(x => x.Address).HasMaxLength(120);
            builder.Property(x => x.HostName).HasMaxLength(150);
            builder.Property(x => x.SiloName).HasMaxLength(150);
        }
    }
}

/// <summary>The version of the whole table: every change of a membership but a sign of life raises it, and only from where the writer saw it.</summary>
internal sealed class SiloVersion
{
    /// <summary>The only row's key.</summary>
    public const int OnlyRow = 1;

    public required int Id { get; init; }

    /// <summary>Rises by one a change.</summary>
    public required int Version { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<SiloVersion>
    {
        public void Configure(EntityTypeBuilder<SiloVersion> builder)
        {
            builder.Property(x => x.Id).ValueGeneratedNever();
            builder.HasData(new SiloVersion { Id = OnlyRow, Version = 0 });
        }
    }
}
