using Microsoft.EntityFrameworkCore.Storage;

namespace Carillon.Storage;

/// <summary>A write transaction; what was not committed when it is disposed is undone.</summary>
public sealed class WriteTransaction : IAsyncDisposable
{
    private readonly IDbContextTransaction _transaction;
    private readonly IDisposable? _turn;

    internal WriteTransaction(IDbContextTransaction transaction, IDisposable? turn) => (_transaction, _turn) = (transaction, turn);

    /// <summary>Makes everything since the beginning true at once.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _transaction.DisposeAsync();
        }
        finally
        {
            _turn?.Dispose();
        }
    }
}
