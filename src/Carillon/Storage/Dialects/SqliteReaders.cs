using System.Collections.Concurrent;

namespace Carillon.Storage.Dialects;

/// <summary>
/// Connections for the reads of the sending path, kept open with their prepared statements. So many read at a time; more would wait for the
/// processors anyway, and each new connection reads the whole schema first.
/// </summary>
internal sealed class SqliteReaders(string connectionString) : IDisposable
{
    private readonly SemaphoreSlim _free = new(Math.Max(4, 2 * Environment.ProcessorCount));
    private readonly ConcurrentBag<SqliteStatements> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>Runs a read on a connection of its own, on another thread: the engine's calls block.</summary>
    public async Task<T> RunAsync<T>(Func<SqliteStatements, T> read)
    {
        await _free.WaitAsync();
        try
        {
            return await Task.Run(() => Run(read));
        }
        finally
        {
            _free.Release();
        }
    }

    private T Run<T>(Func<SqliteStatements, T> read)
    {
        var statements = _idle.TryTake(out var idle) ? idle : SqliteStatements.Open(connectionString);
        try
        {
            var result = read(statements);
            if (!_isDisposed)
            {
                _idle.Add(statements);
                statements = null;
            }

            return result;
        }
        finally
        {
            // The read broke, or nobody will read any more: what state the connection is in is not asked.
            statements?.Dispose();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var statements))
        {
            statements.Dispose();
        }
    }
}
