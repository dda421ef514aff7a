using Microsoft.Data.Sqlite;

namespace Carillon.Tests.Storms;

/// <summary>A program that does nothing but copy a database's write-ahead log into its file, over and over, until it is killed in the middle of it.</summary>
public static class CheckpointProgram
{
    /// <summary>Runs it.</summary>
    public static int Run(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        Console.Out.WriteLine("copying");
        while (true)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(RESTART)";
            command.ExecuteNonQuery();
        }
    }
}
