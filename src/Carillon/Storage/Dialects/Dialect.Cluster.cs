namespace Carillon.Storage.Dialects;

/// <summary>What servers on one database tell one another through it.</summary>
public abstract partial class Dialect
{
    /// <summary>
    /// The right to run an engine on this database, for as long as the returned handle is open and its process lives. Engines of
    /// a cluster share it, a lone one has it alone. Null: others have it in a way that does not fit.
    /// </summary>
    public abstract Task<EngineRight?> TryTakeEngineAsync(bool isShared, CancellationToken cancellationToken);

    /// <summary>Ends the sessions of a process that is taken for dead, by the name they bear: what they held open is undone, their locks are free.</summary>
    public abstract Task CutOffAsync(string session, CancellationToken cancellationToken);

    /// <summary>Tells all listeners of this database a short text; who does not listen at the moment never hears it.</summary>
    public abstract Task TellAsync(string text, CancellationToken cancellationToken);

    /// <summary>Listens until cancelled or the connection breaks, which throws.</summary>
    public abstract Task ListenAsync(Action<string> heard, CancellationToken cancellationToken);
}

/// <summary>The right to run an engine; dispose to give it back.</summary>
public abstract class EngineRight : IAsyncDisposable
{
    /// <summary>Whether it still stands: a restart of the database takes it away.</summary>
    public abstract Task<bool> StandsAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
