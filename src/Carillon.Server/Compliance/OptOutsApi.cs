using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.OptOuts;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Compliance;

/// <summary>Wishes that reached the operator another way than by text: to be left alone, and to be texted again.</summary>
public static class OptOutsApi
{
    private const int MostReason = 4000;

    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapOptOuts(this RouteGroupBuilder api)
    {
        api.MapPost("/opt-outs", OptOutAsync).Needs(ApiScope.Write);
        api.MapPost("/opt-ins", OptInAsync).Needs(ApiScope.Write);
        api.MapPost("/revocations", RevokeAsync).Needs(ApiScope.Write);
        return api;
    }

    private static async Task<Results<Created<ConsentEventResponse>, InvalidProblem>> OptOutAsync(
        OptOutRequest request, [AsParameters] WishDesk desk, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var wish = await desk.ReadAsync(request.Phone, request.Channel, errors, cancellationToken);
        var reason = errors.OptionalText("reason", request.Reason, MostReason);
        if (errors.Any || wish is null)
        {
            return ApiProblem.Invalid(errors);
        }

        await using var transaction = await desk.Db.BeginWriteAsync(cancellationToken);
        await desk.ReturnAsync(wish, cancellationToken);
        var outcome = await desk.List.OptOutAsync(desk.Db, wish with { Text = reason }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await Task.Delay(OptOutList.Settled, desk.Time, cancellationToken);
        return await desk.CreatedAsync(outcome.EventId, cancellationToken);
    }

    private static async Task<Results<Created<ConsentEventResponse>, InvalidProblem, ConflictProblem>> OptInAsync(
        OptInRequest request, [AsParameters] WishDesk desk, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var wish = await desk.ReadAsync(request.Phone, request.Channel, errors, cancellationToken);
        var evidence = request.Evidence ?? default;
        evidence.Check(desk.Time.GetUtcNow(), errors);
        var basis = request.Basis ?? ConsentBasis.Express;
        if (basis is not ConsentBasis.Express && wish is not null && !ImpliedConsent.CountsFor(wish.Phone))
        {
            errors.Add("basis", "implied consent counts only for numbers in Canada");
        }

        if (errors.Any || wish is null)
        {
            return ApiProblem.Invalid(errors);
        }

        await using var transaction = await desk.Db.BeginWriteAsync(cancellationToken);
        await desk.ReturnAsync(wish, cancellationToken);
        var outcome = await desk.List.OptInAsync(
            desk.Db, wish with { Text = evidence.Text, Evidence = evidence.Json }, evidence.ObtainedAt, evidence.Source, cancellationToken, basis);
        if (outcome is OptInOutcome.Lifted suppression)
        {
            await desk.Audit.AddAsync(desk.Db, AuditActions.SuppressionLifted, $"consent-event:{suppression.EventId}", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return outcome switch
        {
            OptInOutcome.Lifted lifted => await desk.CreatedAsync(lifted.EventId, cancellationToken),
            OptInOutcome.Recorded recorded => await desk.CreatedAsync(recorded.EventId, cancellationToken),
            OptInOutcome.StillOptedOut still => ApiProblem.Conflict(
                "opted-out",
                $"This number opted out at {still.OptedOutAt:yyyy-MM-ddTHH:mm:ssZ}. Only evidence obtained after that lifts it: say when, in evidence.obtainedAt."),
            _ => throw new InvalidOperationException($"No answer for {outcome}."),
        };
    }

    private static async Task<Results<Created<ConsentEventResponse>, InvalidProblem>> RevokeAsync(
        RevocationRequest request, [AsParameters] WishDesk desk, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var wish = await desk.ReadAsync(request.Phone, request.Channel, errors, cancellationToken);
        var reason = errors.Text("reason", request.Reason, MostReason);
        if (errors.Any || wish is null)
        {
            return ApiProblem.Invalid(errors);
        }

        await using var transaction = await desk.Db.BeginWriteAsync(cancellationToken);
        await desk.ReturnAsync(wish, cancellationToken);
        var id = await desk.List.RevokeAsync(desk.Db, wish with { Text = reason }, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return await desk.CreatedAsync(id, cancellationToken);
    }
}

/// <summary>A person wants no more.</summary>
/// <param name="Phone">Whose number, in any human form.</param>
/// <param name="Channel">For which medium; <c>sms</c> when absent.</param>
/// <param name="Reason">What was said, and how.</param>
public sealed record OptOutRequest(string? Phone = null, Channel? Channel = null, string? Reason = null);

/// <summary>A person agreed to marketing.</summary>
/// <param name="Phone">Whose number, in any human form.</param>
/// <param name="Channel">For which medium; <c>sms</c> when absent.</param>
/// <param name="Evidence">What shows it.</param>
/// <param name="Basis"><c>express</c> when absent; in Canada also <c>impliedPurchase</c> (24 months from <c>evidence.obtainedAt</c>) and <c>impliedInquiry</c> (6 months).</param>
public sealed record OptInRequest(string? Phone = null, Channel? Channel = null, OptInEvidence? Evidence = null, ConsentBasis? Basis = null);

/// <summary>The operator takes a consent back that should not have been recorded, or does not hold any more.</summary>
/// <param name="Phone">Whose number, in any human form.</param>
/// <param name="Channel">For which medium; <c>sms</c> when absent.</param>
/// <param name="Reason">Why.</param>
public sealed record RevocationRequest(string? Phone = null, Channel? Channel = null, string? Reason = null);

/// <summary>What both routes work with.</summary>
internal sealed record WishDesk(CarillonDb Db, OptOutList List, ErasedNumbers Erased, IKnownPeople People, AuditLog Audit, CurrentWorkspace Who, TimeProvider Time)
{
    /// <summary>Reads whose wish it is; null when that could not be read, which is noted.</summary>
    public async Task<Wish?> ReadAsync(string? phone, Channel? channel, InputErrors errors, CancellationToken cancellationToken)
    {
        var region = await Db.Set<Workspace>().Where(x => x.Id == Db.Workspace).Select(x => x.DefaultRegion).SingleAsync(cancellationToken);
        var text = errors.Text("phone", phone, 64);
        if (text.Length == 0 || errors.Phone("phone", text, region) is not { } number)
        {
            return null;
        }

        return new Wish
        {
            Workspace = Db.Workspace,
            Phone = number,
            Channel = channel ?? Channel.Sms,
            At = Time.GetUtcNow().Stored(),
            Method = ConsentMethod.Api,
            ContactId = await People.FindAsync(Db, Db.Workspace, number, cancellationToken),
            Actor = Who.Actor,
        };
    }

    /// <summary>A number of somebody who was forgotten comes back, in the transaction of the wish: what forbids it counts against the wish.</summary>
    public Task<int> ReturnAsync(Wish wish, CancellationToken cancellationToken) => Erased.ReturnAsync(Db, wish.Workspace, [wish.Phone], cancellationToken);

    /// <summary>The answer: the ledger's new entry.</summary>
    public async Task<Created<ConsentEventResponse>> CreatedAsync(ConsentEventId id, CancellationToken cancellationToken)
    {
        var entry = await Db.ConsentEvents.AsNoTracking().SingleAsync(x => x.Id == id, cancellationToken);
        return TypedResults.Created($"{ApiRoutes.Base}/consent-events/{id}", ConsentEventResponse.Of(entry));
    }
}
