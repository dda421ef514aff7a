using System.Security.Cryptography;
using System.Text;

namespace Carillon.Access;

/// <summary>
/// The 32 bytes that wrap everything secret in the database. They never serve themselves: each use takes a key of its own,
/// derived by name, so that no two uses share one.
/// </summary>
public sealed class MasterKey
{
    /// <summary>How many bytes it has.</summary>
    public const int Length = 32;

    private readonly byte[] _bytes;

    private MasterKey(byte[] bytes)
    {
        _bytes = bytes;
        Id = Convert.ToHexStringLower(Derive("id", 8));
    }

    /// <summary>Tells master keys apart and gives nothing away; stands beside what the key wrapped.</summary>
    public string Id { get; }

    /// <summary>A fresh one.</summary>
    public static MasterKey Create() => new(RandomNumberGenerator.GetBytes(Length));

    /// <summary>Reads 32 bytes in base64; null for anything else.</summary>
    public static MasterKey? TryParse(string? text)
    {
        var bytes = new byte[Length];
        return text is not null && text.Length < 64 && Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written is Length
            ? new MasterKey(bytes)
            : null;
    }

    /// <summary>Reads the key from a file; when there is none it is made, for its owner's eyes only. Of several who make it at once, one wins.</summary>
    public static MasterKey OfFile(string path)
    {
        if (!File.Exists(path))
        {
            Make(path);
        }

        Close(path);
        return TryParse(File.ReadAllText(path))
            ?? throw new InvalidDataException($"{path} is not a master key: it has to hold {Length} bytes in base64. Restore it from a backup; without it the stored secrets cannot be read.");
    }

    /// <summary>The key of one use.</summary>
    public byte[] Derive(string use, int length = Length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, length, info: Encoding.UTF8.GetBytes($"Carillon {use}"));

    /// <inheritdoc/>
    public override string ToString() => $"master key {Id}";

    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!); // a full path of a file has a folder
        var fresh = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(fresh, options))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(fresh, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it in the same moment: its key is the key.
            File.Delete(fresh);
        }
    }

    /// <summary>A file that came by copy or restore may be open to others.</summary>
    private static void Close(string path)
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) is not UnixFileMode.None)
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }
}
