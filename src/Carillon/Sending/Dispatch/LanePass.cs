using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Pacing;
using Carillon.Sending.Runs;
using Carillon.Storage.Dialects;
using Microsoft.Extensions.Logging;

namespace Carillon.Sending.Dispatch;

/// <summary>
/// Takes a lane's messages through the gate, a chunk in one commit: puts them into words, takes permits of the limits over more than a second and of the
/// carriers, asks the gate, and gives back what stays. Says on the run what it waits for.
/// </summary>
internal sealed partial class LanePass(SenderId lane, LaneTools tools, ILogger log)
{
    /// <summary>Limits may change: who waits for one asks again within this time.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes a chunk through. Throws where it is not known what was committed.</summary>
    public async Task<Passed> PassAsync(LaneView view, LaneStream stream, WaitingMessage[] chunk, long fence)
    {
        var terms = TermsOf(view, stream.Run);
        var candidates = new GateCandidate[chunk.Length];
        for (var i = 0; i < chunk.Length; i++)
        {
            candidates[i] = Candidate(terms, chunk[i], await RenderAsync(view, stream.Run, chunk[i]), fence);
        }

        var rules = PaceRules.Of(view, stream.Run);
        var grant = await TakePermitsAsync(view, stream, rules, candidates);
        candidates = await tools.Carriers.TakeAsync(view, candidates[..grant.Count], CancellationToken.None);
        await TellAsync(stream, grant, candidates);
        var verdicts = grant.Count > 0 ? await tools.Gate.PassAsync(candidates, CancellationToken.None) : [];
        var calls = new List<Call>(grant.Count);
        for (var i = 0; i < grant.Count; i++)
        {
            if (verdicts[i].Message is { } message)
            {
                var taken = candidates[i].CarrierRules;
                calls.Add(new Call(view, candidates[i], message, verdicts[i].GatedAt, taken.Count == 0 ? rules : [.. rules, .. taken], verdicts[i].Until));
            }
        }

        if (calls.Count < grant.Count)
        {
            await GiveBackAsync(view, rules, [.. candidates.Where((_, i) => verdicts[i].Attempt == 0)]);
        }

        return new Passed(calls, chunk[grant.Count..], verdicts.Any(verdict => verdict.IsFenceLost));
    }

    /// <summary>What a whole chunk has in common at the gate, worked out once.</summary>
    private GateTerms TermsOf(LaneView view, RunView? run)
    {
        var purpose = run?.Purpose ?? Purpose.Transactional;
        var wish = (run?.Hours ?? RunHours.Lawful).Wish(purpose, view.Keep, view.Rules?.Own);
        return new GateTerms(view.Sender.Registration == Registration.Active, purpose, run?.Campaign, wish, view.Rules?.Over(tools.Hours.Pack), view.IsListOld);
    }

    private GateCandidate Candidate(GateTerms terms, WaitingMessage message, RenderedMessage rendered, long fence)
    {
        var place = Whereabouts.Of(message.To, message.TimeZone, message.Region);
        return new GateCandidate(message, rendered, lane, fence, terms.IsSenderActive)
        {
            Purpose = terms.Purpose,
            Campaign = terms.Campaign,
            Place = place,
            Hours = tools.Hours.Of(place, terms.Wish),
            Pack = terms.Pack,
            IsListOld = terms.IsListOld,
        };
    }

    /// <summary>Takes permits of the limits over more than a second. What found none rests until it may ask again.</summary>
    private async Task<PaceGrant> TakePermitsAsync(LaneView view, LaneStream stream, IReadOnlyList<PaceRule> rules, GateCandidate[] candidates)
    {
        var grant = rules.Count == 0
            ? new PaceGrant(candidates.Length, null, null)
            : await tools.Permits.TakeAsync(rules, [.. candidates.Select(candidate => Call.LoadOf(view, candidate.Rendered))], CancellationToken.None);
        if (grant.By is null)
        {
            stream.BlockedUntil = 0;
            return grant;
        }

        var now = tools.Time.GetUtcNow();
        var wait = grant.NextAt is { } next && next - now < Longest ? next - now : Longest;
        stream.BlockedUntil = tools.Time.GetTimestamp() + (long)((wait > Shortest ? wait : Shortest).TotalSeconds * tools.Time.TimestampFrequency);
        return grant;
    }

    /// <summary>Writes down what the run waits for: a limit of its own, else a carrier for as long as it holds one of the run's people, else nothing.</summary>
    private async Task TellAsync(LaneStream stream, PaceGrant grant, GateCandidate[] candidates)
    {
        if (stream.Run is not { } run)
        {
            return;
        }

        if (Array.FindLast(candidates, candidate => candidate.CarrierHold is not null)?.CarrierHold is { } held)
        {
            stream.CarrierWait = held;
        }

        if (grant.By is { } by)
        {
            var what = PaceRules.IsCanary(by) ? RunWait.Canary : PaceRules.IsSpend(by) ? RunWait.SpendCap : RunWait.Limit;
            await tools.Waits.SetAsync(run, what, grant.NextAt, by.Words, CancellationToken.None);
        }
        else if (stream.CarrierWait is { } wait && wait.Until > tools.Time.GetUtcNow())
        {
            await tools.Waits.SetAsync(run, RunWait.Limit, wait.Until, wait.Words, CancellationToken.None);
        }
        else
        {
            await tools.Waits.ClearAsync(run, CancellationToken.None);
        }
    }

    /// <summary>Gives back the permits of messages that may not leave.</summary>
    private async Task GiveBackAsync(LaneView view, IReadOnlyList<PaceRule> rules, IReadOnlyList<GateCandidate> stay)
    {
        await tools.Permits.ReleaseAsync(rules, [.. stay.Select(candidate => Call.LoadOf(view, candidate.Rendered))], CancellationToken.None);
        await tools.Carriers.ReleaseAsync(view, stay, CancellationToken.None);
    }

    /// <summary>The words of one message. One whose words break us is set aside where an operator sees it, and holds up nobody else.</summary>
    private async ValueTask<RenderedMessage> RenderAsync(LaneView view, RunView? run, WaitingMessage message)
    {
        try
        {
            return RenderedMessage.Of(message, run, view.Brand);
        }
        catch (Exception trouble)
        {
            WordsBroke(log, message.Id, trouble);
            await tools.Alerts.RaiseAsync(
                message.Workspace, "message-set-aside", message.Id.ToString(), "A message could not be put into words and was set aside; all others go on. This is a defect of Carillon: please report it.",
                CancellationToken.None);
            return new RenderedMessage("", 0, SkipReason.Content);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {Message} could not be put into words; it is set aside.")]
    private static partial void WordsBroke(ILogger logger, MessageId message, Exception trouble);

    /// <summary>What the messages of a chunk have in common at the gate.</summary>
    private readonly record struct GateTerms(bool IsSenderActive, Purpose Purpose, CampaignId? Campaign, HoursWish Wish, RulePack? Pack, bool IsListOld);
}

/// <summary>What came of a chunk at the gate.</summary>
/// <param name="Calls">What may depart: its attempts are committed.</param>
/// <param name="TurnedBack">What a limit did not let through; it waits in line as before.</param>
/// <param name="IsFenceLost">Whether somebody else holds the lane now.</param>
internal sealed record Passed(IReadOnlyList<Call> Calls, IReadOnlyList<WaitingMessage> TurnedBack, bool IsFenceLost);
