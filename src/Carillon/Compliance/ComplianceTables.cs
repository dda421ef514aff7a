using Carillon.Compliance.Consent;
using Carillon.Compliance.Ledger;
using Carillon.Compliance.OwnRules;
using Carillon.Compliance.Programmes;
using Carillon.Compliance.Reviews;
using Carillon.Compliance.Suppressions;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance;

/// <summary>The room's tables.</summary>
public static class ComplianceTables
{
    extension(CarillonDb db)
    {
        /// <summary>Stored reasons never to text a number.</summary>
        public DbSet<Suppression> Suppressions => db.Set<Suppression>();

        /// <summary>The present state of consent by number.</summary>
        public DbSet<ConsentState> ConsentStates => db.Set<ConsentState>();

        /// <summary>What stands still.</summary>
        public DbSet<SendingStop> SendingStops => db.Set<SendingStop>();

        /// <summary>Why messages were held or not sent.</summary>
        public DbSet<SendDecision> SendDecisions => db.Set<SendDecision>();

        /// <summary>The append-only evidence.</summary>
        public DbSet<ConsentEvent> ConsentEvents => db.Set<ConsentEvent>();

        /// <summary>Texts that a person has to read.</summary>
        public DbSet<OptOutReview> OptOutReviews => db.Set<OptOutReview>();

        /// <summary>The workspace's own keywords.</summary>
        public DbSet<KeywordProgramme> KeywordProgrammes => db.Set<KeywordProgramme>();

        /// <summary>Each "reply YES" that waits for its answer.</summary>
        public DbSet<PendingOptIn> PendingOptIns => db.Set<PendingOptIn>();

        /// <summary>Pages on which people agree.</summary>
        public DbSet<OptInForm> OptInForms => db.Set<OptInForm>();

        /// <summary>What workspaces keep beside the rule pack.</summary>
        public DbSet<WorkspaceRules> WorkspaceRules => db.Set<WorkspaceRules>();

        /// <summary>Files of numbers that must not be texted.</summary>
        public DbSet<SuppressionImport> SuppressionImports => db.Set<SuppressionImport>();

        /// <summary>The chain that seals the evidence.</summary>
        public DbSet<LedgerEntry> LedgerEntries => db.Set<LedgerEntry>();
    }
}
