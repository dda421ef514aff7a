namespace Carillon.Tests.Storms;

/// <summary>
/// The end of a server at the n-th of its calls that leave a trace in the world: commits and exchanges with the provider. Each counts
/// twice, before it happens and before the server hears that it did. A call that only reads leaves nothing behind: to die at it is
/// to die at the next one that does.
/// </summary>
public sealed class Death
{
    private readonly TaskCompletionSource _came = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isHere;
    private int _left = int.MaxValue;

    /// <summary>Ends when it came.</summary>
    public Task Came => _came.Task;

    /// <summary>Counts from here.</summary>
    /// <param name="call">The call at which it comes: 1 is the next one.</param>
    public void Arm(int call) => Volatile.Write(ref _left, call);

    /// <summary>One call; false: it does not happen, nor does any after it.</summary>
    public bool Call()
    {
        if (!_isHere && Interlocked.Decrement(ref _left) == 0)
        {
            _isHere = true;
            _came.TrySetResult();
        }

        return !_isHere;
    }
}
