using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Cluster;

/// <summary>The room's tables.</summary>
public static class ClusterTables
{
    extension(CarillonDb db)
    {
        /// <summary>Running servers.</summary>
        public DbSet<Node> Nodes => db.Set<Node>();

        internal DbSet<Silo> Silos => db.Set<Silo>();

        internal DbSet<SiloVersion> SiloVersions => db.Set<SiloVersion>();
    }
}
