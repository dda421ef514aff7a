using Carillon.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending;

/// <summary>
/// How many messages of a run and variant stand where, kept in the transaction that moves them, so that a page never counts
/// rows. Metrics: a message status, <c>Skipped:</c> and <c>Fault:</c> with a reason, <c>Segments</c>, <c>CostMicros</c>, <c>Replied</c>,
/// <c>Clicked</c>, <c>OptedOut</c>.
/// </summary>
public sealed class RunCounter
{
    /// <summary>The run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>The variant, or empty.</summary>
    public required string Variant { get; init; }

    /// <summary>What is counted.</summary>
    public required string Metric { get; init; }

    /// <summary>How many.</summary>
    public long Count { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<RunCounter>
    {
        public void Configure(EntityTypeBuilder<RunCounter> builder)
        {
            builder.HasKey(x => new { x.RunId, x.Variant, x.Metric });
            builder.Property(x => x.Variant).HasMaxLength(16);
            builder.Property(x => x.Metric).HasMaxLength(40);
        }
    }
}
