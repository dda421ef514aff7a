using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>The room's tables.</summary>
public static class CampaignTables
{
    extension(CarillonDb db)
    {
        /// <summary>Campaigns.</summary>
        public DbSet<Campaign> Campaigns => db.Set<Campaign>();
    }
}
