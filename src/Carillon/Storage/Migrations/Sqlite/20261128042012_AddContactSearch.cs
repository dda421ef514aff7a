using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddContactSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // All that a person is found by, in parts of three letters; it keeps no text of its own. A row's place in the table is its place
            // here, so whatever builds the table anew must fill this again.
            migrationBuilder.Sql("CREATE VIRTUAL TABLE contact_search USING fts5(words, content='', columnsize=0, tokenize='trigram')");

            // Each statement that fires a trigger writes the index to its pages at once. While a row stands here the triggers rest, and who put it there
            // tells the index of all that it wrote before it takes the row away, in the same transaction: imports, many rows in one statement.
            migrationBuilder.Sql("CREATE TABLE contact_search_hold (id INTEGER PRIMARY KEY)");
            migrationBuilder.Sql("""
                INSERT INTO contact_search (rowid, words)
                SELECT rowid, coalesce(first_name, '') || char(10) || coalesce(last_name, '') || char(10) || coalesce(email, '') || char(10) || coalesce(phone, '') FROM contact
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER contact_search_added AFTER INSERT ON contact WHEN NOT EXISTS (SELECT 1 FROM contact_search_hold) BEGIN
                INSERT INTO contact_search (rowid, words)
                VALUES (new.rowid, coalesce(new.first_name, '') || char(10) || coalesce(new.last_name, '') || char(10) || coalesce(new.email, '') || char(10) || coalesce(new.phone, ''));
                END
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER contact_search_changed AFTER UPDATE OF first_name, last_name, email, phone ON contact
                WHEN (new.first_name IS NOT old.first_name OR new.last_name IS NOT old.last_name OR new.email IS NOT old.email OR new.phone IS NOT old.phone)
                    AND NOT EXISTS (SELECT 1 FROM contact_search_hold) BEGIN
                INSERT INTO contact_search (contact_search, rowid, words)
                VALUES ('delete', old.rowid, coalesce(old.first_name, '') || char(10) || coalesce(old.last_name, '') || char(10) || coalesce(old.email, '') || char(10) || coalesce(old.phone, ''));
                INSERT INTO contact_search (rowid, words)
                VALUES (new.rowid, coalesce(new.first_name, '') || char(10) || coalesce(new.last_name, '') || char(10) || coalesce(new.email, '') || char(10) || coalesce(new.phone, ''));
                END
                """);
            migrationBuilder.Sql("""
                CREATE TRIGGER contact_search_removed AFTER DELETE ON contact BEGIN
                INSERT INTO contact_search (contact_search, rowid, words)
                VALUES ('delete', old.rowid, coalesce(old.first_name, '') || char(10) || coalesce(old.last_name, '') || char(10) || coalesce(old.email, '') || char(10) || coalesce(old.phone, ''));
                END
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER contact_search_removed");
            migrationBuilder.Sql("DROP TRIGGER contact_search_changed");
            migrationBuilder.Sql("DROP TRIGGER contact_search_added");
            migrationBuilder.Sql("DROP TABLE contact_search_hold");
            migrationBuilder.Sql("DROP TABLE contact_search");
        }
    }
}
