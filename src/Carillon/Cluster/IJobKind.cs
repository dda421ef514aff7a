namespace Carillon.Cluster;

/// <summary>
/// A kind of long work (import, export, report) that one node does at a time and another can take over: the room's own row
/// says what is done, and running it again goes on from there.
/// </summary>
public interface IJobKind
{
    /// <summary>The kind, unique among rooms: <c>import</c>, …</summary>
    string Kind { get; }

    /// <summary>Subjects (ids) of jobs that are asked for or were left half done.</summary>
    Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Works until the job is done, or stops soon when told; what is done is stored as it goes.</summary>
    Task RunAsync(string subject, CancellationToken cancellationToken);
}
