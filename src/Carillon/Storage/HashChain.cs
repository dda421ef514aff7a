using System.Security.Cryptography;
using System.Text;
using Carillon.Primitives;

namespace Carillon.Storage;

/// <summary>A chain of hashes: each entry's hash holds that of the entry before, so that no entry can be changed, left out or put in between.</summary>
public static class HashChain
{
    /// <summary>What stands before the first entry.</summary>
    public static byte[] Beginning { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>The hash of an entry: of its place, of what it covers, and of the entry before, as text of five lines.</summary>
    public static byte[] Next(WorkspaceId workspace, long sequence, int count, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> previous) => SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"carillon ledger 1 {workspace}\n{sequence}\n{count}\n{Convert.ToHexStringLower(digest)}\n{Convert.ToHexStringLower(previous)}\n")));
}
