namespace Carillon.Storage;

/// <summary>
/// SQLite has one writer. Whoever writes takes a turn first, so that nobody sleeps in the engine's busy loop: the writer
/// queue of the sending path and everyday saves stand in one line.
/// </summary>
public sealed class WriteTurns : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Waits for the turn; dispose to pass it on.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    /// <summary>As <see cref="TakeAsync"/>, for callers that a framework makes synchronous.</summary>
    public IDisposable Take()
    {
        _turn.Wait();
        return new Turn(_turn);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private int _isPassedOn;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isPassedOn, 1) == 0)
            {
                turn.Release();
            }
        }
    }
}
