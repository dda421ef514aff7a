using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Postgres
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
                type: "double precision",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "line_type",
                table: "contact",
                type: "character varying(24)",
                maxLength: 24,
                nullable: false,
                defaultValue: "Unknown");

            migrationBuilder.CreateTable(
                name: "segment",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    filter = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
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

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_contacted_at",
                table: "contact",
                type: "timestamp with time zone",
                nullable: true);
        }
    }
}
