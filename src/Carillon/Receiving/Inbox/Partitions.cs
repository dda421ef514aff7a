using System.Globalization;

namespace Carillon.Receiving.Inbox;

/// <summary>Where an event is handled: everything of one number in one place.</summary>
internal static class Partitions
{
    public const int Count = 64;

    /// <summary>The partition of a number or id; the same on every node and for ever (FNV-1a).</summary>
    public static int Of(string key)
    {
        var hash = 2166136261u;
        foreach (var character in key)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return (int)(hash % Count);
    }

    /// <summary>The key under which the conductor wakes it.</summary>
    public static string Key(int partition) => partition.ToString(CultureInfo.InvariantCulture);
}
