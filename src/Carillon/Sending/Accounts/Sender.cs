using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Sending.Accounts;

/// <summary>An address we send from; its queue is a lane.</summary>
public sealed class Sender : IWorkspaceOwned
{
    /// <summary>Held until this instant: the provider refuses the sender itself, and a person has to mend it.</summary>
    public static readonly DateTimeOffset Stopped = new(9999, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Its id, and its lane's.</summary>
    public required SenderId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The login it belongs to.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>The medium.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The number (E.164) or e-mail address.</summary>
    public required string Address { get; init; }

    /// <summary>The provider's own name for it: OpenPhone's phoneNumberId, Twilio's messaging service.</summary>
    public string? ProviderRef { get; set; }

    /// <summary>What people call it.</summary>
    public string? DisplayName { get; set; }

    /// <summary>How fast it may send.</summary>
    public Limits Limits { get; set; } = Limits.None;

    /// <summary>The name shown to the called, where a network shows one.</summary>
    public string? CallerName { get; set; }

    /// <summary>Whether the carriers let it send; only <c>Active</c> does.</summary>
    public Registration Registration { get; set; } = Registration.Active;

    /// <summary>What is registered with the carriers, whose caps then bind; null: not entered.</summary>
    public CarrierRegistration? Carriers { get; set; }

    /// <summary>Whether the provider answers the keywords it knows itself, so that ours stays silent for them.</summary>
    public bool AnswersKeywords { get; set; } = true;

    /// <summary>Nothing leaves from it before this instant: the provider or a carrier wants it to wait; null: it may send.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    /// <summary>Why it waits, for people.</summary>
    public string? HeldReason { get; set; }

    /// <summary>Whether the provider refuses it, so that nothing leaves until a person mends it.</summary>
    public bool IsStopped => HeldUntil >= Stopped;

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<Sender>
    {
        public void Configure(EntityTypeBuilder<Sender> builder)
        {
            builder.Ignore(x => x.IsStopped);
            builder.Property(x => x.Address).HasMaxLength(254);
            builder.Property(x => x.ProviderRef).HasMaxLength(64);
            builder.Property(x => x.DisplayName).HasMaxLength(120);
            builder.Property(x => x.CallerName).HasMaxLength(120);
            builder.Property(x => x.HeldReason).HasMaxLength(300);
            builder.Property(x => x.Limits).HasJson();
            builder.Property(x => x.Carriers).HasJson().HasMaxLength(16_000);
            builder.HasIndex(x => new { x.AccountId, x.Channel, x.Address }).IsUnique();
            builder.HasIndex(x => x.WorkspaceId);
        }
    }
}

/// <summary>A carrier's permission for a sender's traffic.</summary>
public enum Registration
{
    Unregistered,
    Pending,
    Active,
    Suspended,
}
