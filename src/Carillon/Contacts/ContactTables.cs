using Carillon.Contacts.Bulk;
using Carillon.Contacts.Erasure;
using Carillon.Contacts.Imports;
using Carillon.Contacts.Imports.Undo;
using Carillon.Contacts.Merging;
using Carillon.Contacts.Numbers;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Contacts;

/// <summary>The tables of this room.</summary>
public static class ContactTables
{
    extension(CarillonDb db)
    {
        /// <summary>People.</summary>
        public DbSet<Contact> Contacts => db.Set<Contact>();

        /// <summary>Lists of people.</summary>
        public DbSet<ContactList> ContactLists => db.Set<ContactList>();

        /// <summary>Who is on which list.</summary>
        public DbSet<ListMember> ListMembers => db.Set<ListMember>();

        /// <summary>People who became one.</summary>
        public DbSet<ContactMerge> ContactMerges => db.Set<ContactMerge>();

        /// <summary>People who are being forgotten.</summary>
        public DbSet<ContactErasure> ContactErasures => db.Set<ContactErasure>();

        /// <summary>What providers told of numbers.</summary>
        public DbSet<NumberCheck> NumberChecks => db.Set<NumberCheck>();

        /// <summary>Checks of stored people's numbers.</summary>
        public DbSet<NumberCheckRun> NumberCheckRuns => db.Set<NumberCheckRun>();

        /// <summary>Changes of many people at once.</summary>
        public DbSet<BulkChange> BulkChanges => db.Set<BulkChange>();

        /// <summary>Whom those mean.</summary>
        public DbSet<BulkChangeRow> BulkChangeRows => db.Set<BulkChangeRow>();

        /// <summary>File loads.</summary>
        public DbSet<ContactImport> ContactImports => db.Set<ContactImport>();

        /// <summary>What imports changed in people who were known before.</summary>
        public DbSet<ImportChange> ImportChanges => db.Set<ImportChange>();

        /// <summary>What people said of the columns of their files.</summary>
        public DbSet<ImportMapping> ImportMappings => db.Set<ImportMapping>();

        /// <summary>Rows that were not taken.</summary>
        public DbSet<ImportProblem> ImportProblems => db.Set<ImportProblem>();
    }
}
