using Carillon.Receiving.Conversations;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving;

/// <summary>The room's tables.</summary>
public static class ReceivingTables
{
    extension(CarillonDb db)
    {
        /// <summary>Callbacks, verified and stored.</summary>
        public DbSet<ProviderEvent> ProviderEvents => db.Set<ProviderEvent>();

        /// <summary>Texts to us.</summary>
        public DbSet<InboundMessage> InboundMessages => db.Set<InboundMessage>();

        /// <summary>Heads of conversations.</summary>
        public DbSet<Conversation> Conversations => db.Set<Conversation>();

        /// <summary>Replies kept for use again.</summary>
        public DbSet<SavedReply> SavedReplies => db.Set<SavedReply>();

        /// <summary>Calls.</summary>
        public DbSet<CallRecord> Calls => db.Set<CallRecord>();
    }
}
