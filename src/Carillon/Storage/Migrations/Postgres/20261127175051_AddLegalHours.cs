using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Postgres
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
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "begins_at",
                table: "campaign",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "send_decision",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    message_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    rule = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    pack = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    facts = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_send_decision", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sending_stop",
                columns: table => new
                {
                    scope = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    actor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
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
