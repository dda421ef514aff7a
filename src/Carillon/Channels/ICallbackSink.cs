using Carillon.Primitives;

namespace Carillon.Channels;

/// <summary>
/// Takes a callback that did not come over HTTP along the road of one that did: verified, stored, then processed. The room that
/// receives callbacks implements it; the simulator speaks to it.
/// </summary>
public interface ICallbackSink
{
    /// <summary>Ends when the callback is stored durably, or was refused for what it is.</summary>
    Task DeliverAsync(AccountId account, IncomingCallback callback, CancellationToken cancellationToken);
}
