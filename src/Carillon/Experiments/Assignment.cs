using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Carillon.Primitives;

namespace Carillon.Experiments;

/// <summary>Which text a person gets: fixed for ever by campaign and person, so that a launch that is taken up again gives the same.</summary>
public static class Assignment
{
    /// <summary>The index of the person's variant. The first 8 bytes of SHA-256 over <c>campaign:salt:contact</c>, as a share of 2^64, are cut by the weights.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="salt">Tells several draws of one campaign apart.</param>
    /// <param name="contact">The person.</param>
    /// <param name="weights">Shares, each above 0; at least one.</param>
    public static int Of(CampaignId campaign, string salt, ContactId contact, IReadOnlyList<int> weights)
    {
        if (weights.Count == 1)
        {
            return 0;
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{campaign}:{salt}:{contact}"), hash);
        var share = BinaryPrimitives.ReadUInt64BigEndian(hash) / Math.Pow(2, 64);
        var total = weights.Sum();
        var cut = 0.0;
        for (var i = 0; i < weights.Count - 1; i++)
        {
            cut += (double)weights[i] / total;
            if (share < cut)
            {
                return i;
            }
        }

        return weights.Count - 1;
    }
}
