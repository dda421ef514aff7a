using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AddInboxWork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "assigned_to",
                table: "conversation",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_hot",
                table: "conversation",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "needs_review",
                table: "conversation",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "saved_reply",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    workspace_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    body = table.Column<string>(type: "character varying(1600)", maxLength: 1600, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_reply", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_conversation_needs",
                table: "conversation",
                columns: new[] { "workspace_id", "last_at" },
                filter: "needs_review OR is_hot OR unread_count > 0");

            migrationBuilder.CreateIndex(
                name: "ix_saved_reply_workspace_id_name",
                table: "saved_reply",
                columns: new[] { "workspace_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "saved_reply");

            migrationBuilder.DropIndex(
                name: "ix_conversation_needs",
                table: "conversation");

            migrationBuilder.DropColumn(
                name: "assigned_to",
                table: "conversation");

            migrationBuilder.DropColumn(
                name: "is_hot",
                table: "conversation");

            migrationBuilder.DropColumn(
                name: "needs_review",
                table: "conversation");
        }
    }
}
