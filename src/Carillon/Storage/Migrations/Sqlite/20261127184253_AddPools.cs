using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddPools : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "pool_id",
                table: "campaign",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "run_lane",
                columns: table => new
                {
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sender_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_lane", x => new { x.run_id, x.sender_id });
                });

            migrationBuilder.CreateTable(
                name: "sender_pool",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    sender_ids = table.Column<string>(type: "TEXT", nullable: false),
                    strategy = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sender_pool", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_run_lane_sender_id",
                table: "run_lane",
                column: "sender_id");

            migrationBuilder.CreateIndex(
                name: "ix_sender_pool_workspace_id_created_at_id",
                table: "sender_pool",
                columns: new[] { "workspace_id", "created_at", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "run_lane");

            migrationBuilder.DropTable(
                name: "sender_pool");

            migrationBuilder.DropColumn(
                name: "pool_id",
                table: "campaign");
        }
    }
}
