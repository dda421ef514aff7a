using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using SQLitePCL;

namespace Carillon.Storage;

/// <summary>How every connection to the embedded database begins.</summary>
internal sealed class SqliteOpening : DbConnectionInterceptor
{
    /// <summary>
    /// WAL for readers beside the writer; FULL because what was acknowledged must survive a power cut. The log is moved into the file every
    /// 16 MB, not every 4: a page that is written again and again is moved once. A connection that reads keeps little, because every commit
    /// of another empties what it keeps; the operating system keeps the rest for all of them. What a large statement needs for a while goes to
    /// files, as the engine has it by itself: an import of a million people writes statements that need much.
    /// </summary>
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; PRAGMA cache_size=-4000; PRAGMA wal_autocheckpoint=4000;";

    /// <summary>So many connections keep their pages for the next one who opens; of more, which only a rush brings, each gives its memory back.</summary>
    private const int MostWithPages = 8;

    private const int MemoryStatistics = 9; // SQLITE_CONFIG_MEMSTATUS

    private int _open;

    /// <summary>
    /// The engine counts its memory under one lock of the whole process, for figures that nobody reads here. Takes effect before the
    /// process's first connection; later it is refused, and all goes on as before.
    /// </summary>
    static SqliteOpening()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(MemoryStatistics, 0);
    }

    public static void Prepare(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        SqlTextMapping.AddTo((SqliteConnection)connection);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        Interlocked.Increment(ref _open);
        Prepare(connection);
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (Interlocked.Decrement(ref _open) >= MostWithPages && connection is SqliteConnection { Handle: { } handle })
        {
            _ = raw.sqlite3_exec(handle, "PRAGMA shrink_memory");
        }

        return result;
    }

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(ConnectionClosing(connection, eventData, result));
}
