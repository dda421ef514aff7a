using Carillon.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access.SecondFactors;

/// <summary>Identity's passkeys of a person: public keys, nothing secret.</summary>
internal sealed class UserPasskeyMapping : IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable("user_passkey").HasKey(x => x.CredentialId);
        builder.Property(x => x.CredentialId).HasMaxLength(1024);
        builder.Property(x => x.Data).HasJson();
        builder.HasIndex(x => x.UserId);
    }
}
