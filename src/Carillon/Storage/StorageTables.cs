using Microsoft.EntityFrameworkCore;

namespace Carillon.Storage;

/// <summary>The room's tables.</summary>
public static class StorageTables
{
    extension(CarillonDb db)
    {
        /// <summary>The data's epoch.</summary>
        public DbSet<DataEpoch> DataEpochs => db.Set<DataEpoch>();
    }
}
