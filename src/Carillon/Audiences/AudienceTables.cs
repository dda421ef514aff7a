using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Audiences;

/// <summary>The room's tables.</summary>
public static class AudienceTables
{
    extension(CarillonDb db)
    {
        /// <summary>Saved filters.</summary>
        public DbSet<Segment> Segments => db.Set<Segment>();
    }
}
