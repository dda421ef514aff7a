using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Sending;

/// <summary>What an operator should look at, newest first.</summary>
public static class AlertsApi
{
    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapAlerts(this RouteGroupBuilder api)
    {
        api.MapGet("/alerts", ListAsync);
        return api;
    }

    private static async Task<Results<Ok<Page<AlertResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, string? open, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<AlertId>(errors);
        var onlyOpen = errors.YesNo("open", open);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var matching = db.Alerts.AsNoTracking().Where(row => onlyOpen != true || row.ResolvedAt == null);
        var rows = await matching
            .Where(row => after == null || row.At < after.Value.At || (row.At == after.Value.At && row.Id < after.Value.Id))
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<AlertId>(row.At, row.Id).ToString(), await query.TotalAsync(matching, cancellationToken)).Select(AlertResponse.Of));
    }
}

/// <summary>An alert.</summary>
/// <param name="Kind">A stable word, such as <c>account-unauthorized</c>.</param>
/// <param name="Subject">The id of what it is about.</param>
/// <param name="Text">What happened and what to do.</param>
public sealed record AlertResponse(AlertId Id, string Kind, string Subject, string Text, DateTimeOffset At, DateTimeOffset? ResolvedAt)
{
    /// <summary>As it stands.</summary>
    public static AlertResponse Of(Alert alert) => new(alert.Id, alert.Kind, alert.Subject, alert.Text, alert.At, alert.ResolvedAt);
}
