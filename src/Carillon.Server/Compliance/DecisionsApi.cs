using System.Text.Json;
using Carillon.Access;
using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>Why messages were held or not sent, newest first.</summary>
public static class DecisionsApi
{
    /// <summary>Maps <c>/decisions</c>.</summary>
    public static RouteGroupBuilder MapDecisions(this RouteGroupBuilder api)
    {
        api.MapGet("/decisions", ListAsync).Needs(ApiScope.Read).WithName("ListDecisions").WithTags("compliance").WithSummary("Why messages were held or not sent, newest first");
        return api;
    }

    private static async Task<Results<Ok<Page<DecisionResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, [AsParameters] DecisionQuery asked, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<DecisionId>(errors);
        var (since, kind) = (errors.Instant("since", asked.Since), errors.OneOf<DecisionKind>("kind", asked.Kind));
        MessageId? message = null;
        if (!string.IsNullOrEmpty(asked.Message))
        {
            message = Id.TryParse<MessageId>(asked.Message, out var id) ? id : null;
            if (message is null)
            {
                errors.Add("message", "must be the id of a message");
            }
        }

        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var matching = (message is null ? db.OfScope<SendDecision>() : db.SendDecisions.Where(row => row.MessageId == message)).AsNoTracking()
            .Where(row => kind == null || row.Kind == kind)
            .Where(row => string.IsNullOrEmpty(asked.Rule) || row.Rule == asked.Rule)
            .Where(row => since == null || row.At >= since);
        var rows = await matching
            .Where(row => after == null || row.At < after.Value.At || (row.At == after.Value.At && row.Id < after.Value.Id))
            .OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(matching, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<DecisionId>(row.At, row.Id).ToString(), total).Select(DecisionResponse.Of));
    }
}

/// <summary>What a list of decisions is narrowed by.</summary>
/// <param name="Message">Of one message.</param>
/// <param name="Rule">By one rule.</param>
/// <param name="Kind"><c>held</c> or <c>refused</c>.</param>
/// <param name="Since">From this instant on.</param>
public readonly record struct DecisionQuery(string? Message, string? Rule, string? Kind, string? Since);

/// <summary>Why one message was held or not sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="MessageId">The message.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Kind">Held or refused.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Pack">The version of the rules.</param>
/// <param name="Until">Held until then.</param>
/// <param name="Facts">What the rule was applied to.</param>
public sealed record DecisionResponse(
    DecisionId Id, MessageId MessageId, DateTimeOffset At, DecisionKind Kind, string Rule, string Pack, DateTimeOffset? Until, JsonElement Facts)
{
    internal static DecisionResponse Of(SendDecision decision) => new(
        decision.Id, decision.MessageId, decision.At, decision.Kind, decision.Rule, decision.Pack, decision.Until, JsonSerializer.Deserialize<JsonElement>(decision.Facts));
}
