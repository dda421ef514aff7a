using Carillon.Access;
using Carillon.Compliance.OwnRules;
using Carillon.Compliance.RulePacks;
using Carillon.Storage;

namespace Carillon.Server.Compliance;

/// <summary>What the page of rules reads and changes.</summary>
public sealed class RuleDesk(CarillonDb db, RuleSettings settings, CurrentWorkspace current, IEnumerable<ISettingsListener> listeners)
{
    /// <summary>The workspace's own rules as they stand.</summary>
    public Task<WorkspaceRules> ReadAsync(CancellationToken cancellationToken) => RuleSettings.ReadAsync(db, cancellationToken);

    /// <summary>Keeps what the form says; what is wrong, or nothing.</summary>
    public async Task<IReadOnlyList<string>> ChangeAsync(RuleDraft draft, CancellationToken cancellationToken)
    {
        var hours = string.IsNullOrWhiteSpace(draft.Hours) ? null : draft.Hours.Trim();
        List<string> wrong = [];
        if (hours is not null && !LocalHours.TryParse(hours, out _))
        {
            wrong.Add("The hours have to be written like 10:00-19:00.");
        }

        if (draft.PerDay is < 1 or > RuleSettings.MostPerDay || draft.PerMonth is < 1 or > RuleSettings.MostPerMonth)
        {
            wrong.Add($"The caps may be 1 to {RuleSettings.MostPerDay} a day and 1 to {RuleSettings.MostPerMonth} in 30 days; empty means the pack's.");
        }

        if (wrong.Count > 0)
        {
            return wrong;
        }

        await using var write = await db.BeginWriteAsync(cancellationToken);
        var wanted = new WorkspaceRules
        {
            WorkspaceId = db.Workspace,
            IsSimple = draft.IsSimple,
            Hours = hours,
            NoSundays = draft.NoSundays,
            NoHolidays = draft.NoHolidays,
            NeedsScrub = draft.NeedsScrub,
            MarketingPerDay = draft.PerDay,
            MarketingPerMonth = draft.PerMonth,
            Reason = string.IsNullOrWhiteSpace(draft.Reason) ? null : draft.Reason.Trim(),
            ChangedAt = default,
            ChangedBy = "",
        };
        switch (await settings.ChangeAsync(db, wanted, current.Role, current.Actor, cancellationToken))
        {
            case RuleChange.OwnerOnly:
                return ["Only an owner loosens a rule below the pack."];
            case RuleChange.NeedsReason:
                return [$"Say in {RuleSettings.LeastReason} letters or more why a cap goes above the pack's."];
            default:
                await write.CommitAsync(cancellationToken);
                listeners.Tell();
                return [];
        }
    }
}

/// <summary>The rules as the form sends them.</summary>
public sealed record RuleDraft(bool IsSimple, string? Hours, bool NoSundays, bool NoHolidays, bool NeedsScrub, int? PerDay, int? PerMonth, string? Reason);
