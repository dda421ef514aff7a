using Carillon.Access.Audit;
using Carillon.Access.Invitations;
using Carillon.Access.SecondFactors;
using Carillon.Access.Sessions;
using Carillon.Storage;
using Microsoft.AspNetCore.Identity;
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

        public DbSet<UserSession> UserSessions => db.Set<UserSession>();

        public DbSet<RecoveryCode> RecoveryCodes => db.Set<RecoveryCode>();

        public DbSet<IdentityUserPasskey<Guid>> Passkeys => db.Set<IdentityUserPasskey<Guid>>();

        public DbSet<Invitation> Invitations => db.Set<Invitation>();

        public DbSet<AuditEntry> AuditEntries => db.Set<AuditEntry>();
    }
}
