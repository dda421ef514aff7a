using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddMessageStages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sender_account_id",
                table: "sender");

            migrationBuilder.DropIndex(
                name: "ix_sender_workspace_id_channel_address",
                table: "sender");

            migrationBuilder.DropIndex(
                name: "ix_outbound_message_open",
                table: "outbound_message");

            migrationBuilder.DropIndex(
                name: "ix_outbound_message_single_on_its_way",
                table: "outbound_message");

            migrationBuilder.DropIndex(
                name: "ix_outbound_message_waiting",
                table: "outbound_message");

            migrationBuilder.AddColumn<bool>(
                name: "is_in_doubt",
                table: "outbound_message",
                type: "INTEGER",
                nullable: false,
                computedColumnSql: "status = 'InDoubt'",
                stored: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_single_under_way",
                table: "outbound_message",
                type: "INTEGER",
                nullable: false,
                computedColumnSql: "campaign_id IS NULL AND status IN ('Accepted', 'Sent')",
                stored: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_waiting",
                table: "outbound_message",
                type: "INTEGER",
                nullable: false,
                computedColumnSql: "status = 'Queued'",
                stored: false);

            migrationBuilder.CreateIndex(
                name: "ix_sender_account_id_channel_address",
                table: "sender",
                columns: new[] { "account_id", "channel", "address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sender_workspace_id",
                table: "sender",
                column: "workspace_id");

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_in_doubt",
                table: "outbound_message",
                columns: new[] { "run_id", "sender_id" },
                filter: "is_in_doubt");

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_single_under_way",
                table: "outbound_message",
                columns: new[] { "sender_id", "queued_at" },
                filter: "is_single_under_way");

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_waiting",
                table: "outbound_message",
                columns: new[] { "run_id", "sender_id", "due_at", "id" },
                filter: "is_waiting");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sender_account_id_channel_address",
                table: "sender");

            migrationBuilder.DropIndex(
                name: "ix_sender_workspace_id",
                table: "sender");

            migrationBuilder.DropIndex(
                name: "ix_outbound_message_in_doubt",
                table: "outbound_message");

            migrationBuilder.DropIndex(
                name: "ix_outbound_message_single_under_way",
                table: "outbound_message");

            migrationBuilder.DropIndex(
                name: "ix_outbound_message_waiting",
                table: "outbound_message");

            migrationBuilder.DropColumn(
                name: "is_in_doubt",
                table: "outbound_message");

            migrationBuilder.DropColumn(
                name: "is_single_under_way",
                table: "outbound_message");

            migrationBuilder.DropColumn(
                name: "is_waiting",
                table: "outbound_message");

            migrationBuilder.CreateIndex(
                name: "ix_sender_account_id",
                table: "sender",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_sender_workspace_id_channel_address",
                table: "sender",
                columns: new[] { "workspace_id", "channel", "address" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_open",
                table: "outbound_message",
                columns: new[] { "sender_id", "run_id" },
                filter: "status IN ('Sending', 'InDoubt')");

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_single_on_its_way",
                table: "outbound_message",
                columns: new[] { "sender_id", "changed_at" },
                filter: "campaign_id IS NULL AND status IN ('Accepted', 'Sent')");

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_waiting",
                table: "outbound_message",
                columns: new[] { "run_id", "sender_id", "due_at", "id" },
                filter: "status = 'Queued'");
        }
    }
}
