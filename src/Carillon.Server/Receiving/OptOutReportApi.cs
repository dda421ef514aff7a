using System.Text;
using Carillon.Receiving.Reports;
using Carillon.Server.Access;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;

namespace Carillon.Server.Receiving;

/// <summary>Who opted out, by day, campaign, keyword or method.</summary>
public static class OptOutReportApi
{
    private const int UsualDays = 30;
    private const int MostDays = 400;

    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapOptOutReport(this RouteGroupBuilder api)
    {
        api.MapGet("/reports/opt-outs", ReadAsync);
        api.MapGet("/reports/opt-outs.csv", DownloadAsync).GivesFile("opt-outs").Produces<string>(StatusCodes.Status200OK, "text/csv");
        return api;
    }

    private static async Task<Results<Ok<OptOutFigures>, InvalidProblem>> ReadAsync(
        [AsParameters] OptOutReportQuery query, OptOutReport report, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var (from, to, by) = query.Read(time.GetUtcNow(), await report.ZoneAsync(cancellationToken), errors);
        return errors.Any ? ApiProblem.Invalid(errors) : TypedResults.Ok(await report.CountAsync(from, to, by, cancellationToken));
    }

    private static async Task<Results<FileContentHttpResult, InvalidProblem>> DownloadAsync(
        [AsParameters] OptOutReportQuery query, OptOutReport report, TimeProvider time, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var (from, to, by) = query.Read(time.GetUtcNow(), await report.ZoneAsync(cancellationToken), errors);
        return errors.Any
            ? ApiProblem.Invalid(errors)
            : TypedResults.File(Encoding.UTF8.GetBytes(OptOutCsv.Of(await report.CountAsync(from, to, by, cancellationToken))), "text/csv; charset=utf-8", "opt-outs.csv");
    }

    /// <summary>Which span, and how it is grouped.</summary>
    /// <param name="From">The first instant; thirty days before <paramref name="To"/> when absent. A date alone is that day in the workspace's zone, from its beginning.</param>
    /// <param name="To">The first instant after; now when absent. A date alone takes in that whole day.</param>
    /// <param name="GroupBy"><c>day</c> (the usual), <c>campaign</c>, <c>keyword</c> or <c>method</c>.</param>
    public readonly record struct OptOutReportQuery(string? From, string? To, string? GroupBy)
    {
        internal (DateTimeOffset From, DateTimeOffset To, OptOutGrouping By) Read(DateTimeOffset now, DateTimeZone zone, InputErrors errors)
        {
            var to = WorkspaceDay.BeginOf(zone, To, daysLater: 1) ?? errors.Instant("to", To) ?? now;
            var from = WorkspaceDay.BeginOf(zone, From) ?? errors.Instant("from", From) ?? to.AddDays(-UsualDays);
            if (from >= to)
            {
                errors.Add("from", "must lie before to");
            }
            else if (to - from > TimeSpan.FromDays(MostDays))
            {
                errors.Add("from", $"may lie at most {MostDays} days before to");
            }

            return (from, to, errors.OneOf<OptOutGrouping>("groupBy", GroupBy) ?? OptOutGrouping.Day);
        }
    }
}
