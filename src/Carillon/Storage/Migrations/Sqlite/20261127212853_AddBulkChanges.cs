using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddBulkChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "bulk_change");

            migrationBuilder.DropTable(
                name: "bulk_change_row");

            migrationBuilder.DropTable(
                name: "number_check_run");
        }
    }
}
