using Npgsql;

namespace Carillon.Storage;

/// <summary>Where the data is.</summary>
public sealed class StorageOptions
{
    /// <summary>The folder of the embedded database, keys, uploads and exports; made when missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Absent: SQLite in the data folder. <c>Host=…</c>: PostgreSQL.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>How connections are named, so that the sessions of one process can be told apart; null: as the connection string says.</summary>
    public string? Session { get; init; }

    /// <summary>The embedded database's file.</summary>
    public string DatabaseFile => Path.Combine(DataDirectory, "carillon.db");

    /// <summary>A folder for something inside the data folder, made when missing.</summary>
    public string Folder(string name) => Directory.CreateDirectory(Path.Combine(DataDirectory, name)).FullName;

    /// <summary>Whether a text is a connection string of a database server.</summary>
    public static bool IsConnectionString(string text)
    {
        try
        {
            return !string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException)
        {
            // The builder's way to say that a word or its value is unknown.
            return false;
        }
    }
}
