using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access.SecondFactors;

/// <summary>A code that stands in for the authenticator app once. Only its keyed hash is stored; using it deletes it.</summary>
public sealed class RecoveryCode
{
    private const int RandomBytes = 10;

    /// <summary>Whose.</summary>
    public required Guid UserId { get; init; }

    /// <summary>HMAC-SHA-256 of the code without dashes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>A fresh code: 80 random bits in four groups of four.</summary>
    public static string Create() =>
        string.Join('-', Totp.Base32(RandomNumberGenerator.GetBytes(RandomBytes)).ToLowerInvariant().Chunk(4).Select(group => new string(group)));

    /// <summary>A code as it is hashed, however it was typed.</summary>
    internal static string Bare(string code) => string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    private sealed class Mapping : IEntityTypeConfiguration<RecoveryCode>
    {
        public void Configure(EntityTypeBuilder<RecoveryCode> builder)
        {
            builder.HasKey(x => new { x.UserId, x.Hash });
            builder.Property(x => x.Hash).HasMaxLength(32);
        }
    }
}
