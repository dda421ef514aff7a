using System.Collections.Concurrent;
using Carillon.Primitives;
using Carillon.Server.Commands;
using Carillon.Storage;

namespace Carillon.Server.Web.Operations;

/// <summary>
/// What <c>doctor</c> looks at, looked at by the running server for one workspace. The last look is kept in memory for a while: looking again calls
/// providers and reads the ledger through, which a page that is asked every few seconds must not do.
/// </summary>
public sealed class HealthChecks(IEnumerable<IDoctorCheck> checks, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(10);
    private static readonly DoctorFinding Settings = new("settings", true, "well formed; the server runs with them");
    private readonly ConcurrentDictionary<WorkspaceId, HealthLook> _last = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The last look of this process, or a new one where there is none that is fresh enough.</summary>
    public async Task<HealthLook> LastAsync(WorkspaceId workspace, CancellationToken cancellationToken) =>
        _last.TryGetValue(workspace, out var look) && time.GetUtcNow() - look.At < KeptFor ? look : await LookAsync(workspace, cancellationToken);

    /// <summary>Looks at everything now; one look at a time.</summary>
    public async Task<HealthLook> LookAsync(WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            List<DoctorFinding> findings = [Settings];
            foreach (var check in checks)
            {
                findings.AddRange(await check.LookAsync(WorkspaceScope.Of(workspace), cancellationToken));
            }

            return _last[workspace] = new HealthLook(time.GetUtcNow(), findings);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}

/// <summary>What was seen when everything was looked at.</summary>
/// <param name="At">When the look was over.</param>
/// <param name="Findings">What was seen.</param>
public sealed record HealthLook(DateTimeOffset At, IReadOnlyList<DoctorFinding> Findings);
