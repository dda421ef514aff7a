using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AddOwnRulesAndSuppressionFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "import_id",
                table: "suppression",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "suppression_import",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reason = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    source = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    listed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    spares_consented = table.Column<bool>(type: "boolean", nullable: false),
                    rows_read = table.Column<int>(type: "integer", nullable: false),
                    added = table.Column<int>(type: "integer", nullable: false),
                    already = table.Column<int>(type: "integer", nullable: false),
                    spared = table.Column<int>(type: "integer", nullable: false),
                    invalid = table.Column<int>(type: "integer", nullable: false),
                    problems = table.Column<string>(type: "text", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    freed = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_suppression_import", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workspace_rules",
                columns: table => new
                {
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_simple = table.Column<bool>(type: "boolean", nullable: false),
                    hours = table.Column<string>(type: "character varying(11)", maxLength: 11, nullable: true),
                    no_sundays = table.Column<bool>(type: "boolean", nullable: false),
                    no_holidays = table.Column<bool>(type: "boolean", nullable: false),
                    marketing_per_day = table.Column<int>(type: "integer", nullable: true),
                    marketing_per_month = table.Column<int>(type: "integer", nullable: true),
                    needs_scrub = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
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
