namespace Carillon.Storage;

/// <summary>Opens when the tables are up to date and hold what every installation has; background work waits for it.</summary>
public sealed class StartSignal
{
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _problem = "starting";

    /// <summary>Whether the database can be worked with.</summary>
    public bool IsOpen => _opened.Task.IsCompleted;

    /// <summary>Why it is not open yet, in words without secrets; null: it is.</summary>
    public string? Problem => IsOpen ? null : _problem;

    /// <summary>Waits until it opens.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _opened.Task.WaitAsync(cancellationToken);

    /// <summary>Opens it; nothing closes it again.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Says what the last try met.</summary>
    public void Report(string problem) => _problem = problem;
}
