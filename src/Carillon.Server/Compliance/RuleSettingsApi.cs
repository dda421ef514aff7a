using Carillon.Access;
using Carillon.Compliance.OwnRules;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Compliance;

/// <summary>What the workspace keeps beside the rule pack.</summary>
public static class RuleSettingsApi
{
    private const string Tag = "compliance";

    /// <summary>Maps <c>/rule-settings</c>.</summary>
    public static RouteGroupBuilder MapRuleSettings(this RouteGroupBuilder api)
    {
        api.MapGet("/rule-settings", ReadAsync).Needs(ApiScope.Read).WithName("ReadRuleSettings").WithTags(Tag).WithSummary("Rules of the workspace's own, beside the rule pack");
        api.MapPatch("/rule-settings", ChangeAsync).Needs(ApiScope.Admin).WithName("ChangeRuleSettings").WithTags(Tag).TakesPatchOf<RuleSettingsShape>()
            .WithSummary("Make rules stricter; looser than the pack only with a reason, by an owner");
        return api;
    }

    private static async Task<Ok<RuleSettingsResponse>> ReadAsync(CarillonDb db, LegalHours hours, CancellationToken cancellationToken) =>
        TypedResults.Ok(RuleSettingsResponse.Of(await RuleSettings.ReadAsync(db, cancellationToken), hours.Pack));

    private static async Task<Results<Ok<RuleSettingsResponse>, InvalidProblem, ForbiddenProblem>> ChangeAsync(
        Patch patch, CarillonDb db, RuleSettings settings, LegalHours hours, CurrentWorkspace current, IEnumerable<ISettingsListener> listeners, CancellationToken cancellationToken)
    {
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var wanted = Wanted(patch, await RuleSettings.ReadAsync(db, cancellationToken));
        if (patch.IsRefused())
        {
            return ApiProblem.Invalid(patch.Errors);
        }

        switch (await settings.ChangeAsync(db, wanted, current.Role, current.Actor, cancellationToken))
        {
            case RuleChange.Kept kept:
                await write.CommitAsync(cancellationToken);
                listeners.Tell();
                return TypedResults.Ok(RuleSettingsResponse.Of(kept.Rules, hours.Pack));
            case RuleChange.NeedsReason:
                return ApiProblem.Invalid("reason", $"say in {RuleSettings.LeastReason} letters or more why a rule is loosened below the pack");
            default:
                return ApiProblem.Forbidden("owner-only", "Only an owner loosens a rule below the pack.");
        }
    }

    private static WorkspaceRules Wanted(Patch patch, WorkspaceRules present)
    {
        var hours = patch.ReadOrNull<string>("hours");
        if (hours.IsPresent && hours.Or(null) is { } text && !LocalHours.TryParse(text, out _))
        {
            patch.Errors.Add("hours", "must be hours of a day, such as 10:00-19:00");
        }

        return new WorkspaceRules
        {
            WorkspaceId = present.WorkspaceId,
            IsSimple = patch.Read<bool>("simpleMode").Or(present.IsSimple),
            Hours = hours.Or(present.Hours),
            NoSundays = patch.Read<bool>("noSundays").Or(present.NoSundays),
            NoHolidays = patch.Read<bool>("noHolidays").Or(present.NoHolidays),
            NeedsScrub = patch.Read<bool>("doNotCallScrub").Or(present.NeedsScrub),
            MarketingPerDay = Cap(patch, "marketingPerDay", present.MarketingPerDay, RuleSettings.MostPerDay),
            MarketingPerMonth = Cap(patch, "marketingPer30Days", present.MarketingPerMonth, RuleSettings.MostPerMonth),
            Reason = patch.TextOrNull("reason", 500).Or(null),
            ChangedAt = present.ChangedAt,
            ChangedBy = present.ChangedBy,
        };
    }

    private static int? Cap(Patch patch, string field, int? present, int most)
    {
        var cap = patch.ReadOrNull<int?>(field).Or(present);
        if (cap < 1 || cap > most)
        {
            patch.Errors.Add(field, $"must be from 1 to {most}, or null for the pack's");
        }

        return cap;
    }
}

/// <summary>What may be changed.</summary>
/// <param name="SimpleMode">The pack's one simple rule binds too: it satisfies every other.</param>
/// <param name="Hours">Hours of every day by the recipient's clock, such as <c>10:00-19:00</c>; null: none beside the law's.</param>
/// <param name="NoSundays">Nothing of marketing leaves on Sundays.</param>
/// <param name="NoHolidays">Nor on any holiday that the pack knows.</param>
/// <param name="MarketingPerDay">Marketing texts to a number in 24 hours; null: the pack's.</param>
/// <param name="MarketingPer30Days">And in 30 days.</param>
/// <param name="DoNotCallScrub">Marketing relies on a do-not-call list (<c>POST /suppression-imports</c>): without a fresh one no campaign of it starts.</param>
/// <param name="Reason">Why; needed where a cap goes above the pack's.</param>
public sealed record RuleSettingsShape(bool? SimpleMode, string? Hours, bool? NoSundays, bool? NoHolidays, int? MarketingPerDay, int? MarketingPer30Days, bool? DoNotCallScrub, string? Reason);

/// <summary>Rules of the workspace's own.</summary>
/// <param name="SimpleMode">Whether the pack's one simple rule binds too.</param>
/// <param name="Hours">Hours of every day; null: none beside the law's.</param>
/// <param name="NoSundays">Whether nothing leaves on Sundays.</param>
/// <param name="NoHolidays">Whether nothing leaves on holidays.</param>
/// <param name="MarketingPerDay">Marketing texts to a number in 24 hours; null: the pack's.</param>
/// <param name="MarketingPer30Days">And in 30 days.</param>
/// <param name="DoNotCallScrub">Whether marketing relies on a do-not-call list.</param>
/// <param name="LooserThanPack">Rules that are above the pack's.</param>
/// <param name="Reason">Why, in the words of whoever changed them last.</param>
/// <param name="ChangedAt">When; null: never.</param>
/// <param name="ChangedBy">Who.</param>
/// <param name="Pack">The version of the pack under them.</param>
public sealed record RuleSettingsResponse(
    bool SimpleMode, string? Hours, bool NoSundays, bool NoHolidays, int? MarketingPerDay, int? MarketingPer30Days, bool DoNotCallScrub, IReadOnlyList<string> LooserThanPack, string? Reason,
    DateTimeOffset? ChangedAt, string? ChangedBy, string Pack)
{
    internal static RuleSettingsResponse Of(WorkspaceRules rules, RulePack pack) => new(
        rules.IsSimple, rules.Hours, rules.NoSundays, rules.NoHolidays, rules.MarketingPerDay, rules.MarketingPerMonth, rules.NeedsScrub, rules.Looser(pack), rules.Reason,
        rules.ChangedBy.Length == 0 ? null : rules.ChangedAt, rules.ChangedBy.Length == 0 ? null : rules.ChangedBy, pack.Version);
}
