using System.Globalization;

namespace Carillon.Receiving.Inbox;

/// <summary>
/// Where an event is handled: everything of one number in one place. Receipts, whose order does not matter and of which there are
/// many, come to a few places of their own, where many of them make one round.
/// </summary>
internal static class Partitions
{
    /// <summary>Of both kinds.</summary>
    public const int Count = OfNumbers + OfReceipts;

    private const int OfNumbers = 64;
    private const int OfReceipts = 4;

    /// <summary>The partition of a number or id; the same on every node and for ever.</summary>
    public static int Of(string key) => (int)(Hash(key) % OfNumbers);

    /// <summary>The partition of a receipt, by the provider's id of its message.</summary>
    public static int OfReceipt(string providerMessageId) => OfNumbers + (int)(Hash(providerMessageId) % OfReceipts);

    /// <summary>Whether it is one of receipts.</summary>
    public static bool HasReceipts(int partition) => partition >= OfNumbers;

    /// <summary>The key under which the conductor wakes it.</summary>
    public static string Key(int partition) => partition.ToString(CultureInfo.InvariantCulture);

    /// <summary>FNV-1a.</summary>
    private static uint Hash(string key)
    {
        var hash = 2166136261u;
        foreach (var character in key)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return hash;
    }
}
