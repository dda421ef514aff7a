using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class RequireFactorAndRetention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "callback_days",
                table: "workspace",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "requires_second_factor",
                table: "workspace",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "callback_days",
                table: "workspace");

            migrationBuilder.DropColumn(
                name: "requires_second_factor",
                table: "workspace");
        }
    }
}
