using System.Globalization;
using Carillon.Channels;
using Carillon.Compliance.Content;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.RulePacks;
using Carillon.Contacts;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Text;

namespace Carillon.Campaigns.Planning;

/// <summary>The plan of a whole audience in figures.</summary>
public sealed record CampaignEstimate
{
    /// <summary>How many would be sent to.</summary>
    public required long Recipients { get; init; }

    /// <summary>How many would not, and why; every reason is named.</summary>
    public required IReadOnlyDictionary<SkipReason, long> Excluded { get; init; }

    /// <summary>Billing parts.</summary>
    public required long Segments { get; init; }

    /// <summary>How many texts by encoding.</summary>
    public required IReadOnlyDictionary<SmsEncoding, long> Encodings { get; init; }

    /// <summary>What it costs, in millionths of the account's currency.</summary>
    public required long CostMicros { get; init; }

    /// <summary>When the first would leave; null: none.</summary>
    public required DateTimeOffset? FirstSendAt { get; init; }

    /// <summary>When the last would leave at the pace that is set; null: none.</summary>
    public required DateTimeOffset? LastSendAt { get; init; }

    /// <summary>How many wait for their hours.</summary>
    public required long DeferredByQuietHours { get; init; }

    /// <summary>What somebody should know before the start.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Adds a plan up; what the words' check found stands among the warnings.</summary>
    public static async Task<CampaignEstimate> OfAsync(
        CampaignPlan plan, Campaign campaign, RulePack pack, IReadOnlyList<(string Field, ContentFinding Finding)> findings, CancellationToken cancellationToken)
    {
        var excluded = Enum.GetValues<SkipReason>().ToDictionary(reason => reason, _ => 0L);
        var encodings = Enum.GetValues<SmsEncoding>().ToDictionary(encoding => encoding, _ => 0L);
        var (segments, deferred, unknown, canadian) = (0L, 0L, 0L, 0L);
        List<DateTimeOffset> dues = [];
        await foreach (var page in plan.PagesAsync(cancellationToken))
        {
            foreach (var (recipient, body, parts) in page)
            {
                unknown += recipient is { Skip: null, Place.IsUnknown: true } ? 1 : 0;
                if (recipient.Skip is { } reason)
                {
                    excluded[reason]++;
                    continue;
                }

                dues.Add(recipient.Open.Earliest);
                deferred += recipient.IsHeld ? 1 : 0;
                canadian += recipient.Place?.Regions.Any(region => RulePack.Country(region) == "CA") == true ? 1 : 0;
                segments += parts;
                if (body is not null)
                {
                    encodings[SmsText.Count(body).Encoding]++;
                }
            }
        }

        dues.Sort();
        return new CampaignEstimate
        {
            Recipients = dues.Count,
            Excluded = excluded,
            Segments = segments,
            Encodings = encodings,
            CostMicros = segments * (plan.Account?.PricePerSegmentMicros ?? 0),
            FirstSendAt = dues.Count == 0 ? null : dues[0],
            LastSendAt = dues.Count == 0 ? null : Last(dues, Pace(plan, campaign)),
            DeferredByQuietHours = deferred,
            Warnings = [.. Warn(plan, campaign, pack, unknown, excluded), .. WarnOfCanada(plan, canadian), .. findings.Select(found => Words(campaign, found.Field, found.Finding)).Distinct()],
        };
    }

    /// <summary>A finding about the words, with the variant where there are several.</summary>
    private static string Words(Campaign campaign, string field, ContentFinding finding) => campaign.Variants.Count == 0 ? finding.Message : $"{field}: {finding.Message}";

    private static IEnumerable<string> Bodies(Campaign campaign) => campaign.Variants.Count > 0 ? campaign.Variants.Select(variant => variant.Body) : campaign.Body is { } body ? [body] : [];

    private static double? Pace(CampaignPlan plan, Campaign campaign)
    {
        double?[] rates = [campaign.PacePerSecond, plan.Sender?.Limits.PerSecond, plan.Account?.Limits.PerSecond];
        return rates.Where(rate => rate is not null).Min();
    }

    /// <summary>Each leaves when it is due and the one before it is away.</summary>
    private static DateTimeOffset Last(List<DateTimeOffset> dues, double? pace)
    {
        var last = dues[0];
        foreach (var due in dues.Skip(1))
        {
            var next = pace is { } rate ? last + TimeSpan.FromSeconds(1 / rate) : due;
            last = next > due ? next : due;
        }

        return last;
    }

    /// <summary>In Canada HELP and AIDE name a toll-free number, and who sends is told with an address.</summary>
    private static IEnumerable<string> WarnOfCanada(CampaignPlan plan, long canadian)
    {
        if (canadian > 0 && !NumberPlan.NamesTollFree(plan.Brand.Help))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{canadian} recipients are in Canada: there the answer to HELP and AIDE must name a toll-free number, and the brand's help names none.");
        }

        if (canadian > 0 && string.IsNullOrWhiteSpace(plan.Brand.PostalAddress))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{canadian} recipients are in Canada: there the sender's mailing address must be told, and the brand has none.");
        }
    }

    private static IEnumerable<string> Warn(CampaignPlan plan, Campaign campaign, RulePack pack, long unknown, Dictionary<SkipReason, long> excluded)
    {
        if (campaign.SenderId is null && campaign.PoolId is null)
        {
            yield return "No sender is chosen yet.";
        }

        if (campaign.Body is null && campaign.Variants.Count == 0)
        {
            yield return "There are no words yet.";
        }

        if (plan.Sender is not null && !plan.Terms.IsSenderActive)
        {
            yield return "The sender's registration is not active: nothing leaves from it.";
        }

        if (plan.Sender is { Carriers: null } sender && plan.Account is { Provider: not Provider.Simulator } && campaign.Purpose == Purpose.Marketing
            && sender.Address.StartsWith("+1", StringComparison.Ordinal) && NumberPlan.LineOf(PhoneNumber.FromStored(sender.Address)) != LineType.TollFree)
        {
            yield return "The sender's registration with the carriers is not entered: T-Mobile's cap of a day and AT&T's of a minute are not kept.";
        }

        if (plan.Sender?.Carriers is { } registration && Bodies(campaign).Any(body => UseCaseCheck.IsUnlikeSamples(body, registration)))
        {
            yield return "The words are unlike every sample message that the sender's use case was registered with.";
        }

        if (unknown > 0 && campaign.Purpose == Purpose.Marketing)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"Of {unknown} recipients no time zone is known: they are texted from {pack.Unknown.Weekdays} {pack.Unknown.Zone} only.");
        }

        if (campaign.QuietHours == QuietHoursRule.Federal)
        {
            yield return "Only the country's hours are kept, not those of the states.";
        }

        if (excluded[SkipReason.NoConsent] > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{excluded[SkipReason.NoConsent]} people have not agreed to marketing texts.");
        }

        if (excluded[SkipReason.Expired] > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"For {excluded[SkipReason.Expired]} people there is no permitted hour before the end.");
        }
    }
}
