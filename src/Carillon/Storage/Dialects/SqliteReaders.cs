using System.Collections.Concurrent;

namespace Carillon.Storage.Dialects;

/// <summary>Connections for the reads of the sending path, kept open with their prepared statements.</summary>
internal sealed class SqliteReaders(string connectionString) : IDisposable
{
    private const int MostKept = 4;
    private readonly ConcurrentBag<SqliteStatements> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>Runs a read on a connection of its own, on another thread: the engine's calls block.</summary>
    public Task<T> RunAsync<T>(Func<SqliteStatements, T> read) => Task.Run(() =>
    {
        var statements = _idle.TryTake(out var idle) ? idle : SqliteStatements.Open(connectionString);
        try
        {
            var result = read(statements);
            if (!_isDisposed && _idle.Count < MostKept)
            {
                _idle.Add(statements);
                statements = null;
            }

            return result;
        }
        finally
        {
            // Too many, or the read broke: what state the connection is in is not asked.
            statements?.Dispose();
        }
    });

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var statements))
        {
            statements.Dispose();
        }
    }
}
