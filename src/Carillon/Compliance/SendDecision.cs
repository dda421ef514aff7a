using System.Text.Json;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Compliance;

/// <summary>Why one message was held or not sent: the rule, the version of the pack, the facts. Written with the decision, never changed.</summary>
public sealed class SendDecision : IWorkspaceOwned
{
    /// <summary>How long facts may be.</summary>
    public const int MostFacts = 1000;

    /// <summary>Its id.</summary>
    public required DecisionId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The message.</summary>
    public required MessageId MessageId { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Held or refused.</summary>
    public required DecisionKind Kind { get; init; }

    /// <summary>The rule's id.</summary>
    public required string Rule { get; init; }

    /// <summary>The version of the rule pack.</summary>
    public required string Pack { get; init; }

    /// <summary>Held until then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What the rule was applied to, JSON.</summary>
    public required string Facts { get; init; }

    /// <summary>The facts as they are stored.</summary>
    public static string Told(SendFacts facts)
    {
        var text = JsonSerializer.Serialize(new
        {
            zones = facts.Place.Zones,
            regions = facts.Place.Regions,
            purpose = facts.Purpose.ToString(),
            consent = facts.Consent.ToString(),
            suppressions = facts.Suppressions.Select(reason => reason.ToString()),
            recent = facts.Recent.Select(sent => sent.At),
            pending = facts.Pending,
            reviewUntil = facts.ReviewUntil,
            carrierUntil = facts.CarrierHold?.Until,
            wroteAt = facts.WroteAt,
            expiresAt = facts.ExpiresAt,
        });
        return text.Length <= MostFacts ? text : JsonSerializer.Serialize(new { zones = facts.Place.Zones.Take(8), regions = facts.Place.Regions.Take(8), recent = facts.Recent.Count });
    }

    private sealed class Mapping : IEntityTypeConfiguration<SendDecision>
    {
        public void Configure(EntityTypeBuilder<SendDecision> builder)
        {
            builder.Property(x => x.Rule).HasMaxLength(64);
            builder.Property(x => x.Pack).HasMaxLength(32);
            builder.Property(x => x.Facts).HasMaxLength(MostFacts);
            builder.HasIndex(x => new { x.MessageId, x.At });
            builder.HasIndex(x => new { x.WorkspaceId, x.At, x.Id });
        }
    }
}

/// <summary>What was decided.</summary>
public enum DecisionKind
{
    Held,
    Refused,
}
