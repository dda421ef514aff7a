using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
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
                type: "TEXT",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_until",
                table: "sender",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "look_at",
                table: "send_attempt",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "brakes",
                table: "campaign_run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "canary_left_at",
                table: "campaign_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_canary_over",
                table: "campaign_run",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "per_day",
                table: "campaign_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "per_hour",
                table: "campaign_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "released_at",
                table: "campaign_run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                table: "campaign_run",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "wait_text",
                table: "campaign_run",
                type: "TEXT",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "waits_for",
                table: "campaign_run",
                type: "TEXT",
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "waits_until",
                table: "campaign_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "brakes",
                table: "campaign",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "data_epoch",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    epoch = table.Column<long>(type: "INTEGER", nullable: false),
                    place = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_epoch", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pace_window",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    uses = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pace_window", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "reconciliation",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    looked_at = table.Column<int>(type: "INTEGER", nullable: false),
                    accepted = table.Column<int>(type: "INTEGER", nullable: false),
                    not_sent = table.Column<int>(type: "INTEGER", nullable: false),
                    updated = table.Column<int>(type: "INTEGER", nullable: false),
                    unresolved = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
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
