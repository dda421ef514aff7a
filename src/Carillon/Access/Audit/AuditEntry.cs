using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Access.Audit;

/// <summary>
/// One record that somebody did something. Entries of a workspace are numbered from 1 without gaps, and each carries a keyed hash over its own content and the hash of the
/// one before, so that none can be changed, taken out or put between without the master key. The canonical form that is hashed is, in this order,
/// workspace, number, instant in microseconds since 1970, id, actor, action, subject, facts and the hash before in hexadecimal (empty for the first); each field is written as
/// its length in bytes of UTF-8, a colon, the bytes and a comma.
/// </summary>
public sealed class AuditEntry : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required AuditEntryId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Its place in the workspace's log, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: <c>user:ID</c>, <c>key:NAME</c> or <c>system</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, one of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>To what, as kind and id: <c>api-key:ID</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>More about it: a JSON object of texts, exactly as it was hashed.</summary>
    public required string Facts { get; init; }

    /// <summary>HMAC-SHA-256 over the canonical form.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What <see cref="Hash"/> has to be behind a hash.</summary>
    internal byte[] ExpectedHash(byte[] key, byte[]? before) => HashOf(key, before, WorkspaceId, Number, At, Id, Actor, Action, Subject, Facts);

    internal static byte[] HashOf(
        byte[] key, byte[]? before, WorkspaceId workspace, long number, DateTimeOffset at, AuditEntryId id, string actor, string action, string subject, string facts)
    {
        string[] fields =
        [
            workspace.ToString(), number.ToString(CultureInfo.InvariantCulture), Instants.ToMicroseconds(at).ToString(CultureInfo.InvariantCulture), id.ToString(), actor, action,
            subject, facts, Convert.ToHexStringLower(before ?? []),
        ];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        foreach (var field in fields)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(field)}:{field},"));
        }

        return hash.GetHashAndReset();
    }

    private sealed class Mapping : IEntityTypeConfiguration<AuditEntry>
    {
        public void Configure(EntityTypeBuilder<AuditEntry> builder)
        {
            builder.Property(x => x.Actor).HasMaxLength(200);
            builder.Property(x => x.Action).HasMaxLength(64);
            builder.Property(x => x.Subject).HasMaxLength(200);
            builder.Property(x => x.Hash).HasMaxLength(32);
            builder.HasIndex(x => new { x.WorkspaceId, x.Number }).IsUnique();
        }
    }
}
