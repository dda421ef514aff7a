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

    /// <summary>When the last would leave within the limits that are set; null: none.</summary>
    public required DateTimeOffset? LastSendAt { get; init; }

    /// <summary>How many wait for their hours.</summary>
    public required long DeferredByQuietHours { get; init; }

    /// <summary>What somebody should know before the start.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Adds a plan up; what the words' check found stands among the warnings.</summary>
    public static async Task<CampaignEstimate> OfAsync(
        CampaignPlan plan, Campaign campaign, RulePack pack, MessageProviders providers, IReadOnlyList<(string Field, ContentFinding Finding)> findings, CancellationToken cancellationToken)
    {
        var excluded = Enum.GetValues<SkipReason>().ToDictionary(reason => reason, _ => 0L);
        var encodings = Enum.GetValues<SmsEncoding>().ToDictionary(encoding => encoding, _ => 0L);
        var (segments, deferred, unknown, canadian) = (0L, 0L, 0L, 0L);
        var (recipients, first) = (0L, (DateTimeOffset?)null);
        var pace = new PaceForecast(plan, account => providers.Find(account.Provider)?.Capabilities.SendersCountSegments == true);
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

                recipients++;
                first = first < recipient.Open.Earliest ? first : recipient.Open.Earliest;
                pace.Add(recipient, parts);
                deferred += recipient.IsHeld ? 1 : 0;
                canadian += recipient.Place?.Regions.Any(region => RulePack.Country(region) == "CA") == true ? 1 : 0;
                segments += parts;
                if (body is not null)
                {
                    encodings[SmsText.Count(body).Encoding]++;
                }
            }
        }

        var last = pace.Last();
        return new CampaignEstimate
        {
            Recipients = recipients,
            Excluded = excluded,
            Segments = segments,
            Encodings = encodings,
            CostMicros = segments * (plan.Account?.PricePerSegmentMicros ?? 0),
            FirstSendAt = first,
            LastSendAt = last,
            DeferredByQuietHours = deferred,
            Warnings = [.. Warn(plan, campaign, pack, unknown, excluded), .. WarnOfPace(pace.Expired), .. WarnOfCanada(plan, canadian), .. findings.Select(found => Words(campaign, found.Field, found.Finding)).Distinct()],
        };
    }

    /// <summary>A finding about the words, with the variant where there are several.</summary>
    private static string Words(Campaign campaign, string field, ContentFinding finding) => campaign.Variants.Count == 0 ? finding.Message : $"{field}: {finding.Message}";

    private static IEnumerable<string> Bodies(Campaign campaign) => campaign.Variants.Count > 0 ? campaign.Variants.Select(variant => variant.Body) : campaign.Body is { } body ? [body] : [];

    private static IEnumerable<string> WarnOfPace(long expired)
    {
        if (expired > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"At the pace that is set the time of {expired} recipients is over before their turn: they would be skipped.");
        }
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
