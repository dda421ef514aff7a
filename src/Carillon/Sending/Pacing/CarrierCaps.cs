using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Pacing;

/// <summary>
/// What T-Mobile takes of a brand in a day and AT&amp;T of a use case in a minute, as permits. They bind only senders whose registration is entered; for all
/// others nothing is asked and nothing is read. Whose number it is tells a look-up; where none does, both carriers' caps count, because it may be either.
/// <para>
/// One carrier's cap stops that carrier's recipients only, so it is no limit of the lane: a message that finds none free is held by the gate, until the carrier's midnight
/// or, of a minute's cap, until a place of its own in the minutes to come, so that a long queue is asked about once a message and not once a minute.
/// A brand sends on other platforms too, so what we count is a lower bound: the provider's word that the day is over fills the day.
/// </para>
/// </summary>
public sealed class CarrierCaps(Database database, PacePermits permits, LegalHours hours, TimeProvider time)
{
    private static readonly TimeSpan LongestBooking = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _booked = [];

    private CarrierRules Rules => hours.Pack.Carriers;

    /// <summary>Takes permits for a chunk. Messages that found none carry when they may be asked about again; the others what they took.</summary>
    public async ValueTask<GateCandidate[]> TakeAsync(LaneView view, GateCandidate[] candidates, CancellationToken cancellationToken)
    {
        if (view.Sender.Carriers is not { } registration || candidates.Length == 0)
        {
            return candidates;
        }

        var carriers = await CarriersAsync(view.Sender.WorkspaceId, candidates, cancellationToken);
        var taken = candidates.ToArray();
        foreach (var group in Enumerable.Range(0, taken.Length).Where(i => IsAmerican(taken[i])).GroupBy(i => carriers.GetValueOrDefault(taken[i].Message.To, Carrier.Unknown)))
        {
            await TakeAsync(view, registration, group.Key, [.. group], taken, cancellationToken);
        }

        return taken;
    }

    /// <summary>Gives back what messages took that did not leave.</summary>
    public async Task ReleaseAsync(LaneView view, IEnumerable<GateCandidate> candidates, CancellationToken cancellationToken)
    {
        foreach (var group in candidates.Where(candidate => candidate.CarrierRules.Count > 0).GroupBy(candidate => candidate.CarrierRules[0].Key + candidate.CarrierRules.Count))
        {
            await permits.ReleaseAsync(group.First().CarrierRules, [.. group.Select(candidate => Call.LoadOf(view, candidate.Rendered))], cancellationToken);
        }
    }

    /// <summary>Whether a provider's code says that a carrier's day is used up.</summary>
    private bool IsDayOver(string code) => Rules.DailyCapErrors.Contains(code);

    /// <summary>The provider says that a carrier's day is used up: nothing more leaves for that carrier until its midnight. False: that is not what it said, or not of a cap that binds this message.</summary>
    public async Task<bool> UseUpAsync(Sender sender, PhoneNumber to, string? code, CancellationToken cancellationToken)
    {
        if (sender.Carriers is not { } registration || code is null || !IsDayOver(code))
        {
            return false;
        }

        await using var db = database.OpenEverybody();
        var carrier = (await LookUpAsync(db, sender.WorkspaceId, [to], cancellationToken)).GetValueOrDefault(to, Carrier.Unknown);
        if (carrier is not (Carrier.TMobile or Carrier.Unknown))
        {
            return false;
        }

        await permits.UseUpAsync(DayRule(sender, registration, registration.SegmentsPerDay(Rules) ?? int.MaxValue), cancellationToken);
        return true;
    }

    /// <summary>Which carrier a look-up's words mean.</summary>
    public static Carrier CarrierOf(string? name)
    {
        var letters = string.Concat((name ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return letters.Length == 0 ? Carrier.Unknown
            : letters.Contains("TMOBILE", StringComparison.Ordinal) || letters.Contains("SPRINT", StringComparison.Ordinal) || letters.Contains("METROPCS", StringComparison.Ordinal) ? Carrier.TMobile
            : letters.StartsWith("ATT", StringComparison.Ordinal) || letters.Contains("CINGULAR", StringComparison.Ordinal) || letters.Contains("CRICKET", StringComparison.Ordinal) ? Carrier.Att
            : Carrier.Other;
    }

    private async Task TakeAsync(LaneView view, CarrierRegistration registration, Carrier carrier, List<int> group, GateCandidate[] taken, CancellationToken cancellationToken)
    {
        var rules = RulesOf(view.Sender, registration, carrier);
        if (rules.Count == 0)
        {
            return;
        }

        var grant = await permits.TakeAsync(rules, [.. group.Select(i => Call.LoadOf(view, taken[i].Rendered))], cancellationToken);
        foreach (var i in group.Take(grant.Count))
        {
            taken[i] = taken[i] with { CarrierRules = rules };
        }

        // The lawful answer to a keyword is owed within minutes, whatever a carrier's cap says.
        foreach (var i in group.Skip(grant.Count).Where(i => taken[i].Message.Kind != nameof(MessageKind.KeywordAnswer)))
        {
            taken[i] = taken[i] with { CarrierHold = HoldOf(grant, rules) };
        }
    }

    private CarrierHold HoldOf(PaceGrant grant, List<PaceRule> rules)
    {
        var now = time.GetUtcNow();
        var rule = grant.By ?? rules[0];
        var free = grant.NextAt > now ? grant.NextAt.Value : now + TimeSpan.FromSeconds(1);
        if (rule.Period == PacePeriod.Day)
        {
            return new CarrierHold(free, Rules.DayRule, rule.Words);
        }

        var step = TimeSpan.FromMinutes(1) / rule.Limit;
        var until = _booked.AddOrUpdate(rule.Key, _ => free, (_, last) => last + step < free ? free : last + step > now + LongestBooking ? now + LongestBooking : last + step);
        return new CarrierHold(until, Rules.MinuteRule, rule.Words);
    }

    private List<PaceRule> RulesOf(Sender sender, CarrierRegistration registration, Carrier carrier)
    {
        List<PaceRule> rules = [];
        if (carrier is Carrier.TMobile or Carrier.Unknown && registration.SegmentsPerDay(Rules) is { } most)
        {
            rules.Add(DayRule(sender, registration, most));
        }

        if (carrier is Carrier.Att or Carrier.Unknown)
        {
            var limit = registration.TextsPerMinute(Rules);
            var whose = registration.IsMinuteOfNumber ? $"sender:{sender.Id}" : $"use:{sender.WorkspaceId}:{Short(registration.UseCase ?? "")}";
            rules.Add(new PaceRule($"att:{whose}", PacePeriod.Minute, limit, PaceUnit.Message, string.Create(CultureInfo.InvariantCulture, $"AT&T's {limit:N0} a minute for the use case")));
        }

        return rules;
    }

    private PaceRule DayRule(Sender sender, CarrierRegistration registration, int most) => new(
        $"tmobile:{sender.WorkspaceId}:{Short(registration.Brand)}", PacePeriod.Day, most, PaceUnit.Segment,
        string.Create(CultureInfo.InvariantCulture, $"T-Mobile's {most:N0} segments a day for the brand"), Rules.DayZone.Id);

    /// <summary>The look-ups of a chunk, one question for all.</summary>
    private async Task<Dictionary<PhoneNumber, Carrier>> CarriersAsync(WorkspaceId workspace, GateCandidate[] candidates, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        return await LookUpAsync(db, workspace, [.. candidates.Select(candidate => candidate.Message.To).Distinct()], cancellationToken);
    }

    private static async Task<Dictionary<PhoneNumber, Carrier>> LookUpAsync(CarillonDb db, WorkspaceId workspace, IReadOnlyList<PhoneNumber> numbers, CancellationToken cancellationToken)
    {
        var told = await db.WithNumbers<NumberCheck>(workspace, numbers, nameof(NumberCheck.Phone), row => numbers.Contains(row.Phone)).Where(row => row.Carrier != null)
            .OrderBy(row => row.CheckedAt).Select(row => new { row.Phone, row.Carrier }).ToListAsync(cancellationToken);
        var carriers = new Dictionary<PhoneNumber, Carrier>();
        foreach (var one in told)
        {
            carriers[one.Phone] = CarrierOf(one.Carrier);
        }

        return carriers;
    }

    /// <summary>Whether the number may be one of the country whose carriers these are.</summary>
    private static bool IsAmerican(GateCandidate candidate) => candidate.Message.To.E164.StartsWith("+1", StringComparison.Ordinal)
        && (candidate.Place.Regions.Count == 0 || candidate.Place.Regions.Any(region => RulePack.Country(region) == "US"));

    private static string Short(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Trim().ToUpperInvariant())))[..16];
}

/// <summary>The carriers whose caps are known.</summary>
public enum Carrier
{
    Unknown,
    TMobile,
    Att,
    Other,
}

/// <summary>That a carrier takes no more for now.</summary>
/// <param name="Until">When it may be asked again.</param>
/// <param name="Rule">The cap's id.</param>
/// <param name="Words">Who limits, for people.</param>
public sealed record CarrierHold(DateTimeOffset Until, string Rule, string Words);
