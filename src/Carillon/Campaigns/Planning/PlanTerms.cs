using Carillon.Access;
using Carillon.Audiences;
using Carillon.Compliance.OwnRules;
using Carillon.Sending.Runs;

namespace Carillon.Campaigns.Planning;

/// <summary>What a plan is made for.</summary>
/// <param name="Run">The run, begun or only imagined.</param>
/// <param name="Keep">Which texts keep quiet hours.</param>
/// <param name="From">When it begins.</param>
/// <param name="ExpiresAt">After this nothing leaves; null: seven days after each fell due.</param>
/// <param name="IsSenderActive">Whether the carriers let the sender send.</param>
/// <param name="IsForecast">Whether to foresee also what only the moment of sending decides.</param>
/// <param name="Audience">Whose own rules skip people as well.</param>
public sealed record PlanTerms(CampaignRun Run, QuietHoursFor Keep, DateTimeOffset From, DateTimeOffset? ExpiresAt, bool IsSenderActive, bool IsForecast, Audience Audience)
{
    /// <summary>Rules of the workspace's own; null: the pack's alone.</summary>
    public WorkspaceRules? Rules { get; init; }
}
