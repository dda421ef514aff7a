using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Carillon.Access;

/// <summary>
/// How a key is written: <c>crl_</c>, 256 random bits in 43 characters, and 6 characters that check them, so that a scanner for
/// leaked secrets knows one without asking. Texts that people chose (the key of the first start) are keys as well.
/// </summary>
public static class ApiKeyText
{
    /// <summary>What every key that was made here begins with.</summary>
    public const string Prefix = "crl_";

    /// <summary>The shortest text that may be a key.</summary>
    public const int ShortestText = 20;

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int RandomLength = 43;
    private const int CheckLength = 6;

    /// <summary>A fresh key.</summary>
    public static string Create()
    {
        var body = Prefix + Write(new BigInteger(RandomNumberGenerator.GetBytes(32), isUnsigned: true), RandomLength);
        return body + CheckOf(body);
    }

    /// <summary>Whether a text was made here and copied whole.</summary>
    public static bool IsWhole(string text) =>
        text.Length == Prefix.Length + RandomLength + CheckLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.EndsWith(CheckOf(text[..^CheckLength]), StringComparison.Ordinal);

    private static string CheckOf(string body) =>
        Write(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(body))), CheckLength);

    private static string Write(BigInteger value, int length) => string.Create(length, value, (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--)
        {
            rest = BigInteger.DivRem(rest, Digits.Length, out var digit);
            text[i] = Digits[(int)digit];
        }
    });
}
