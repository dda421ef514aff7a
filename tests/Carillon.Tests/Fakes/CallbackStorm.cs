using System.Runtime.InteropServices;

namespace Carillon.Tests.Fakes;

/// <summary>How a crowd of callbacks is disturbed on its way.</summary>
/// <param name="DuplicateShare">The share that is delivered twice.</param>
/// <param name="IsShuffled">Whether the order is changed.</param>
/// <param name="AtOnce">How many are on the way at a time.</param>
/// <param name="Seed">Makes it repeatable.</param>
public sealed record CallbackStorm(double DuplicateShare = 0, bool IsShuffled = false, int AtOnce = 32, int Seed = 1)
{
    /// <summary>The crowd as it will come.</summary>
    internal List<T> Disturb<T>(IEnumerable<T> crowd)
    {
        var random = new Random(Seed);
        List<T> disturbed = [];
        foreach (var one in crowd)
        {
            disturbed.Add(one);
            if (random.NextDouble() < DuplicateShare)
            {
                disturbed.Add(one);
            }
        }

        if (IsShuffled)
        {
            random.Shuffle(CollectionsMarshal.AsSpan(disturbed));
        }

        return disturbed;
    }
}
