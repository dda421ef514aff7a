namespace Carillon.Cluster;

/// <summary>A way by which one process tells others to look now. Whatever it loses costs a second: the conductor looks by itself.</summary>
public interface IWakeLine
{
    /// <summary>Tells everybody who listens; false: not possible at the moment.</summary>
    Task<bool> TryTellAsync(string text, CancellationToken cancellationToken);

    /// <summary>Listens until cancelled; throws when the line breaks.</summary>
    Task ListenAsync(Action<string> heard, CancellationToken cancellationToken);
}
