using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Carillon.Storage.Dialects;

/// <summary>One prepared statement. Parameters keep their values until they are set again.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int OnStack = 512;
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;
    private readonly int[] _places;

    private SqliteStatement(sqlite3 database, sqlite3_stmt handle, int[] places) => (_database, _handle, _places) = (database, handle, places);

    public static SqliteStatement Make(sqlite3 database, string sql, int parameters)
    {
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out var handle), database);
        // The engine numbers names in the order the text has them; we mean the number in the name.
        var places = new int[parameters + 1];
        for (var position = 1; position <= parameters; position++)
        {
            places[position] = raw.sqlite3_bind_parameter_index(handle, $"${position}");
        }

        return new SqliteStatement(database, handle, places);
    }

    public SqliteStatement Set(int position, string? text)
    {
        if (text is null)
        {
            return SetNull(position);
        }

        var longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = longest <= OnStack ? stackalloc byte[OnStack] : new byte[longest];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        Check(raw.sqlite3_bind_text(_handle, _places[position], bytes[..length]), _database);
        return this;
    }

    public SqliteStatement Set(int position, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return Set(position, bytes);
    }

    public SqliteStatement Set(int position, Guid? id) => id is { } known ? Set(position, known) : SetNull(position);

    public SqliteStatement Set(int position, ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_handle, _places[position], bytes), _database);
        return this;
    }

    public SqliteStatement Set(int position, byte[]? bytes) => bytes is null ? SetNull(position) : Set(position, bytes.AsSpan());

    public SqliteStatement Set(int position, long number)
    {
        Check(raw.sqlite3_bind_int64(_handle, _places[position], number), _database);
        return this;
    }

    public SqliteStatement Set(int position, long? number) => number is { } known ? Set(position, known) : SetNull(position);

    public SqliteStatement Set(int position, double? number)
    {
        if (number is not { } known)
        {
            return SetNull(position);
        }

        Check(raw.sqlite3_bind_double(_handle, _places[position], known), _database);
        return this;
    }

    public SqliteStatement Set(int position, bool value) => Set(position, value ? 1L : 0L);

    public SqliteStatement Set(int position, DateTimeOffset at) => Set(position, Instants.ToMicroseconds(at));

    public SqliteStatement Set(int position, DateTimeOffset? at) => at is { } known ? Set(position, known) : SetNull(position);

    public SqliteStatement SetNull(int position)
    {
        Check(raw.sqlite3_bind_null(_handle, _places[position]), _database);
        return this;
    }

    /// <summary>Runs it to its end; how many rows it changed.</summary>
    public int Execute()
    {
        Finish(Step());
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Its rows, to be disposed before it is used again.</summary>
    public SqliteRows Read() => new(this, _handle);

    /// <summary>The first column of its first row; null where there is no row, or SQL's null.</summary>
    public object? Scalar()
    {
        using var rows = Read();
        return rows.Read() ? rows.Value(0) : null;
    }

    public void Dispose() => _handle.Dispose();

    internal bool Step()
    {
        var result = raw.sqlite3_step(_handle);
        if (result is raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return result == raw.SQLITE_ROW;
        }

        // The message is read before the reset, the statement is usable afterwards.
        try
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
        finally
        {
            Reset();
        }

        throw new InvalidOperationException($"SQLite answered {result}.");
    }

    internal void Reset() => raw.sqlite3_reset(_handle);

    private void Finish(bool hasRow)
    {
        while (hasRow)
        {
            hasRow = Step();
        }

        Reset();
    }

    private static void Check(int result, sqlite3 database)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, database);
        }
    }
}

/// <summary>The rows of one run of a statement.</summary>
internal readonly struct SqliteRows(SqliteStatement statement, sqlite3_stmt handle) : IDisposable
{
    public bool Read() => statement.Step();

    public bool IsDBNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public string GetString(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(handle, column));

    /// <summary>The text, or null.</summary>
    public string? GetText(int column) => IsDBNull(column) ? null : GetString(column);

    /// <summary>The bytes of a text or a blob, valid until the next row.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => raw.sqlite3_column_blob(handle, column);

    public long GetInt64(int column) => raw.sqlite3_column_int64(handle, column);

    public int GetInt32(int column) => raw.sqlite3_column_int(handle, column);

    public bool GetBoolean(int column) => GetInt64(column) != 0;

    public Guid GetId(int column) => new(raw.sqlite3_column_blob(handle, column), bigEndian: true);

    public DateTimeOffset GetInstant(int column) => Instants.FromMicroseconds(GetInt64(column));

    public DateTimeOffset? GetInstantOrNull(int column) => IsDBNull(column) ? null : GetInstant(column);

    public object? Value(int column) => raw.sqlite3_column_type(handle, column) switch
    {
        raw.SQLITE_INTEGER => GetInt64(column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(handle, column),
        raw.SQLITE_TEXT => GetString(column),
        raw.SQLITE_BLOB => GetBytes(column).ToArray(),
        _ => null,
    };

    public void Dispose() => statement.Reset();
}
