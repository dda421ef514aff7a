using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddLegalHours : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbound_message_waiting_for_number",
                table: "outbound_message");

            migrationBuilder.AddColumn<string>(
                name: "hours",
                table: "campaign_run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "begins_at",
                table: "campaign",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "send_decision",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    message_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    pack = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: true),
                    facts = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_send_decision", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sending_stop",
                columns: table => new
                {
                    scope = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    actor = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sending_stop", x => x.scope);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_number",
                table: "outbound_message",
                columns: new[] { "workspace_id", "recipient" });

            migrationBuilder.CreateIndex(
                name: "ix_inbound_message_workspace_id_from_received_at",
                table: "inbound_message",
                columns: new[] { "workspace_id", "origin", "received_at" });

            migrationBuilder.CreateIndex(
                name: "ix_send_decision_message_id_at",
                table: "send_decision",
                columns: new[] { "message_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_send_decision_workspace_id_at_id",
                table: "send_decision",
                columns: new[] { "workspace_id", "at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "send_decision");

            migrationBuilder.DropTable(
                name: "sending_stop");

            migrationBuilder.DropIndex(
                name: "ix_outbound_message_number",
                table: "outbound_message");

            migrationBuilder.DropIndex(
                name: "ix_inbound_message_workspace_id_from_received_at",
                table: "inbound_message");

            migrationBuilder.DropColumn(
                name: "hours",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "begins_at",
                table: "campaign");

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_waiting_for_number",
                table: "outbound_message",
                columns: new[] { "workspace_id", "recipient" },
                filter: "status = 'Queued'");
        }
    }
}
