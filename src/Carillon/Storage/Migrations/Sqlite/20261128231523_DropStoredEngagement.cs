using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class DropStoredEngagement : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The engine's own statement: what is made instead of DropColumn is a new table, which loses the triggers that the search keeps on this one.
            migrationBuilder.Sql("ALTER TABLE contact DROP COLUMN engagement_score");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<double>(
                name: "engagement_score",
                table: "contact",
                type: "REAL",
                nullable: true);
        }
    }
}
