using System.Globalization;
using System.Text.Json;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Server.Web.Api;
using Carillon.Server.Web.Problems;
using Carillon.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Sending;

/// <summary>Provider logins.</summary>
public static class AccountsApi
{
    /// <summary>Maps them.</summary>
    public static RouteGroupBuilder MapAccounts(this RouteGroupBuilder api)
    {
        api.MapGet("/accounts", ListAsync);
        api.MapGet("/accounts/{id}", GetAsync);
        api.MapPost("/accounts", CreateAsync).Needs(ApiScope.Admin);
        api.MapPatch("/accounts/{id}", ChangeAsync).Needs(ApiScope.Admin);
        api.MapDelete("/accounts/{id}", DeleteAsync).Needs(ApiScope.Admin);
        api.MapPost("/accounts/{id}/test", TestAsync).Needs(ApiScope.Admin);
        return api;
    }

    private static async Task<Results<Ok<Page<AccountResponse>>, InvalidProblem>> ListAsync([AsParameters] PageQuery query, CarillonDb db, SendingOptions options, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var take = query.Take(errors);
        var after = query.After<AccountId>(errors);
        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var rows = await db.Accounts.AsNoTracking()
            .Where(row => after == null || row.CreatedAt > after.Value.At || (row.CreatedAt == after.Value.At && row.Id > after.Value.Id))
            .OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).Take(take + 1).ToListAsync(cancellationToken);
        var total = await query.TotalAsync(db.Accounts, cancellationToken);
        return TypedResults.Ok(Page.Of(rows, take, row => new TimeCursor<AccountId>(row.CreatedAt, row.Id).ToString(), total).Select(row => AccountResponse.Of(row, options)));
    }

    private static async Task<Results<Ok<AccountResponse>, NotFoundProblem>> GetAsync(RouteId<AccountId> id, CarillonDb db, SendingOptions options, CancellationToken cancellationToken) =>
        await FindAsync(db, id, cancellationToken) is { } account ? TypedResults.Ok(AccountResponse.Of(account, options)) : ApiProblem.NotFound();

    private static async Task<Results<Created<AccountResponse>, InvalidProblem>> CreateAsync(
        CreateAccountRequest request, AccountBook book, SendingOptions options, CancellationToken cancellationToken)
    {
        var errors = new InputErrors();
        var name = errors.Text("name", request.Name, 120);
        var limits = LimitsInput.Check(request.Limits, "limits", errors);
        var price = PriceInput.Micros(request.PricePerSegment, errors);
        if (request.Provider is null)
        {
            errors.Add("provider", "is required");
        }

        if (errors.Any)
        {
            return ApiProblem.Invalid(errors);
        }

        var draft = new AccountDraft(
            name, request.Provider!.Value, SettingTexts(request.Settings), limits, price, request.PricePerSegment?.Currency ?? "USD"); // checked above
        return await book.AddAsync(draft, cancellationToken) switch
        {
            AccountOutcome.Done done => TypedResults.Created($"{ApiRoutes.Base}/accounts/{done.Account.Id}", AccountResponse.Of(done.Account, options)),
            AccountOutcome.Invalid invalid => Wrong(invalid, errors),
            var other => throw new InvalidOperationException($"No answer for {other}."),
        };
    }

    private static async Task<Results<Ok<AccountResponse>, NotFoundProblem, InvalidProblem>> ChangeAsync(
        RouteId<AccountId> id, Patch patch, AccountBook book, CarillonDb db, SendingOptions options, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, id, cancellationToken) is not { } account)
        {
            return ApiProblem.NotFound();
        }

        account.Name = patch.Text("name", 120).Or(account.Name);
        account.Limits = LimitsInput.Change(account.Limits, patch);
        var price = patch.ReadOrNull<Money?>("pricePerSegment");
        var settings = patch.ReadOrNull<Dictionary<string, JsonElement>>("settings");
        if (price.IsPresent)
        {
            account.PricePerSegmentMicros = PriceInput.Micros(price.Value, patch.Errors);
            account.PriceCurrency = price.Value?.Currency ?? account.PriceCurrency;
        }

        if (patch.IsRefused())
        {
            return ApiProblem.Invalid(patch.Errors);
        }

        if (settings is { IsPresent: true, Value: { } changed } && await book.ChangeSettingsAsync(account, SettingTexts(changed), cancellationToken) is AccountOutcome.Invalid invalid)
        {
            return Wrong(invalid, patch.Errors);
        }

        await book.SaveAsync(account, cancellationToken);
        return TypedResults.Ok(AccountResponse.Of(account, options));
    }

    private static async Task<Results<NoContent, NotFoundProblem, ConflictProblem>> DeleteAsync(
        RouteId<AccountId> id, CarillonDb db, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, id, cancellationToken) is not { } account)
        {
            return ApiProblem.NotFound();
        }

        if (await db.Senders.AnyAsync(sender => sender.AccountId == account.Id, cancellationToken))
        {
            return ApiProblem.Conflict("account-in-use", "Senders belong to this account; delete them first.");
        }

        await using var write = await db.BeginWriteAsync(cancellationToken);
        db.Accounts.Remove(account);
        await audit.AddAsync(db, new AuditNote(AuditActions.AccountDeleted, $"account:{account.Id}", ("name", account.Name)), cancellationToken);
        await write.CommitAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<LoginCheckResponse>, NotFoundProblem>> TestAsync(
        RouteId<AccountId> id, AccountBook book, CarillonDb db, CancellationToken cancellationToken)
    {
        if (await FindAsync(db, id, cancellationToken) is not { } account)
        {
            return ApiProblem.NotFound();
        }

        var check = await book.TestAsync(account, cancellationToken);
        return TypedResults.Ok(new LoginCheckResponse(check.IsOk, check.Detail));
    }

    private static Task<ProviderAccount?> FindAsync(CarillonDb db, RouteId<AccountId> id, CancellationToken cancellationToken) =>
        db.Accounts.SingleOrDefaultAsync(account => account.Id == id.Value, cancellationToken);

    /// <summary>Settings are texts; numbers and yes/no are taken as they are written, a list of texts as they stand one after the other.</summary>
    private static Dictionary<string, string?> SettingTexts(IReadOnlyDictionary<string, JsonElement>? settings) =>
        (settings ?? new Dictionary<string, JsonElement>()).ToDictionary(
            entry => entry.Key,
            entry => entry.Value.ValueKind is JsonValueKind.Null ? null
                : entry.Value.ValueKind is JsonValueKind.Array ? string.Join(' ', entry.Value.EnumerateArray())
                : entry.Value.ToString());

    private static InvalidProblem Wrong(AccountOutcome.Invalid invalid, InputErrors errors)
    {
        foreach (var (field, text) in invalid.Fields)
        {
            errors.Add(field, text);
        }

        return ApiProblem.Invalid(errors);
    }
}

/// <summary>A login to be added.</summary>
public sealed record CreateAccountRequest(
    string? Name = null,
    Provider? Provider = null,
    Dictionary<string, JsonElement>? Settings = null,
    Limits? Limits = null,
    Money? PricePerSegment = null);

/// <summary>What a test of a login showed.</summary>
public sealed record LoginCheckResponse(bool Ok, string Detail);

/// <summary>A login; secrets are never told again.</summary>
public sealed record AccountResponse(
    AccountId Id,
    string Name,
    Provider Provider,
    IReadOnlyDictionary<string, object> Settings,
    Limits Limits,
    Money? PricePerSegment,
    AccountStatus Status,
    string? StatusReason,
    DateTimeOffset CreatedAt)
{
    /// <summary>How long an unknown attempt rests before the provider is asked, in seconds; set with the setting of that name.</summary>
    public int? ReconcileAfterSeconds { get; init; }

    /// <summary>After how many seconds without a receipt the provider is asked; set with the setting of that name.</summary>
    public int? PollAfterSeconds { get; init; }

    /// <summary>What becomes of an unknown attempt where the provider cannot be asked: <c>atMostOnce</c> or <c>resend</c>; set with the setting of that name.</summary>
    public string OnUnknown { get; init; } = "atMostOnce";

    /// <summary>Until when the provider asked to be left alone, last time; null: it never did for longer than a second.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>As it stands, with what holds where it sets nothing itself.</summary>
    public static AccountResponse Of(ProviderAccount account, SendingOptions options) => Of(account) with
    {
        ReconcileAfterSeconds = (int)account.Horizon(options).TotalSeconds,
        PollAfterSeconds = (int)account.PollsAfter(options).TotalSeconds,
        OnUnknown = account.Resends() ? "resend" : "atMostOnce",
    };

    private static AccountResponse Of(ProviderAccount account) => new(
        account.Id,
        account.Name,
        account.Provider,
        account.Settings.ToDictionary(setting => setting.Key, setting => ValueOf(account.Provider, setting.Value)),
        account.Limits,
        account.PricePerSegmentMicros is { } micros ? Money.Of(micros / 1_000_000m, account.PriceCurrency) : null,
        account.Status,
        account.StatusReason,
        account.CreatedAt)
    {
        HeldUntil = account.HeldUntil,
    };

    /// <summary>What the simulator is told are numbers, and so they are answered.</summary>
    private static object ValueOf(Provider provider, string text) =>
        provider is Provider.Simulator && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : text;
}
