using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Carillon.Cluster;

/// <summary>
/// Each key has one home among the nodes at work, the same from wherever one looks: keys spread evenly, a node that joins takes
/// its share, and one that leaves moves no more than its own (rendezvous hashing). The home is where an activation begins;
/// being elsewhere is no error, only a reason to move.
/// </summary>
[GenerateSerializer, Immutable, SuppressReferenceTracking]
public sealed class HomePlacement : PlacementStrategy
{
    /// <summary>The only one: it has no settings.</summary>
    public static HomePlacement Only { get; } = new();

    /// <summary>The home of a key among some nodes, of which there is at least one.</summary>
    public static SiloAddress Of(GrainId key, IReadOnlyList<SiloAddress> silos)
    {
        var home = silos[0];
        var highest = 0UL;
        foreach (var silo in silos)
        {
            var lot = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}|{silo.ToParsableString()}")));
            if (lot >= highest)
            {
                (home, highest) = (silo, lot);
            }
        }

        return home;
    }
}

/// <summary>Puts a kind of grain at its keys' homes.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AtHomeAttribute() : PlacementAttribute(HomePlacement.Only);

/// <summary>Whether an activation is at its home; those that run for long ask now and then, and move.</summary>
public sealed class Homes(ISiloStatusOracle silos, IClusterManifestProvider manifests)
{
    /// <summary>Whether this node is the key's home.</summary>
    public bool IsHere(GrainId key) => IsHere(key, silos.SiloAddress, silos.GetActiveSilos(), manifests.Current.Silos.Keys);

    /// <summary>
    /// Whether a node is a key's home. One that joined counts only when this one knows what it can run: until then nothing is placed there, and an
    /// activation that left for it would begin here again, and leave again.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="here">The node.</param>
    /// <param name="active">The nodes at work.</param>
    /// <param name="known">Those whose grains are known here.</param>
    public static bool IsHere(GrainId key, SiloAddress here, IEnumerable<SiloAddress> active, IEnumerable<SiloAddress> known) =>
        active.Intersect(known).ToList() is not { Count: > 1 } silos || !silos.Contains(here) || HomePlacement.Of(key, silos).Equals(here);
}

internal sealed class HomeDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(HomePlacement.Of(target.GrainIdentity, context.GetCompatibleSilos(target)));
}
