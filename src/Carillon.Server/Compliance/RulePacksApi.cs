using Carillon.Access;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Server.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Compliance;

/// <summary>The rules in force, with their sources.</summary>
public static class RulePacksApi
{
    /// <summary>Maps <c>/rule-packs</c>.</summary>
    public static RouteGroupBuilder MapRulePacks(this RouteGroupBuilder api)
    {
        api.MapGet("/rule-packs", List).Needs(ApiScope.Read).WithName("ListRulePacks").WithTags("compliance").WithSummary("The legal and carrier rules in force, with their sources");
        return api;
    }

    private static Ok<Page<RulePackResponse>> List(LegalHours hours) => TypedResults.Ok(new Page<RulePackResponse>([RulePackResponse.Of(hours.Pack)], null));
}

/// <summary>One version of the rules.</summary>
/// <param name="Version">What decisions name.</param>
/// <param name="From">When it was made to hold.</param>
/// <param name="RevokeAllFrom">From this day a stop to one kind of message ends all.</param>
/// <param name="Rules">Every rule.</param>
/// <param name="Holidays">Lists of days, written out.</param>
public sealed record RulePackResponse(string Version, DateOnly From, DateOnly RevokeAllFrom, IReadOnlyList<RuleLine> Rules, IReadOnlyList<HolidayListResponse> Holidays)
{
    internal static RulePackResponse Of(RulePack pack) => new(
        pack.Version, pack.From.ToDateOnly(), pack.RevokeAllFrom.ToDateOnly(), RuleLine.Of(pack),
        [.. pack.Holidays.Values.OrderBy(list => list.Id, StringComparer.Ordinal).Select(list => new HolidayListResponse(
            list.Id, list.Source,
            [.. list.Years.SelectMany(year => year.Value).OrderBy(day => day.Key).Select(day => new HolidayResponse(day.Key.ToDateOnly(), day.Value))]))]);
}

/// <summary>The holidays of a country or state.</summary>
/// <param name="Id">Whose.</param>
/// <param name="Source">Where they are written.</param>
/// <param name="Days">All days of all years that are known.</param>
public sealed record HolidayListResponse(string Id, string Source, IReadOnlyList<HolidayResponse> Days);

/// <summary>A day on which nothing leaves.</summary>
public sealed record HolidayResponse(DateOnly Day, string Name);
