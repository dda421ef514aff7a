using System.Globalization;
using System.Text.Json;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Access.Audit;

/// <summary>Who did what, newest first.</summary>
public static class AuditLogApi
{
    /// <summary>Maps <c>/audit-log</c>.</summary>
    public static RouteGroupBuilder MapAuditLog(this RouteGroupBuilder api)
    {
        api.MapGet("/audit-log", ListAsync).Needs(ApiScope.Read).WithName("ListAuditLog").WithTags("operations").WithSummary("Who did what, newest first");
        return api;
    }

    private static async Task<Results<Ok<Page<AuditEntryResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, [AsParameters] AuditQuery asked, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var (limit, place) = (query.Take(errors), query.AfterText(errors));
        var before = long.MaxValue;
        if (place is not null && !long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            errors.Add("cursor", "is not a nextCursor of this list");
        }

        var filter = new AuditFilter(asked.Actor, asked.Action, asked.Subject, errors.Instant("from", asked.From), errors.Instant("to", asked.To));
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var entries = filter.Apply(db.AuditEntries.AsNoTracking());
        int? total = query.IsCounted ? await entries.CountAsync(cancellationToken) : null;
        var rows = await entries.Where(entry => entry.Number < before).OrderByDescending(entry => entry.Number).Take(limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(Page.Of(rows, limit, entry => CursorText.Encode(entry.Number.ToString(CultureInfo.InvariantCulture)), total).Select(AuditEntryResponse.Of));
    }
}

/// <summary>What a list of entries is narrowed by.</summary>
/// <param name="Actor">Who: <c>user:ID</c>, <c>key:NAME</c> or <c>system</c>.</param>
/// <param name="Action">What was done: <c>api-key.made</c>.</param>
/// <param name="Subject">To what: <c>api-key:ID</c>.</param>
/// <param name="From">From this instant on.</param>
/// <param name="To">Before this instant.</param>
public readonly record struct AuditQuery(string? Actor, string? Action, string? Subject, string? From, string? To);

/// <summary>An entry of the audit log.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its place in the workspace's log, from 1 without gaps.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who: <c>user:ID</c>, <c>key:NAME</c> or <c>system</c>.</param>
/// <param name="Action">What was done.</param>
/// <param name="Subject">To what, as kind and id.</param>
/// <param name="Facts">More about it.</param>
/// <param name="Hash">Vouches for this entry and all before it; in hexadecimal.</param>
public sealed record AuditEntryResponse(
    AuditEntryId Id, long Number, DateTimeOffset At, string Actor, string Action, string Subject, IReadOnlyDictionary<string, string> Facts, string Hash)
{
    internal static AuditEntryResponse Of(AuditEntry entry) => new(
        entry.Id, entry.Number, entry.At, entry.Actor, entry.Action, entry.Subject, FactsOf(entry.Facts), Convert.ToHexStringLower(entry.Hash));

    /// <summary>Facts that somebody made unreadable must not take the list away.</summary>
    internal static IReadOnlyDictionary<string, string> FactsOf(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];
        }
        catch (JsonException)
        {
            return new Dictionary<string, string> { ["unreadable"] = json };
        }
    }
}
