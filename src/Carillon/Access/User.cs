using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access;

/// <summary>A person who signs in.</summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>When the account was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The authenticator app's secret, protected; null: there is none.</summary>
    public string? TotpSecret { get; private set; }

    /// <summary>The step of the last code that was taken, so that none counts twice.</summary>
    public long TotpLastStep { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<User>
    {
        public void Configure(EntityTypeBuilder<User> builder)
        {
            builder.ToTable("user_account");
            builder.Property(x => x.UserName).HasMaxLength(256);
            builder.Property(x => x.NormalizedUserName).HasMaxLength(256);
            builder.Property(x => x.Email).HasMaxLength(256);
            builder.Property(x => x.NormalizedEmail).HasMaxLength(256);
            builder.Property(x => x.ConcurrencyStamp).IsConcurrencyToken();
            builder.HasIndex(x => x.NormalizedUserName).IsUnique();
            builder.HasIndex(x => x.NormalizedEmail);
        }
    }
}

/// <summary>A person's place in a workspace.</summary>
public sealed class Membership : IWorkspaceOwned
{
    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Who.</summary>
    public required Guid UserId { get; init; }

    /// <summary>What the person may do.</summary>
    public required Role Role { get; set; }

    /// <summary>When the person was shut out of this workspace; null: not.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<Membership>
    {
        public void Configure(EntityTypeBuilder<Membership> builder)
        {
            builder.HasKey(x => new { x.WorkspaceId, x.UserId });
            builder.HasIndex(x => x.UserId);
        }
    }
}

/// <summary>What a person may do in a workspace.</summary>
public enum Role
{
    Owner,
    Admin,
    Marketer,
    Inbox,
    Analyst,
    Compliance,
}

/// <summary>Identity's claims of a person.</summary>
internal sealed class UserClaimMapping : IEntityTypeConfiguration<IdentityUserClaim<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder) => builder.ToTable("user_claim").HasIndex(x => x.UserId);
}

/// <summary>Identity's outside logins of a person.</summary>
internal sealed class UserLoginMapping : IEntityTypeConfiguration<IdentityUserLogin<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder) => builder.ToTable("user_login").HasKey(x => new { x.LoginProvider, x.ProviderKey });
}

/// <summary>Identity's tokens of a person.</summary>
internal sealed class UserTokenMapping : IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder) => builder.ToTable("user_token").HasKey(x => new { x.UserId, x.LoginProvider, x.Name });
}
