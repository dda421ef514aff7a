using System.Collections.Frozen;

namespace Carillon.Server.Sending;

/// <summary>How fast numbers of a kind usually may send, where nobody says otherwise.</summary>
internal static class SenderRates
{
    private static readonly FrozenSet<string> TollFree = FrozenSet.ToFrozenSet(["800", "833", "844", "855", "866", "877", "888"], StringComparer.Ordinal);

    /// <summary>Texts a second: 100 from a short code, 3 from a toll-free number, 1 from any other.</summary>
    /// <param name="address">The number in E.164, or a short code.</param>
    public static double Of(string address) => address switch
    {
        { Length: <= 7 } => 100,
        ['+', '1', ..] when address.Length == 12 && TollFree.Contains(address[2..5]) => 3,
        _ => 1,
    };
}
