using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddSegments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "last_contacted_at",
                table: "contact");

            migrationBuilder.AddColumn<double>(
                name: "engagement_score",
                table: "contact",
                type: "REAL",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "line_type",
                table: "contact",
                type: "TEXT",
                maxLength: 24,
                nullable: false,
                defaultValue: "Unknown");

            migrationBuilder.CreateTable(
                name: "segment",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    filter = table.Column<string>(type: "TEXT", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segment", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_segment_workspace_id_name",
                table: "segment",
                columns: new[] { "workspace_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "segment");

            migrationBuilder.DropColumn(
                name: "engagement_score",
                table: "contact");

            migrationBuilder.DropColumn(
                name: "line_type",
                table: "contact");

            migrationBuilder.AddColumn<long>(
                name: "last_contacted_at",
                table: "contact",
                type: "INTEGER",
                nullable: true);
        }
    }
}
