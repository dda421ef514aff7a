using Carillon.Storage;

namespace Carillon.Server.Commands;

/// <summary>One thing <c>doctor</c> looks at. Rooms register their own; a check changes nothing.</summary>
public interface IDoctorCheck
{
    /// <summary>Looks; one finding for each thing worth a line.</summary>
    /// <param name="scope">Whose things are looked at; what belongs to all is looked at in any case.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<IReadOnlyList<DoctorFinding>> LookAsync(WorkspaceScope scope, CancellationToken cancellationToken);
}

/// <summary>One line of <c>doctor</c>.</summary>
/// <param name="Subject">What was looked at: <c>database</c>, <c>provider Main Twilio</c>.</param>
/// <param name="IsOk">Whether it is well.</param>
/// <param name="Words">What was seen.</param>
/// <param name="Advice">What to do; null: nothing.</param>
public sealed record DoctorFinding(string Subject, bool IsOk, string Words, string? Advice = null);
