using Carillon.Access.Audit;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access;

/// <summary>The room's tables on the context.</summary>
public static class AccessTables
{
    extension(CarillonDb db)
    {
        public DbSet<Installation> Installations => db.Set<Installation>();

        public DbSet<Workspace> Workspaces => db.Set<Workspace>();

        public DbSet<ApiKey> ApiKeys => db.Set<ApiKey>();

        public DbSet<User> Users => db.Set<User>();

        public DbSet<Membership> Memberships => db.Set<Membership>();

        public DbSet<KeyRingElement> KeyRing => db.Set<KeyRingElement>();

        public DbSet<IdempotentAnswer> IdempotentAnswers => db.Set<IdempotentAnswer>();

        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();
    }
}
