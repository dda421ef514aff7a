using System.Globalization;
using Carillon.Channels;
using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Sending.Accounts;

namespace Carillon.Sending.Dispatch;

/// <summary>Makes one call whose attempt is committed, and sees that its answer is recorded.</summary>
public sealed class ProviderCaller(
    MessageProviders providers, AnswerRecorder recorder, AccountStops stops, FreshSuppressions fresh, CallbackAddress address, TimeProvider time)
{
    private static readonly TimeSpan ShortestBackoff = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(10);

    /// <summary>Waits for the slot, sends, records. A stop before the first byte withdraws the attempt.</summary>
    public async Task MakeAsync(LaneView view, Call call, IAccountCalls account, CancellationToken stopping)
    {
        await WaitForSlotAsync(call, stopping);
        var message = call.Candidate.Message;
        var outgoing = Outgoing(view, call) with { MayBegin = () => MayBegin(call, stopping) };
        var answer = await providers[view.Account.Account.Provider].SendAsync(view.Account.Login, outgoing, CancellationToken.None);
        var now = time.GetUtcNow();
        var refusal = (answer as ProviderAnswer.Refused)?.Refusal;
        var retryIn = refusal is null ? TimeSpan.Zero : refusal.RetryAfter ?? Backoff(call.Attempt);
        if (refusal is { RetryAfter: { } pause })
        {
            await account.HoldAsync(pause);
        }

        var cost = call.Candidate.Rendered.Segments * (view.Account.Account.PricePerSegmentMicros ?? 0);
        await recorder.RecordAsync(new Answered(message.Id, call.Attempt, answer, now, refusal?.Scope == RefusalScope.Account ? now : now + retryIn, cost));
        if (refusal is { Scope: RefusalScope.Account, RetryAfter: null, IsRetryable: false })
        {
            await stops.StopAsync(view.Account.Account, refusal, CancellationToken.None);
        }
        else if (refusal is { Scope: RefusalScope.Sender })
        {
            await stops.WarnAsync(view.Sender, refusal, CancellationToken.None);
        }
    }

    /// <summary>The last look, right before the first byte: is the gate's yes still fresh, was the number suppressed since, are we stopping.</summary>
    private bool MayBegin(Call call, CancellationToken stopping)
    {
        var message = call.Candidate.Message;
        return !stopping.IsCancellationRequested
            && time.GetElapsedTime(call.GatedAt) <= LaneWorker.GateIsGoodFor
            && (message.Kind == nameof(MessageKind.KeywordAnswer) || !fresh.Covers(message.Workspace, message.To));
    }

    private async Task WaitForSlotAsync(Call call, CancellationToken stopping)
    {
        var now = time.GetTimestamp();
        if (call.Slot > now)
        {
            await Task.Delay(time.GetElapsedTime(now, call.Slot), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private OutgoingMessage Outgoing(LaneView view, Call call)
    {
        var message = call.Candidate.Message;
        var token = AttemptToken.Make(message.Id, call.Attempt, view.Account.AttemptKey);
        return new OutgoingMessage(
            message.To,
            PhoneNumber.FromStored(view.Sender.Address),
            view.Sender.ProviderRef,
            call.Candidate.Rendered.Body,
            address.Of(view.Account.Account, token),
            Validity(call),
            token);
    }

    /// <summary>How long the provider may keep it: nothing leaves a provider's queue after its hours or its time are over.</summary>
    private TimeSpan? Validity(Call call)
    {
        var end = call.Until is { } until && !(call.Candidate.Message.ExpiresAt < until) ? until : call.Candidate.Message.ExpiresAt;
        return end - time.GetUtcNow();
    }

    /// <summary>Full jitter: anything from nothing to the doubled wait, so that refused callers do not come back together.</summary>
    private static TimeSpan Backoff(int attempt)
    {
        var most = Math.Min(LongestBackoff.TotalMilliseconds, ShortestBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 20)));
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * most);
    }
}

/// <summary>One call that may be made.</summary>
/// <param name="Candidate">The message with its words.</param>
/// <param name="Attempt">The committed attempt.</param>
/// <param name="GatedAt">When the gate said yes, a timestamp.</param>
/// <param name="Slot">When its turn is, a timestamp.</param>
/// <param name="Until">When its hours are over; null: they are not limited.</param>
public sealed record Call(GateCandidate Candidate, int Attempt, long GatedAt, long Slot, DateTimeOffset? Until = null);

/// <summary>Where providers call back, as they are told.</summary>
/// <param name="PublicUrl">The public address of this installation; asked when it is needed, because a server learns its own port late.</param>
public sealed record CallbackAddress(Func<Uri> PublicUrl)
{
    /// <summary>The address for one attempt's fate; null where the provider takes none.</summary>
    public Uri? Of(ProviderAccount account, string attemptToken) => account.Provider is Provider.Twilio or Provider.Simulator
        ? new Uri(PublicUrl(), string.Create(CultureInfo.InvariantCulture, $"/webhooks/{Name(account.Provider)}/{account.Id}?a={attemptToken}"))
        : null;

    /// <summary>The address to register at a provider for an account.</summary>
    public Uri Of(ProviderAccount account) => new(PublicUrl(), $"/webhooks/{Name(account.Provider)}/{account.Id}");

    private static string Name(Provider provider) => provider switch
    {
        Provider.Twilio => "twilio",
        Provider.OpenPhone => "openphone",
        Provider.Simulator => "simulator",
        Provider.Smtp => "smtp",
        Provider.Numverify => "numverify",
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, null),
    };
}
