using Carillon.Contacts.Imports;
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

        /// <summary>File loads.</summary>
        public DbSet<ContactImport> ContactImports => db.Set<ContactImport>();

        /// <summary>Rows that were not taken.</summary>
        public DbSet<ImportProblem> ImportProblems => db.Set<ImportProblem>();
    }
}
