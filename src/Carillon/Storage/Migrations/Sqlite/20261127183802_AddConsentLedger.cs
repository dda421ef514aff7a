using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddConsentLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "basis",
                table: "consent_state",
                type: "TEXT",
                maxLength: 24,
                nullable: false,
                defaultValue: "Express");

            migrationBuilder.AddColumn<long>(
                name: "expires_at",
                table: "consent_state",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "evidence",
                table: "consent_event",
                type: "TEXT",
                maxLength: 8000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ledger_sequence",
                table: "consent_event",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "purpose",
                table: "consent_event",
                type: "TEXT",
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "redacted_digest",
                table: "consent_event",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "keyword_programme",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    keyword = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    wording = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    is_double_opt_in = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_keyword_programme", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_entry",
                columns: table => new
                {
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    event_count = table.Column<int>(type: "INTEGER", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    previous = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entry", x => new { x.workspace_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "opt_in_form",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    heading = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    wording = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    terms_url = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    privacy_url = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    sender_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    list_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    is_double_opt_in = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_published = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opt_in_form", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "opt_out_review",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    phone = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    contact_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    message_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    campaign_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opt_out_review", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pending_opt_in",
                columns: table => new
                {
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    phone = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    evidence = table.Column<string>(type: "TEXT", maxLength: 6000, nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    method = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    message_id = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_opt_in", x => new { x.workspace_id, x.phone });
                });

            migrationBuilder.CreateIndex(
                name: "ix_consent_state_expires_at",
                table: "consent_state",
                column: "expires_at",
                filter: "expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_consent_event_workspace_id_ledger_sequence",
                table: "consent_event",
                columns: new[] { "workspace_id", "ledger_sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_keyword_programme_workspace_id_keyword",
                table: "keyword_programme",
                columns: new[] { "workspace_id", "keyword" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_opt_in_form_slug",
                table: "opt_in_form",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_opt_out_review_status_due_at",
                table: "opt_out_review",
                columns: new[] { "status", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_opt_out_review_workspace_id_at_id",
                table: "opt_out_review",
                columns: new[] { "workspace_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_opt_out_review_workspace_id_phone_status",
                table: "opt_out_review",
                columns: new[] { "workspace_id", "phone", "status" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "keyword_programme");

            migrationBuilder.DropTable(
                name: "ledger_entry");

            migrationBuilder.DropTable(
                name: "opt_in_form");

            migrationBuilder.DropTable(
                name: "opt_out_review");

            migrationBuilder.DropTable(
                name: "pending_opt_in");

            migrationBuilder.DropIndex(
                name: "ix_consent_state_expires_at",
                table: "consent_state");

            migrationBuilder.DropIndex(
                name: "ix_consent_event_workspace_id_ledger_sequence",
                table: "consent_event");

            migrationBuilder.DropColumn(
                name: "basis",
                table: "consent_state");

            migrationBuilder.DropColumn(
                name: "expires_at",
                table: "consent_state");

            migrationBuilder.DropColumn(
                name: "evidence",
                table: "consent_event");

            migrationBuilder.DropColumn(
                name: "ledger_sequence",
                table: "consent_event");

            migrationBuilder.DropColumn(
                name: "purpose",
                table: "consent_event");

            migrationBuilder.DropColumn(
                name: "redacted_digest",
                table: "consent_event");
        }
    }
}
