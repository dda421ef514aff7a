using Carillon.Channels;
using Carillon.Channels.Numbers;
using Carillon.Contacts;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Accounts;

/// <summary>Asks about numbers by the workspace's own logins: its newest account of the provider, at that account's pace.</summary>
internal sealed class AccountNumberChecker(Database database, AccountLogins logins, IEnumerable<INumberLookup> lookups, AlertBook alerts, TimeProvider time) : INumberChecker
{
    private const string AlertKind = "number-checks-stopped";

    private readonly Lock _lock = new();
    private readonly Dictionary<AccountId, DateTimeOffset> _next = [];

    public Task<bool> HasLoginAsync(CarillonDb db, NumberCheckKind kind, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(kind);
        return db.Accounts.AnyAsync(account => account.Provider == provider, cancellationToken);
    }

    public async Task<Money?> PriceAsync(CarillonDb db, NumberCheckKind kind, CancellationToken cancellationToken)
    {
        // Of an account that carries messages the price is that of a message: what it asks for a question is not said anywhere.
        var told = kind is not NumberCheckKind.Numverify ? null : await db.Accounts.AsNoTracking().Where(account => account.Provider == Provider.Numverify)
            .OrderByDescending(account => account.CreatedAt).Select(account => new { account.PricePerSegmentMicros, account.PriceCurrency }).FirstOrDefaultAsync(cancellationToken);
        return told?.PricePerSegmentMicros is { } micros ? Money.Of(micros / 1_000_000m, told.PriceCurrency) : null;
    }

    public async Task<NumberAnswer> AskAsync(WorkspaceId workspace, NumberCheckKind kind, PhoneNumber phone, CancellationToken cancellationToken)
    {
        var provider = ProviderOf(kind);
        await using var db = database.Open(WorkspaceScope.Of(workspace));
        var id = await db.Accounts.Where(account => account.Provider == provider).OrderByDescending(account => account.CreatedAt)
            .Select(account => (AccountId?)account.Id).FirstOrDefaultAsync(cancellationToken);
        if (id is not { } account || await logins.FindAsync(account, cancellationToken) is not { } open)
        {
            return new NumberAnswer.Untold("There is no account to ask with.", MayRepeat: false, IsLast: true, null);
        }

        await PaceAsync(open.Account, cancellationToken);
        return await lookups.Single(lookup => lookup.Provider == provider).LookUpAsync(open.Login, phone.E164, cancellationToken) switch
        {
            LookupAnswer.Told told => new NumberAnswer.Told(told.IsValid, LineOf(told.Line), told.Carrier, told.Country),
            LookupAnswer.Failed failed => new NumberAnswer.Untold(
                failed.Why, failed.Kind is LookupFailure.Later, failed.Kind is LookupFailure.Stop, failed.RetryAfter),
            var other => throw new InvalidOperationException($"No meaning for {other}."),
        };
    }

    public Task AlertAsync(WorkspaceId workspace, NumberCheckKind kind, string why, CancellationToken cancellationToken) => alerts.RaiseAsync(
        workspace, AlertKind, ProviderOf(kind).ToString(), $"Numbers are no longer checked. {why} None of them counts as invalid for that; mend the account, then check them again.", cancellationToken);

    public Task CalmAsync(WorkspaceId workspace, NumberCheckKind kind, CancellationToken cancellationToken) =>
        alerts.ResolveAsync(workspace, AlertKind, ProviderOf(kind).ToString(), cancellationToken);

    private static Provider ProviderOf(NumberCheckKind kind) => kind switch
    {
        NumberCheckKind.Numverify => Provider.Numverify,
        NumberCheckKind.TwilioLookup => Provider.Twilio,
        NumberCheckKind.Offline => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Nobody is asked offline."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The providers' words for lines; any other word tells nothing.</summary>
    private static LineType LineOf(string? word) => word switch
    {
        "mobile" => LineType.Mobile,
        "landline" => LineType.Landline,
        "voip" or "fixedVoip" or "nonFixedVoip" => LineType.Voip,
        "toll_free" or "tollFree" => LineType.TollFree,
        "premium_rate" or "premium" or "sharedCost" => LineType.Premium,
        "special_services" or "satellite" or "paging" or "pager" or "voicemail" or "uan" => LineType.Special,
        _ => LineType.Unknown,
    };

    private async Task PaceAsync(ProviderAccount account, CancellationToken cancellationToken)
    {
        if (account.Limits.PerSecond is not { } perSecond || perSecond <= 0)
        {
            return;
        }

        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var turn = _next.GetValueOrDefault(account.Id) is var next && next > now ? next : now;
            _next[account.Id] = turn + TimeSpan.FromSeconds(1.0 / (double)perSecond);
            wait = turn - now;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
