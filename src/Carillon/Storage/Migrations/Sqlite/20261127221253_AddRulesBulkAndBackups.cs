using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddRulesBulkAndBackups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "import_id",
                table: "suppression",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_until",
                table: "provider_account",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "back_to",
                table: "data_epoch",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_at",
                table: "data_epoch",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_dry_run",
                table: "contact_import",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "attribute_kinds",
                table: "contact",
                type: "TEXT",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<long>(
                name: "ask_first_since",
                table: "campaign_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "bulk_change",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    action = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    tag_name = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    list_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    selection = table.Column<string>(type: "TEXT", nullable: false),
                    actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    total = table.Column<long>(type: "INTEGER", nullable: false),
                    done = table.Column<long>(type: "INTEGER", nullable: false),
                    changed = table.Column<long>(type: "INTEGER", nullable: false),
                    restored = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true),
                    undone_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bulk_change", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bulk_change_row",
                columns: table => new
                {
                    change_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contact_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    is_done = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_changed = table.Column<bool>(type: "INTEGER", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bulk_change_row", x => new { x.change_id, x.contact_id });
                });

            migrationBuilder.CreateTable(
                name: "import_mapping",
                columns: table => new
                {
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    header_key = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    mapping = table.Column<string>(type: "TEXT", nullable: false),
                    saved_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_mapping", x => new { x.workspace_id, x.header_key });
                });

            migrationBuilder.CreateTable(
                name: "number_check_run",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    list_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    failure = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    total = table.Column<long>(type: "INTEGER", nullable: false),
                    done_to = table.Column<byte[]>(type: "BLOB", nullable: true),
                    done = table.Column<long>(type: "INTEGER", nullable: false),
                    asked = table.Column<long>(type: "INTEGER", nullable: false),
                    mobile = table.Column<long>(type: "INTEGER", nullable: false),
                    landline = table.Column<long>(type: "INTEGER", nullable: false),
                    invalid = table.Column<long>(type: "INTEGER", nullable: false),
                    unknown = table.Column<long>(type: "INTEGER", nullable: false),
                    price_micros = table.Column<long>(type: "INTEGER", nullable: true),
                    currency = table.Column<string>(type: "TEXT", maxLength: 3, nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_number_check_run", x => x.id);
                });

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
                name: "ix_bulk_change_status",
                table: "bulk_change",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "ix_bulk_change_workspace_id_created_at_id",
                table: "bulk_change",
                columns: new[] { "workspace_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_bulk_change_row_contact_id",
                table: "bulk_change_row",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_number_check_run_status",
                table: "number_check_run",
                column: "status");

            migrationBuilder.CreateIndex(
                name: "ix_number_check_run_workspace_id_created_at_id",
                table: "number_check_run",
                columns: new[] { "workspace_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_suppression_import_workspace_id_at_id",
                table: "suppression_import",
                columns: new[] { "workspace_id", "at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bulk_change");

            migrationBuilder.DropTable(
                name: "bulk_change_row");

            migrationBuilder.DropTable(
                name: "import_mapping");

            migrationBuilder.DropTable(
                name: "number_check_run");

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

            migrationBuilder.DropColumn(
                name: "held_until",
                table: "provider_account");

            migrationBuilder.DropColumn(
                name: "back_to",
                table: "data_epoch");

            migrationBuilder.DropColumn(
                name: "held_at",
                table: "data_epoch");

            migrationBuilder.DropColumn(
                name: "is_dry_run",
                table: "contact_import");

            migrationBuilder.DropColumn(
                name: "attribute_kinds",
                table: "contact");

            migrationBuilder.DropColumn(
                name: "ask_first_since",
                table: "campaign_run");
        }
    }
}
