using Microsoft.Data.Sqlite;

namespace Carillon.Storage.Dialects;

/// <summary>Work on whole database files.</summary>
internal static class SqliteCopies
{
    /// <summary>Copies a database as it is at this instant, while others read and write it.</summary>
    public static Task CopyAsync(SqliteConnection from, string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var to = new SqliteConnection(Alone(path, SqliteOpenMode.ReadWriteCreate));
            to.Open();
            from.BackupDatabase(to);
        },
        cancellationToken);

    /// <summary>What is wrong with a database file; null: it is sound.</summary>
    public static Task<string?> FaultAsync(string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                using var connection = new SqliteConnection(Alone(path, SqliteOpenMode.ReadWrite));
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA integrity_check(1)";
                return (string?)command.ExecuteScalar() is "ok" ? null : "its check fails";
            }
            catch (SqliteException wrong)
            {
                return wrong.SqliteErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        },
        cancellationToken);

    /// <summary>Moves what stands in the log into the file itself, so that the file alone is the database. One that cannot be opened is left as it is.</summary>
    public static Task SettleAsync(string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                using var connection = new SqliteConnection(Alone(path, SqliteOpenMode.ReadWrite));
                connection.Open();
                using var command = connection.CreateCommand();
                command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
                command.ExecuteNonQuery();
            }
            catch (SqliteException)
            {
                // A damaged database is often why a backup is put back; it is kept as it is.
            }
        },
        cancellationToken);

    private static string Alone(string path, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString();
}
