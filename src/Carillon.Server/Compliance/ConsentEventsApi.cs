using System.Text.Json;
using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>The append-only ledger behind every consent and opt-out, newest first.</summary>
public static class ConsentEventsApi
{
    /// <summary>Maps it.</summary>
    public static RouteGroupBuilder MapConsentEvents(this RouteGroupBuilder api)
    {
        api.MapGet("/consent-events", ListAsync);
        api.MapGet("/consent-events/{id}", GetAsync);
        return api;
    }

    private static async Task<Results<Ok<Page<ConsentEventResponse>>, InvalidProblem>> ListAsync(
        [AsParameters] PageQuery query, string? phone, string? from, string? to, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<ConsentEventId>(errors);
        var region = await db.Set<Workspace>().Where(x => x.Id == db.Workspace).Select(x => x.DefaultRegion).SingleAsync(cancellationToken);
        var (number, since, until) = (errors.Phone("phone", phone, region), errors.Instant("from", from), errors.Instant("to", to));
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var events = db.OfScope<ConsentEvent>().AsNoTracking();
        var matching = (number is null ? events : events.Where(x => x.Phone == number))
            .Where(x => since == null || x.At >= since)
            .Where(x => until == null || x.At < until);
        var rows = await matching
            .Where(x => after == null || x.At < after.Value.At || (x.At == after.Value.At && x.Id < after.Value.Id))
            .OrderByDescending(x => x.At).ThenByDescending(x => x.Id).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(matching, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, x => new TimeCursor<ConsentEventId>(x.At, x.Id).ToString(), total).Select(ConsentEventResponse.Of));
    }

    private static async Task<Results<Ok<ConsentEventResponse>, NotFoundProblem>> GetAsync(
        RouteId<ConsentEventId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await db.ConsentEvents.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id.Value, cancellationToken) is { } entry
            ? TypedResults.Ok(ConsentEventResponse.Of(entry))
            : ApiProblem.NotFound();
}

/// <summary>One piece of evidence.</summary>
/// <param name="At">When it was said, or received.</param>
/// <param name="Keyword">The word that acted, in capitals.</param>
/// <param name="Text">The whole text received, or the reason or evidence given.</param>
/// <param name="MessageId">The message it answers, or that brought it.</param>
/// <param name="CampaignId">The campaign it answers.</param>
/// <param name="Actor">Who recorded it; <c>recipient</c> for the person's own word.</param>
/// <param name="Evidence">The evidence as it was given: a text or an object.</param>
/// <param name="Purpose">The purpose agreed to; null where it touches all.</param>
public sealed record ConsentEventResponse(
    ConsentEventId Id,
    DateTimeOffset At,
    PhoneNumber Phone,
    ContactId? ContactId,
    Channel Channel,
    ConsentEventKind Kind,
    ConsentMethod Method,
    string? Keyword,
    string? Text,
    MessageId? MessageId,
    CampaignId? CampaignId,
    string Actor,
    JsonElement? Evidence,
    Purpose? Purpose)
{
    /// <summary>As it stands.</summary>
    public static ConsentEventResponse Of(ConsentEvent entry) => new(
        entry.Id, entry.At, entry.Phone, entry.ContactId, entry.Channel, entry.Kind, entry.Method, entry.Keyword, entry.Text, entry.MessageId, entry.CampaignId,
        entry.Actor, entry.Evidence is { } evidence ? JsonSerializer.Deserialize<JsonElement>(evidence) : null, entry.Purpose);
}
