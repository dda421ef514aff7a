using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddOwnRulesAndSuppressionFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "import_id",
                table: "suppression",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "suppression_import",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    listed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    spares_consented = table.Column<bool>(type: "INTEGER", nullable: false),
                    rows_read = table.Column<int>(type: "INTEGER", nullable: false),
                    added = table.Column<int>(type: "INTEGER", nullable: false),
                    already = table.Column<int>(type: "INTEGER", nullable: false),
                    spared = table.Column<int>(type: "INTEGER", nullable: false),
                    invalid = table.Column<int>(type: "INTEGER", nullable: false),
                    problems = table.Column<string>(type: "TEXT", nullable: false),
                    undone_at = table.Column<long>(type: "INTEGER", nullable: true),
                    freed = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suppression_import", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workspace_rules",
                columns: table => new
                {
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    is_simple = table.Column<bool>(type: "INTEGER", nullable: false),
                    hours = table.Column<string>(type: "TEXT", maxLength: 11, nullable: true),
                    no_sundays = table.Column<bool>(type: "INTEGER", nullable: false),
                    no_holidays = table.Column<bool>(type: "INTEGER", nullable: false),
                    marketing_per_day = table.Column<int>(type: "INTEGER", nullable: true),
                    marketing_per_month = table.Column<int>(type: "INTEGER", nullable: true),
                    needs_scrub = table.Column<bool>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workspace_rules", x => x.workspace_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_suppression_import_id",
                table: "suppression",
                column: "import_id",
                filter: "import_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_suppression_workspace_id_at_phone",
                table: "suppression",
                columns: new[] { "workspace_id", "at", "phone" });

            migrationBuilder.CreateIndex(
                name: "ix_suppression_import_workspace_id_at_id",
                table: "suppression_import",
                columns: new[] { "workspace_id", "at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "suppression_import");

            migrationBuilder.DropTable(
                name: "workspace_rules");

            migrationBuilder.DropIndex(
                name: "ix_suppression_import_id",
                table: "suppression");

            migrationBuilder.DropIndex(
                name: "ix_suppression_workspace_id_at_phone",
                table: "suppression");

            migrationBuilder.DropColumn(
                name: "import_id",
                table: "suppression");
        }
    }
}
