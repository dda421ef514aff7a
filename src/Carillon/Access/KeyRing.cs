using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Carillon.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Access;

/// <summary>
/// The ring of keys that protects cookies and secrets, in the database so that every node turns the same keys. The framework makes a
/// new key every 90 days and keeps the old ones for reading; each is wrapped by the master key before it is stored.
/// </summary>
internal sealed class KeyRing(Database database, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = database.OpenEverybody();
        return [.. db.KeyRing.AsNoTracking().OrderBy(element => element.CreatedAt).Select(element => element.Xml).ToList().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var db = database.OpenEverybody();
        db.KeyRing.Add(new KeyRingElement
        {
            Name = string.IsNullOrEmpty(friendlyName) ? $"element-{Guid.NewGuid():N}" : friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
            CreatedAt = time.GetUtcNow().Stored(),
        });
        db.SaveChanges();
    }

    /// <summary>The ids of the master keys that wrapped what is in the ring.</summary>
    public IReadOnlyList<string> WrappedBy() =>
        [.. GetAllElements().SelectMany(element => element.DescendantsAndSelf(KeyWrapper.Element)).Select(KeyWrapper.MasterOf).Distinct()];
}

/// <summary>Wraps a key of the ring: AES-256-GCM under a key derived from the master key, whose id is authenticated with it.</summary>
internal sealed class KeyWrapper(MasterKey master) : IXmlEncryptor
{
    public const string Element = "wrappedByMasterKey";
    private const string Master = "master";

    public static string MasterOf(XElement wrapped) => wrapped.Attribute(Master)?.Value ?? "";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var bytes = new byte[KeyUnwrapper.NonceLength + plain.Length + KeyUnwrapper.TagLength];
        var nonce = bytes.AsSpan(0, KeyUnwrapper.NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(KeyUnwrapper.KeyOf(master), KeyUnwrapper.TagLength);
        cipher.Encrypt(
            nonce, plain, bytes.AsSpan(KeyUnwrapper.NonceLength, plain.Length), bytes.AsSpan(bytes.Length - KeyUnwrapper.TagLength), Encoding.UTF8.GetBytes(master.Id));
        CryptographicOperations.ZeroMemory(plain);
        var element = new XElement(Element, new XAttribute(Master, master.Id), Convert.ToBase64String(bytes));
        return new EncryptedXmlInfo(element, typeof(KeyUnwrapper));
    }
}

/// <summary>
/// Unwraps a key of the ring. Its full name stands beside every wrapped key in the database, so it keeps its name and place.
/// </summary>
internal sealed class KeyUnwrapper(IServiceProvider services) : IXmlDecryptor
{
    public const int NonceLength = 12;
    public const int TagLength = 16;

    public static byte[] KeyOf(MasterKey master) => master.Derive("key ring");

    public XElement Decrypt(XElement encryptedElement)
    {
        var master = services.GetRequiredService<MasterKey>();
        var bytes = Convert.FromBase64String(encryptedElement.Value);
        if (KeyWrapper.MasterOf(encryptedElement) != master.Id || bytes.Length < NonceLength + TagLength)
        {
            throw new CryptographicException($"A key of the ring was wrapped by master key {KeyWrapper.MasterOf(encryptedElement)}, this is {master.Id}.");
        }

        var plain = new byte[bytes.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(KeyOf(master), TagLength);
        cipher.Decrypt(
            bytes.AsSpan(0, NonceLength), bytes.AsSpan(NonceLength, plain.Length), bytes.AsSpan(bytes.Length - TagLength), plain, Encoding.UTF8.GetBytes(master.Id));
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}
