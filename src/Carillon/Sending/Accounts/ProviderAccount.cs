using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending.Accounts;

/// <summary>One login at a provider, with limits and health.</summary>
public sealed class ProviderAccount : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required AccountId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; set; }

    /// <summary>Whose login it is.</summary>
    public required Provider Provider { get; init; }

    /// <summary>Settings that are no secret, by name.</summary>
    public Dictionary<string, string> Settings { get; set; } = [];

    /// <summary>Secret settings by name, each protected by the key ring.</summary>
    public Dictionary<string, string> Secrets { get; set; } = [];

    /// <summary>How fast the login may be used.</summary>
    public Limits Limits { get; set; } = Limits.None;

    /// <summary>What one segment costs, in millionths of the currency; null: not told.</summary>
    public long? PricePerSegmentMicros { get; set; }

    /// <summary>What a message of so many segments costs, in millionths; 0 where no price is told.</summary>
    public long CostMicrosOf(int segments) => segments * (PricePerSegmentMicros ?? 0);

    /// <summary>ISO 4217 of the price.</summary>
    public string PriceCurrency { get; set; } = "USD";

    /// <summary>Its health. Disabled: nothing is sent until someone tests it well or changes its settings.</summary>
    public AccountStatus Status { get; private set; } = AccountStatus.Healthy;

    /// <summary>Why it is not healthy, for people.</summary>
    public string? StatusReason { get; private set; }

    /// <summary>Nobody calls before this instant: the provider asked for the pause, and whoever takes the lanes over keeps it; null: none was asked for.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The provider takes it again.</summary>
    public void Recover() => (Status, StatusReason) = (AccountStatus.Healthy, null);

    /// <summary>Nothing is sent until a person mends it.</summary>
    public void Disable(string reason) => (Status, StatusReason) = (AccountStatus.Disabled, reason);

    private sealed class Mapping : IEntityTypeConfiguration<ProviderAccount>
    {
        public void Configure(EntityTypeBuilder<ProviderAccount> builder)
        {
            builder.Property(x => x.Name).HasMaxLength(120);
            builder.Property(x => x.Settings).HasJson();
            builder.Property(x => x.Secrets).HasJson();
            builder.Property(x => x.Limits).HasJson();
            builder.Property(x => x.PriceCurrency).HasMaxLength(3);
            builder.Property(x => x.StatusReason).HasMaxLength(500);
            builder.HasIndex(x => x.WorkspaceId);
        }
    }
}

/// <summary>The health of a login.</summary>
public enum AccountStatus
{
    Healthy,
    Degraded,
    Open,
    Disabled,
}
