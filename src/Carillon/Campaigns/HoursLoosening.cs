using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance.OwnRules;
using Carillon.Compliance.QuietHours;
using Carillon.Storage;

namespace Carillon.Campaigns;

/// <summary>
/// That a campaign keeps the country's hours alone and not the states' is a loosening below the pack: an owner's act with a reason, in the audit log. A program
/// with an admin's key stands for an owner, and is asked for no reason; what it gives is written down.
/// </summary>
public sealed class HoursLoosening(AuditLog audit, CurrentWorkspace current)
{
    /// <summary>Looks whether a change of hours is allowed.</summary>
    public HoursVerdict Check(QuietHoursRule before, QuietHoursRule after, string? reason) =>
        after != QuietHoursRule.Federal || before == after ? HoursVerdict.Allowed
        : !current.MayLoosenRules ? HoursVerdict.OwnerOnly
        : current.Role is not null && (reason?.Trim().Length ?? 0) < RuleSettings.LeastReason ? HoursVerdict.NeedsReason
        : HoursVerdict.Allowed;

    /// <summary>Writes a change of hours into the audit log. In the caller's write transaction, last.</summary>
    public Task NoteAsync(CarillonDb db, Campaign campaign, QuietHoursRule before, string? reason, CancellationToken cancellationToken) => campaign.QuietHours == before
        ? Task.CompletedTask
        : audit.AddAsync(
            db,
            new AuditNote(
                campaign.QuietHours == QuietHoursRule.Federal ? AuditActions.RuleLoosened : AuditActions.RuleChanged, $"campaign:{campaign.Id}",
                ("before", $"hours {before}"), ("after", $"hours {campaign.QuietHours}"),
                ("looser", campaign.QuietHours == QuietHoursRule.Federal ? "quiet-hours" : null), ("reason", reason?.Trim())),
            cancellationToken);
}

/// <summary>What is said to a change of hours.</summary>
public enum HoursVerdict
{
    Allowed,

    /// <summary>Only an owner may.</summary>
    OwnerOnly,

    /// <summary>An owner may, who says why.</summary>
    NeedsReason,
}
