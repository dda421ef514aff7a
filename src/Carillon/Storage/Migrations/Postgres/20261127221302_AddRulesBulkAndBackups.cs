using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AddRulesBulkAndBackups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "import_id",
                table: "suppression",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "held_until",
                table: "provider_account",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "back_to",
                table: "data_epoch",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "held_at",
                table: "data_epoch",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_dry_run",
                table: "contact_import",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "attribute_kinds",
                table: "contact",
                type: "text",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ask_first_since",
                table: "campaign_run",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "bulk_change",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    action = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    tag_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    list_id = table.Column<Guid>(type: "uuid", nullable: true),
                    selection = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    status = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    done = table.Column<long>(type: "bigint", nullable: false),
                    changed = table.Column<long>(type: "bigint", nullable: false),
                    restored = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bulk_change", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bulk_change_row",
                columns: table => new
                {
                    change_id = table.Column<Guid>(type: "uuid", nullable: false),
                    contact_id = table.Column<Guid>(type: "uuid", nullable: false),
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_done = table.Column<bool>(type: "boolean", nullable: false),
                    is_changed = table.Column<bool>(type: "boolean", nullable: false),
                    before = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bulk_change_row", x => new { x.change_id, x.contact_id });
                });

            migrationBuilder.CreateTable(
                name: "import_mapping",
                columns: table => new
                {
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    header_key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    mapping = table.Column<string>(type: "text", nullable: false),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_mapping", x => new { x.workspace_id, x.header_key });
                });

            migrationBuilder.CreateTable(
                name: "number_check_run",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    list_id = table.Column<Guid>(type: "uuid", nullable: true),
                    status = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    failure = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    done_to = table.Column<Guid>(type: "uuid", nullable: true),
                    done = table.Column<long>(type: "bigint", nullable: false),
                    asked = table.Column<long>(type: "bigint", nullable: false),
                    mobile = table.Column<long>(type: "bigint", nullable: false),
                    landline = table.Column<long>(type: "bigint", nullable: false),
                    invalid = table.Column<long>(type: "bigint", nullable: false),
                    unknown = table.Column<long>(type: "bigint", nullable: false),
                    price_micros = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_number_check_run", x => x.id);
                });

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
