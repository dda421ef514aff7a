using Carillon.Access;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Sending;

/// <summary>Addresses we send from.</summary>
public static class SendersApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapSenders(this RouteGroupBuilder api)
    {
        api.MapGet("/senders", ListAsync);
        api.MapGet("/senders/{id}", GetAsync);
        api.MapPost("/senders", CreateAsync).Needs(ApiScope.Admin);
        api.MapPatch("/senders/{id}", ChangeAsync).Needs(ApiScope.Admin);
        api.MapDelete("/senders/{id}", DeleteAsync).Needs(ApiScope.Admin);
        return api;
    }

    private static async Task<Results<Ok<Page<SenderResponse>>, InvalidProblem>> ListAsync([AsParameters] PageQuery query, CarillonDb db, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<SenderId>(errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await db.Senders.AsNoTracking()
            .Where(row => after == null || row.CreatedAt > after.Value.At || (row.CreatedAt == after.Value.At && row.Id > after.Value.Id))
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(db.Senders, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<SenderId>(row.CreatedAt, row.Id).ToString(), total).Select(SenderResponse.Of));
    }

    private static async Task<Results<Ok<SenderResponse>, NotFoundProblem>> GetAsync(RouteId<SenderId> id, CarillonDb db, CancellationToken cancellationToken) =>
        await FindAsync(db, id, cancellationToken) is { } sender ? TypedResults.Ok(SenderResponse.Of(sender)) : ApiProblem.NotFound();

    private static async Task<Results<Created<SenderResponse>, InvalidProblem, ConflictProblem>> CreateAsync(
        CreateSenderRequest request, CarillonDb db, SenderBook book, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var draft = new SenderDraft(request.AccountId ?? default, await CheckAsync(request, db, errors, cancellationToken))
        {
            ProviderRef = errors.OptionalText("providerRef", request.ProviderRef, 64),
            DisplayName = errors.OptionalText("displayName", request.DisplayName, 120),
            CallerName = errors.OptionalText("callerName", request.CallerName, 120),
            Limits = LimitsInput.Check(request.Limits, "limits", errors),
            Registration = request.Registration ?? Registration.Active,
            AnswersKeywords = request.AnswersKeywords ?? true,
            Carriers = CarrierInput.Check(request.CarrierRegistration, errors),
        };
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        return await book.AddAsync(draft, cancellationToken) switch
        {
            SenderOutcome.Done done => TypedResults.Created($"{ApiRoutes.Base}/senders/{done.Sender.Id}", SenderResponse.Of(done.Sender)),
            SenderOutcome.InUse => ApiProblem.Conflict("sender-in-use", "This account has a sender with this address already."),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<Results<Ok<SenderResponse>, NotFoundProblem, InvalidProblem>> ChangeAsync(
        RouteId<SenderId> id, Patch patch, CarillonDb db, SenderBook book, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, id, cancellationToken) is not { } sender)
        {
            return ApiProblem.NotFound();
        }

        sender.ProviderRef = patch.TextOrNull("providerRef", 64).Or(sender.ProviderRef);
        sender.DisplayName = patch.TextOrNull("displayName", 120).Or(sender.DisplayName);
        sender.CallerName = patch.TextOrNull("callerName", 120).Or(sender.CallerName);
        sender.Registration = patch.Read<Registration>("registration").Or(sender.Registration);
        sender.AnswersKeywords = patch.Read<bool>("answersKeywords").Or(sender.AnswersKeywords);
        var carriers = patch.ReadOrNull<CarrierRegistration>("carrierRegistration");
        sender.Carriers = carriers.IsPresent ? CarrierInput.Check(carriers.Value, patch.Errors) : sender.Carriers;
        sender.Limits = LimitsInput.Change(sender.Limits, patch);
        if (patch.IsRefused())
        {
            return ApiProblem.Invalid(patch.Errors);
        }

        await book.SaveAsync(sender, cancellationToken);
        return TypedResults.Ok(SenderResponse.Of(sender));
    }

    private static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> DeleteAsync(RouteId<SenderId> id, SenderBook book, CancellationToken cancellationToken) =>
        await book.RemoveAsync(id.Value, cancellationToken) switch
        {
            SenderOutcome.Done => TypedResults.NoContent(),
            SenderOutcome.InUse => ApiProblem.Conflict("sender-in-use", "Messages were sent from this sender; its history must stay readable."),
            SenderOutcome.Needed needed => ApiProblem.Conflict("sender-in-use", $"The campaign “{needed.Campaign}” leaves from this sender. Give it another one, or cancel it, first."),
            _ => ApiProblem.NotFound(),
        };

    private static async Task<string> CheckAsync(CreateSenderRequest request, CarillonDb db, InputErrors errors, CancellationToken cancellationToken)
    {
        if (request.AccountId is null || !await db.Accounts.AnyAsync(account => account.Id == request.AccountId, cancellationToken))
        {
            errors.Add("accountId", request.AccountId is null ? "is required" : "there is no such account");
        }

        if (request.Channel is not null and not Channel.Sms)
        {
            errors.Add("channel", "only sms is available yet");
        }

        var region = await db.Set<Workspace>().Where(workspace => workspace.Id == db.Workspace).Select(workspace => workspace.DefaultRegion).SingleAsync(cancellationToken);
        var address = errors.Phone("address", errors.Text("address", request.Address, 64), region);
        return address?.E164 ?? "";
    }

    private static Task<Sender?> FindAsync(CarillonDb db, RouteId<SenderId> id, CancellationToken cancellationToken) =>
        db.Senders.SingleOrDefaultAsync(sender => sender.Id == id.Value, cancellationToken);
}

/// <summary>A sender to be added.</summary>
public sealed record CreateSenderRequest(
    AccountId? AccountId = null,
    Channel? Channel = null,
    string? Address = null,
    string? ProviderRef = null,
    string? DisplayName = null,
    Limits? Limits = null,
    string? CallerName = null,
    Registration? Registration = null,
    bool? AnswersKeywords = null,
    CarrierRegistration? CarrierRegistration = null);

/// <summary>A sender.</summary>
public sealed record SenderResponse(
    SenderId Id,
    AccountId AccountId,
    Channel Channel,
    string Address,
    string? ProviderRef,
    string? DisplayName,
    Limits Limits,
    string? CallerName,
    Registration Registration,
    bool AnswersKeywords,
    DateTimeOffset CreatedAt)
{
    /// <summary>Nothing leaves from it before this instant, because the provider or a carrier wants it to wait; null with a reason: until somebody mends it.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Why it waits.</summary>
    public string? HeldReason { get; init; }

    /// <summary>What is registered with the carriers, whose caps then bind; null: not entered.</summary>
    public CarrierRegistration? CarrierRegistration { get; init; }

    /// <summary>As it stands.</summary>
    public static SenderResponse Of(Sender sender) => new(
        sender.Id, sender.AccountId, sender.Channel, sender.Address, sender.ProviderRef, sender.DisplayName, sender.Limits, sender.CallerName,
        sender.Registration, sender.AnswersKeywords, sender.CreatedAt)
    {
        HeldUntil = sender.IsStopped ? null : sender.HeldUntil,
        HeldReason = sender.HeldUntil is null ? null : sender.HeldReason,
        CarrierRegistration = sender.Carriers,
    };
}
