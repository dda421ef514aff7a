using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddFirstStepsAndDailyBackups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "settled_steps",
                table: "workspace",
                type: "TEXT",
                maxLength: 24,
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<long>(
                name: "backup_after",
                table: "installation",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "backup_begun_at",
                table: "installation",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "backup_ended_at",
                table: "installation",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "backup_failure",
                table: "installation",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "backup_hour",
                table: "installation",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "backups_kept",
                table: "installation",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.UpdateData(
                table: "installation",
                keyColumn: "id",
                keyValue: 1,
                columns: new[] { "backup_after", "backup_begun_at", "backup_ended_at", "backup_failure", "backup_hour", "backups_kept" },
                values: new object[] { null, null, null, null, null, null });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "settled_steps",
                table: "workspace");

            migrationBuilder.DropColumn(
                name: "backup_after",
                table: "installation");

            migrationBuilder.DropColumn(
                name: "backup_begun_at",
                table: "installation");

            migrationBuilder.DropColumn(
                name: "backup_ended_at",
                table: "installation");

            migrationBuilder.DropColumn(
                name: "backup_failure",
                table: "installation");

            migrationBuilder.DropColumn(
                name: "backup_hour",
                table: "installation");

            migrationBuilder.DropColumn(
                name: "backups_kept",
                table: "installation");
        }
    }
}
