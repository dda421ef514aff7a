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

    /// <summary>Makes the call. Nothing is recorded yet.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isStopped">Whether nothing may begin any more; asked right before the first byte.</param>
    public async Task<Answered> CallAsync(Call call, Func<bool> isStopped)
    {
        var account = call.View.Account;
        var outgoing = Outgoing(call) with { MayBegin = () => !isStopped() && MayBegin(call) };
        var answer = await providers[account.Account.Provider].SendAsync(account.Login, outgoing, CancellationToken.None);
        var now = time.GetUtcNow();
        var refusal = (answer as ProviderAnswer.Refused)?.Refusal;
        var retryIn = refusal is null ? TimeSpan.Zero : refusal.RetryAfter ?? Backoff(call.Attempt);
        var cost = call.Candidate.Rendered.Segments * (account.Account.PricePerSegmentMicros ?? 0);
        return new Answered(call.Candidate.Message.Id, call.Attempt, answer, now, refusal?.Scope == RefusalScope.Account ? now : now + retryIn, cost);
    }

    /// <summary>The answer of a call that was never made.</summary>
    public Answered TakeBack(Call call)
    {
        var now = time.GetUtcNow();
        return new Answered(call.Candidate.Message.Id, call.Attempt, new ProviderAnswer.Withheld(), now, now, 0);
    }

    /// <summary>Sees that the answer is stored, and that its account and sender hear of it.</summary>
    public async Task RecordAsync(Call call, Answered answered, IAccountCalls account)
    {
        if (answered.Pause is { } pause)
        {
            await account.HoldAsync(pause);
        }

        await recorder.RecordAsync(answered);
        if (answered.Answer is not ProviderAnswer.Refused { Refusal: var refusal })
        {
            return;
        }

        if (refusal is { Scope: RefusalScope.Account, RetryAfter: null, IsRetryable: false })
        {
            await stops.StopAsync(call.View.Account.Account, refusal, CancellationToken.None);
        }
        else if (refusal is { Scope: RefusalScope.Sender })
        {
            await stops.WarnAsync(call.View.Sender, refusal, CancellationToken.None);
        }
    }

    /// <summary>The last look, right before the first byte: is the gate's yes still fresh, was the number suppressed since.</summary>
    private bool MayBegin(Call call)
    {
        var message = call.Candidate.Message;
        return time.GetElapsedTime(call.GatedAt) <= LaneWorker.GateIsGoodFor
            && (message.Kind == nameof(MessageKind.KeywordAnswer) || !fresh.Covers(message.Workspace, message.To));
    }

    private OutgoingMessage Outgoing(Call call)
    {
        var view = call.View;
        var message = call.Candidate.Message;
        var token = AttemptToken.Make(message.Id, call.Attempt, view.Account.AttemptKey);
        return new OutgoingMessage(
            message.To,
            PhoneNumber.FromStored(view.Sender.Address),
            view.Sender.ProviderRef,
            call.Candidate.Rendered.Body,
            address.Of(view.Account.Account, token),
            message.ExpiresAt is { } expires ? expires - time.GetUtcNow() : null,
            token);
    }

    /// <summary>Full jitter: anything from nothing to the doubled wait, so that refused callers do not come back together.</summary>
    private static TimeSpan Backoff(int attempt)
    {
        var most = Math.Min(LongestBackoff.TotalMilliseconds, ShortestBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 20)));
        return TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * most);
    }
}

/// <summary>One call that may be made.</summary>
/// <param name="View">The lane's sender and login.</param>
/// <param name="Candidate">The message with its words.</param>
/// <param name="Attempt">The committed attempt.</param>
/// <param name="GatedAt">When the gate said yes, a timestamp.</param>
public sealed record Call(LaneView View, GateCandidate Candidate, int Attempt, long GatedAt);

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
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, null),
    };
}
