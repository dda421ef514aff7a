using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AddSendingSafety : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "held_reason",
                table: "sender",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "held_until",
                table: "sender",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "look_at",
                table: "send_attempt",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "brakes",
                table: "campaign_run",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "canary_left_at",
                table: "campaign_run",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_canary_over",
                table: "campaign_run",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "per_day",
                table: "campaign_run",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "per_hour",
                table: "campaign_run",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "released_at",
                table: "campaign_run",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                table: "campaign_run",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "wait_text",
                table: "campaign_run",
                type: "character varying(300)",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "waits_for",
                table: "campaign_run",
                type: "character varying(24)",
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "waits_until",
                table: "campaign_run",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "brakes",
                table: "campaign",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "data_epoch",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    epoch = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_epoch", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pace_window",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    uses = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pace_window", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "reconciliation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    looked_at = table.Column<int>(type: "integer", nullable: false),
                    accepted = table.Column<int>(type: "integer", nullable: false),
                    not_sent = table.Column<int>(type: "integer", nullable: false),
                    updated = table.Column<int>(type: "integer", nullable: false),
                    unresolved = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliation", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_single_on_its_way",
                table: "outbound_message",
                columns: new[] { "sender_id", "changed_at" },
                filter: "campaign_id IS NULL AND status IN ('Accepted', 'Sent')");

            migrationBuilder.CreateIndex(
                name: "ix_reconciliation_open",
                table: "reconciliation",
                column: "status",
                filter: "status IN ('Queued', 'Running')");

            migrationBuilder.CreateIndex(
                name: "ix_reconciliation_workspace_id_created_at_id",
                table: "reconciliation",
                columns: new[] { "workspace_id", "created_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "data_epoch");

            migrationBuilder.DropTable(
                name: "pace_window");

            migrationBuilder.DropTable(
                name: "reconciliation");

            migrationBuilder.DropIndex(
                name: "ix_outbound_message_single_on_its_way",
                table: "outbound_message");

            migrationBuilder.DropColumn(
                name: "held_reason",
                table: "sender");

            migrationBuilder.DropColumn(
                name: "held_until",
                table: "sender");

            migrationBuilder.DropColumn(
                name: "look_at",
                table: "send_attempt");

            migrationBuilder.DropColumn(
                name: "brakes",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "canary_left_at",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "is_canary_over",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "per_day",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "per_hour",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "released_at",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "time_zone",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "wait_text",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "waits_for",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "waits_until",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "brakes",
                table: "campaign");
        }
    }
}
