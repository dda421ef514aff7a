using System.Collections.Concurrent;
using Carillon.Channels;
using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Health;
using Carillon.Sending.Pacing;
using Carillon.Storage.Dialects;

namespace Carillon.Sending.Dispatch;

/// <summary>Makes one call whose attempt is committed, and sees that its answer is recorded.</summary>
public sealed class ProviderCaller(
    MessageProviders providers, AnswerRecorder recorder, AccountStops stops, CarrierOptOuts optOuts, PacePermits permits, CarrierCaps carriers, FreshSuppressions fresh, CallbackAddress address,
    TimeProvider time)
{

    /// <summary>Makes the call. Nothing is recorded yet.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isStopped">Whether nothing may begin any more; asked right before the first byte.</param>
    public async Task<Answered> CallAsync(Call call, Func<bool> isStopped)
    {
        var account = call.View.Account;
        var outgoing = Outgoing(call) with { MayBegin = () => !isStopped() && MayBegin(call) };
        var answer = await providers[account.Account.Provider].SendAsync(account.Login, outgoing, CancellationToken.None);
        var now = time.GetUtcNow();
        var cost = account.Account.CostMicrosOf(call.Candidate.Rendered.Segments);
        return new Answered(call.Candidate.Message.Id, call.Attempt, answer, now, cost) { Known = call.Message };
    }

    /// <summary>The answer of a call that was never made.</summary>
    public Answered TakeBack(Call call)
    {
        var now = time.GetUtcNow();
        return new Answered(call.Candidate.Message.Id, call.Attempt, new ProviderAnswer.Withheld(), now, 0) { Known = call.Message };
    }

    /// <summary>The answer where something of ours broke around the call: nobody knows whether it was made, so it is settled by asking.</summary>
    public Answered Lose(Call call) =>
        new(call.Candidate.Message.Id, call.Attempt, new ProviderAnswer.Unknown("The call broke off inside Carillon."), time.GetUtcNow(), 0);

    /// <summary>Sees that the answer is stored, and that its account and sender hear of it.</summary>
    public async Task RecordAsync(Call call, Answered answered, IAccountCalls account, BreakerMove move)
    {
        var holding = answered.Pause is { } pause ? account.HoldAsync(pause) : Task.CompletedTask;
        var refusal = (answered.Answer as ProviderAnswer.Refused)?.Refusal;
        var message = call.Candidate.Message;
        if (refusal is not null)
        {
            await optOuts.TakeAsync(message.Workspace, message.To, message.Id, call.View.Account.Account.Provider, refusal, CancellationToken.None);
        }

        // Before it is recorded: from then on it may be asked about again, and a carrier's day that has no room then is over for it.
        if (call.Rules.Count > 0 && answered.Answer is ProviderAnswer.Withheld or ProviderAnswer.Refused)
        {
            await permits.ReleaseAsync(call.Rules, [call.Load], CancellationToken.None);
        }

        await recorder.RecordAsync(answered);
        await holding;
        if (answered.Pause is { } told)
        {
            await stops.HoldAsync(call.View.Account.Account.Id, told, CancellationToken.None);
        }

        await stops.MoveAsync(call.View.Account.Account, move, CancellationToken.None);
        if (refusal is { Scope: RefusalScope.Account, RetryAfter: null, IsRetryable: false })
        {
            await stops.StopAsync(call.View.Account.Account, refusal, CancellationToken.None);
        }
        else if (refusal is not null && (refusal.Scope is RefusalScope.Sender || AccountStops.IsDayOver(refusal)) && !await carriers.UseUpAsync(call.View.Sender, message.To, refusal.Code, CancellationToken.None))
        {
            await stops.RefuseAsync(call.View.Sender, refusal, CancellationToken.None);
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
            Validity(call),
            token);
    }

    /// <summary>How long the provider may keep it: nothing leaves a provider's queue after its hours or its time are over.</summary>
    private TimeSpan? Validity(Call call)
    {
        var end = call.Until is { } until && !(call.Candidate.Message.ExpiresAt < until) ? until : call.Candidate.Message.ExpiresAt;
        return end - time.GetUtcNow();
    }
}

/// <summary>One call that may be made.</summary>
/// <param name="View">The lane's sender and login.</param>
/// <param name="Candidate">The message with its words.</param>
/// <param name="Message">The message as the gate left it.</param>
/// <param name="GatedAt">When the gate said yes, a timestamp.</param>
/// <param name="Rules">The limits over more than a second that it took permits of.</param>
/// <param name="Until">When its hours are over; null: they are not limited.</param>
public sealed record Call(LaneView View, GateCandidate Candidate, MessageNow Message, long GatedAt, IReadOnlyList<PaceRule> Rules, DateTimeOffset? Until = null)
{
    /// <summary>The committed attempt.</summary>
    public int Attempt => Message.Attempts;

    /// <summary>What it weighs.</summary>
    public PaceLoad Load => LoadOf(View, Candidate.Rendered);

    /// <summary>How many slots of the sender's rate it takes.</summary>
    public int SenderSlots => View.SenderCountsSegments ? Math.Max(1, Candidate.Rendered.Segments) : 1;

    /// <summary>What a message weighs.</summary>
    public static PaceLoad LoadOf(LaneView view, RenderedMessage rendered) =>
        new(rendered.Segments, view.Account.Account.CostMicrosOf(rendered.Segments));
}

/// <summary>Where providers call back, as they are told.</summary>
/// <param name="publicUrl">The public address of this installation; asked when it is needed, because a server learns its own port late.</param>
public sealed class CallbackAddress(Func<Uri> publicUrl)
{
    // Letters, digits and the signs of an address only: nothing to be escaped, so nothing to look for.
    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private Known? _known;

    /// <summary>The public address of this installation.</summary>
    public Uri PublicUrl() => publicUrl();

    /// <summary>The address for one attempt's fate; null where the provider takes none.</summary>
    public Uri? Of(ProviderAccount account, string attemptToken) => account.Provider is Provider.Twilio or Provider.Simulator
        ? new Uri($"{Text(account)}?a={attemptToken}", AsItStands)
        : null;

    /// <summary>The address to register at a provider for an account.</summary>
    public Uri Of(ProviderAccount account) => new(Text(account));

    private string Text(ProviderAccount account)
    {
        var url = PublicUrl();
        if (_known is not { } known || !ReferenceEquals(known.Url, url))
        {
            _known = known = new Known(url, []);
        }

        return known.Addresses.GetOrAdd(
            account.Id, static (id, own) => $"{own.Url.GetLeftPart(UriPartial.Authority)}/webhooks/{Name(own.Provider)}/{id}", (known.Url, account.Provider));
    }

    private static string Name(Provider provider) => provider switch
    {
        Provider.Twilio => "twilio",
        Provider.OpenPhone => "openphone",
        Provider.Simulator => "simulator",
        Provider.Smtp => "smtp",
        Provider.Numverify => "numverify",
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, null),
    };

    /// <summary>The addresses under a public address, each made once.</summary>
    private sealed record Known(Uri Url, ConcurrentDictionary<AccountId, string> Addresses);
}
