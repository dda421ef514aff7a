using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Dispatch;
using Carillon.Sending.Health;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Carillon.Sending.Accounts;

/// <summary>Writes down that a login or a sender must not or cannot send, and says so where an operator sees it. Messages wait; none is lost.</summary>
public sealed class AccountStops(Database database, EngineView view, AlertBook alerts, TimeProvider time)
{
    private const string OpenKind = "account-open";
    private static readonly TimeSpan SenderRests = TimeSpan.FromMinutes(1);

    /// <summary>A pause no longer than this is over before anybody could have taken the lanes over.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromSeconds(1);

    /// <summary>Codes of a carrier's cap of a day, which comes back at midnight on the Pacific coast.</summary>
    private static readonly HashSet<string> DayCaps = ["30023", "63038", "0204403"];

    private static readonly DateTimeZone Pacific = DateTimeZoneProviders.Tzdb["America/Los_Angeles"];

    /// <summary>Whether it says that a carrier's day is over, with whatever status it came: a 429 makes the login wait as well, which alone would ask again each second.</summary>
    public static bool IsDayOver(Refusal refusal) => refusal.Code is { } code && DayCaps.Contains(code);

    /// <summary>Whether two instants lie in the same day of the carriers.</summary>
    public static bool IsSameDay(DateTimeOffset one, DateTimeOffset other) => PacificDay(one) == PacificDay(other);

    /// <summary>Stops the login until a person mends it; once, however many calls were refused.</summary>
    public async Task StopAsync(ProviderAccount account, Refusal refusal, CancellationToken cancellationToken)
    {
        var reason = refusal.Reason == FailureReason.Unauthorized
            ? "The provider refuses the login: check its key or token, then press Test."
            : $"The provider stopped the login ({refusal.Code ?? refusal.Reason.ToString()}): look at its own page, then press Test.";
        await using var db = database.OpenEverybody();
        var stopped = await db.Accounts
            .Where(row => row.Id == account.Id && row.Status != AccountStatus.Disabled)
            .ExecuteUpdateAsync(
                row => row.SetProperty(x => x.Status, AccountStatus.Disabled).SetProperty(x => x.StatusReason, reason), cancellationToken);
        view.Refresh();
        if (stopped > 0)
        {
            var kind = refusal.Reason == FailureReason.Unauthorized ? "account-unauthorized" : "account-stopped";
            await alerts.RaiseAsync(account.WorkspaceId, kind, account.Id.ToString(), $"{account.Name}: {reason} Everything that waits for it stays queued.", cancellationToken);
        }
    }

    /// <summary>Writes down what its breaker did.</summary>
    public async Task MoveAsync(ProviderAccount account, BreakerMove move, CancellationToken cancellationToken)
    {
        switch (move)
        {
            case BreakerMove.Opened:
                await SetAsync(account, AccountStatus.Open, "The provider does not answer. One message at a time is tried until it does; everything else waits.", cancellationToken);
                await alerts.RaiseAsync(account.WorkspaceId, OpenKind, account.Id.ToString(), $"{account.Name}: the provider does not answer. It is tried again by itself; everything waits until then.", cancellationToken);
                break;
            case BreakerMove.HalfOpened:
                await SetAsync(account, AccountStatus.Degraded, "The provider answers again; a few more tries and everything goes on.", cancellationToken);
                break;
            case BreakerMove.Closed:
                await SetAsync(account, AccountStatus.Healthy, null, cancellationToken);
                await alerts.ResolveAsync(account.WorkspaceId, OpenKind, account.Id.ToString(), cancellationToken);
                break;
            case BreakerMove.None:
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(move), move, null);
        }
    }

    /// <summary>The provider wants a pause of the whole login: written down, so that it outlives this process and its lanes' next holder keeps it.</summary>
    public async Task HoldAsync(AccountId account, TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause <= ShortPause)
        {
            return;
        }

        var until = (time.GetUtcNow() + pause).Stored();
        await using var db = database.OpenEverybody();
        await db.Accounts.Where(row => row.Id == account && (row.HeldUntil == null || row.HeldUntil < until))
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.HeldUntil, until), cancellationToken);
    }

    /// <summary>A sender is refused: one over its limit rests, one that may not send at all stops until a person mends it. Its messages wait.</summary>
    public async Task RefuseAsync(Sender sender, Refusal refusal, CancellationToken cancellationToken)
    {
        var what = refusal.Code ?? refusal.Reason.ToString();
        if (refusal.IsRetryable)
        {
            var until = IsDayOver(refusal) ? NextPacificDay() : time.GetUtcNow() + (refusal.RetryAfter ?? SenderRests);
            await HoldAsync(sender, until.Stored(), $"{sender.Address} is over a limit of the provider or a carrier ({what}).", cancellationToken);
        }
        else if (await HoldAsync(sender, Sender.Stopped, $"The provider refuses the sender {sender.Address} ({what}): mend it there, then press Test at the login.", cancellationToken))
        {
            await alerts.RaiseAsync(
                sender.WorkspaceId, SenderStop.AlertKind, sender.Id.ToString(),
                $"The provider refuses the sender {sender.Address} ({what}): {refusal.Message} Nothing leaves from it and everything that waits for it stays queued. Mend it at the provider, then press Test at the login.",
                cancellationToken);
        }
    }

    private async Task<bool> HoldAsync(Sender sender, DateTimeOffset until, string reason, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var held = await db.Senders.Where(row => row.Id == sender.Id && (row.HeldUntil == null || row.HeldUntil < until))
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.HeldUntil, until).SetProperty(x => x.HeldReason, reason), cancellationToken);
        view.Refresh();
        return held > 0;
    }

    private async Task SetAsync(ProviderAccount account, AccountStatus status, string? reason, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        await db.Accounts.Where(row => row.Id == account.Id && row.Status != AccountStatus.Disabled)
            .ExecuteUpdateAsync(row => row.SetProperty(x => x.Status, status).SetProperty(x => x.StatusReason, reason), cancellationToken);
        view.Refresh();
    }

    private DateTimeOffset NextPacificDay() =>
        Pacific.AtStartOfDay(PacificDay(time.GetUtcNow()).PlusDays(1)).ToDateTimeOffset().ToUniversalTime();

    private static LocalDate PacificDay(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(Pacific).Date;
}
