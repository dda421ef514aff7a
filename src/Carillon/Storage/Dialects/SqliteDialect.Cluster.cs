namespace Carillon.Storage.Dialects;

/// <summary>One process owns the file (the data folder's lock sees to that), so there is nobody to share with or to tell.</summary>
internal sealed partial class SqliteDialect
{
    public override Task<EngineRight?> TryTakeEngineAsync(bool isShared, CancellationToken cancellationToken) =>
        Task.FromResult<EngineRight?>(isShared ? null : new Alone());

    public override Task CutOffAsync(string session, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task TellAsync(string text, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task ListenAsync(Action<string> heard, CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    private sealed class Alone : EngineRight
    {
        public override Task<bool> StandsAsync(CancellationToken cancellationToken) => Task.FromResult(true);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
