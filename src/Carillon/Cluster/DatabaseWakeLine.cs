using Carillon.Storage;

namespace Carillon.Cluster;

/// <summary>Through the database that all share: always there, dearer than Redis.</summary>
internal sealed class DatabaseWakeLine(Database database) : IWakeLine
{
    public async Task<bool> TryTellAsync(string text, CancellationToken cancellationToken)
    {
        await database.Dialect.TellAsync(text, cancellationToken);
        return true;
    }

    public Task ListenAsync(Action<string> heard, CancellationToken cancellationToken) => database.Dialect.ListenAsync(heard, cancellationToken);
}
