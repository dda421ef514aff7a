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

            migrationBuilder.CreateIndex(
                name: "ix_consent_state_expires_at",
                table: "consent_state",
                column: "expires_at",
                filter: "expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_consent_event_workspace_id_ledger_sequence",
                table: "consent_event",
                columns: new[] { "workspace_id", "ledger_sequence" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ledger_entry");

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
