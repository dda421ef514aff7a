using Carillon.Access;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Contacts;

/// <summary>Checks of the numbers of people who are stored already.</summary>
public static class NumberChecksApi
{
    private const string Tag = "number-checks";

    /// <summary>Maps <c>/number-checks</c>.</summary>
    public static RouteGroupBuilder MapNumberChecks(this RouteGroupBuilder api)
    {
        api.MapGet("/number-checks", ListAsync).Needs(ApiScope.Read).WithName("ListNumberChecks").WithTags(Tag).WithSummary("Checks of stored people's numbers, the newest first");
        api.MapGet("/number-checks/estimate", EstimateAsync).Needs(ApiScope.Read).WithName("EstimateNumberCheck").WithTags(Tag).WithSummary("How many numbers would be asked about, and what that costs");
        api.MapGet("/number-checks/{id}", ReadAsync).Needs(ApiScope.Read).WithName("ReadNumberCheck").WithTags(Tag).WithSummary("One check with what it found");
        api.MapPost("/number-checks", CreateAsync).Needs(ApiScope.Write).WithName("CheckNumbers").WithTags(Tag).WithSummary("Ask NumVerify or Twilio Lookup about stored people's numbers, each once in 30 days");
        api.MapPost("/number-checks/{id}/cancel", CancelAsync).Needs(ApiScope.Write).WithName("CancelNumberCheck").WithTags(Tag).WithSummary("Stop a check where it stands; what was told stays");
        api.MapPost("/number-checks/{id}/resume", ResumeAsync).Needs(ApiScope.Write).WithName("ResumeNumberCheck").WithTags(Tag).WithSummary("Let a check that its provider stopped go on where it was; nobody is asked twice");
        api.MapGet("/number-checks/{id}/numbers", NumbersAsync).Needs(ApiScope.Read).WithName("ListCheckedNumbers").WithTags(Tag).WithSummary("The numbers behind a check's figures: mobile, landline, invalid or unknown");
        return api;
    }

    private static async Task<Results<Ok<Page<NumberCheckResponse>>, InvalidProblem>> ListAsync([AsParameters] PageQuery query, NumberCheckDesk desk, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<NumberCheckRunId>(errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await desk.ListAsync(after?.At, after?.Id, take + 1, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<NumberCheckRunId>(row.CreatedAt, row.Id).ToString(), await query.TotalAsync(db.Set<NumberCheckRun>(), cancellationToken)).Select(NumberCheckResponse.Of));
    }

    private static async Task<Results<Ok<NumberCheckEstimate>, InvalidProblem>> EstimateAsync(string? validation, string? list, NumberCheckDesk desk, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var listId = errors.Id<ContactListId>("list", list);
        if (KindOf(validation) is not { } kind)
        {
            errors.Add("validation", "must be numverify or twilioLookup");
            return ApiProblem.Invalid(errors);
        }

        if (listId is { } asked && await desk.WhyNotAsync(asked, cancellationToken) is { } why)
        {
            errors.Add("list", why);
        }

        return errors.Any ? ApiProblem.Invalid(errors) : TypedResults.Ok(await desk.EstimateAsync(kind, listId, cancellationToken));
    }

    private static async Task<Results<Ok<NumberCheckResponse>, NotFoundProblem>> ReadAsync(RouteId<NumberCheckRunId> id, NumberCheckDesk desk, CancellationToken cancellationToken) =>
        await desk.FindAsync(id.Value, cancellationToken) is { } run ? TypedResults.Ok(NumberCheckResponse.Of(run)) : ApiProblem.NotFound();

    private static async Task<Results<Accepted<NumberCheckResponse>, InvalidProblem>> CreateAsync(NumberCheckRequest request, NumberCheckDesk desk, CancellationToken cancellationToken)
    {
        if (KindOf(request.Validation) is not { } kind)
        {
            return ApiProblem.Invalid("validation", "must be numverify or twilioLookup");
        }

        return await desk.AcceptAsync(kind, request.ListId, cancellationToken) switch
        {
            NumberCheckOutcome.Accepted accepted => TypedResults.Accepted($"{ApiRoutes.Base}/number-checks/{accepted.Run.Id}", NumberCheckResponse.Of(accepted.Run)),
            NumberCheckOutcome.Invalid invalid => invalid.Errors.ToProblem(),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<Results<Ok<NumberCheckResponse>, NotFoundProblem>> CancelAsync(RouteId<NumberCheckRunId> id, NumberCheckDesk desk, CancellationToken cancellationToken) =>
        await desk.CancelAsync(id.Value, cancellationToken) is { } run ? TypedResults.Ok(NumberCheckResponse.Of(run)) : ApiProblem.NotFound();

    private static async Task<Results<Ok<NumberCheckResponse>, NotFoundProblem>> ResumeAsync(RouteId<NumberCheckRunId> id, NumberCheckDesk desk, CancellationToken cancellationToken) =>
        await desk.ResumeAsync(id.Value, cancellationToken) is { } run ? TypedResults.Ok(NumberCheckResponse.Of(run)) : ApiProblem.NotFound();

    private static async Task<Results<Ok<Page<CheckedNumber>>, NotFoundProblem, InvalidProblem>> NumbersAsync(
        RouteId<NumberCheckRunId> id, [AsParameters] PageQuery query, string? outcome, NumberCheckDesk desk, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var mark = query.AfterName(Tag, errors);
        var after = Id.TryParse<ContactId>(mark, out var last) ? last : (ContactId?)null;
        var wanted = Enum.GetValues<NumberOutcome>().Where(one => string.Equals(one.ToString(), outcome, StringComparison.OrdinalIgnoreCase)).Select(one => (NumberOutcome?)one).FirstOrDefault();
        if (mark is not null && after is null)
        {
            errors.Add("cursor", "is not a nextCursor of this list");
        }

        if (!string.IsNullOrEmpty(outcome) && wanted is null)
        {
            errors.Add("outcome", "must be one of mobile, landline, invalid, unknown");
        }

        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        return await desk.NumbersAsync(id.Value, wanted, after, take + 1, cancellationToken) is { } rows
            ? TypedResults.Ok(Page.Of(rows, take, row => PageQuery.NameCursor(Tag, row.ContactId.ToString())))
            : ApiProblem.NotFound();
    }

    private static NumberCheckKind? KindOf(string? validation) => validation switch
    {
        "numverify" => NumberCheckKind.Numverify,
        "twilioLookup" => NumberCheckKind.TwilioLookup,
        _ => null,
    };
}

/// <summary>Whose numbers to check, and with whom.</summary>
/// <param name="Validation">Who is asked: <c>numverify</c> or <c>twilioLookup</c>; required.</param>
/// <param name="ListId">The people of this list; left out: everybody.</param>
public sealed record NumberCheckRequest(string? Validation = null, ContactListId? ListId = null);

/// <summary>A check of stored people's numbers: mobile, landline, invalid and unknown add up to done.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Validation">Who is asked.</param>
/// <param name="ListId">Whose numbers; null: everybody's.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Failure">Why it stopped before its end.</param>
/// <param name="Total">How many numbers there were when it began.</param>
/// <param name="Done">How many are done with.</param>
/// <param name="Asked">How many the provider was asked about.</param>
/// <param name="Mobile">Lines that take texts.</param>
/// <param name="Landline">Lines that take none.</param>
/// <param name="Invalid">Numbers that do not exist.</param>
/// <param name="Unknown">Numbers of which nothing was told.</param>
/// <param name="Cost">What the asking cost so far; null: the account says no price.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="FinishedAt">When it ended.</param>
public sealed record NumberCheckResponse(
    NumberCheckRunId Id,
    NumberCheckKind Validation,
    ContactListId? ListId,
    NumberCheckStatus Status,
    string? Failure,
    long Total,
    long Done,
    long Asked,
    long Mobile,
    long Landline,
    long Invalid,
    long Unknown,
    Money? Cost,
    DateTimeOffset CreatedAt,
    DateTimeOffset? FinishedAt)
{
    internal static NumberCheckResponse Of(NumberCheckRun run) => new(
        run.Id, run.Kind, run.ListId, run.Status, run.Failure, run.Total, run.Done, run.Asked, run.Mobile, run.Landline, run.Invalid, run.Unknown, run.Cost, run.CreatedAt, run.FinishedAt);
}
