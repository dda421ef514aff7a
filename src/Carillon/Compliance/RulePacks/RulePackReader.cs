using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Carillon.Compliance.RulePacks;

/// <summary>
/// Reads a rule pack and checks that it does not contradict itself: hours that close before they open, a region or zone
/// nobody knows, a list of holidays without a year that another has, two rules of one region at the same time. Every finding is told
/// with its place.
/// </summary>
public sealed class RulePackReader
{
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, string> _ids = [];

    private RulePackReader()
    {
    }

    /// <summary>Reads a pack.</summary>
    public static RulePackReading Read(string json)
    {
        try
        {
            var file = JsonSerializer.Deserialize<PackFile>(json, PackFile.Options);
            return file is null ? new RulePackReading.Refused(["$: is empty"]) : new RulePackReader().Check(file);
        }
        catch (JsonException wrong)
        {
            // The library answers "no such pack" this way; it is an outcome here.
            return new RulePackReading.Refused([$"{wrong.Path ?? "$"}: {wrong.Message}"]);
        }
    }

    private RulePackReading Check(PackFile file)
    {
        var holidays = Lists(file.Holidays);
        var rules = file.QuietHours.Rules.Select((entry, i) => Rule(entry, $"quietHours.rules[{i}]", holidays)).ToList();
        CheckOverlaps(rules);
        var federal = rules.FirstOrDefault(rule => rule.Id == file.QuietHours.Federal);
        if (federal is null)
        {
            Wrong("quietHours.federal", "names no rule");
        }

        var pack = new RulePack
        {
            Version = file.Version,
            From = Day("from", file.From),
            DoNotCallDays = Positive("doNotCall.mostDays", file.DoNotCall.MostDays),
            RevokeAllFrom = Day("revokeAll.from", file.RevokeAll.From),
            Federal = federal ?? rules[0],
            Unknown = Unknown(file.QuietHours.Unknown),
            Simple = Simple(file.QuietHours.Simple, holidays.Values),
            SimplePerDay = Positive("quietHours.simple.perDay", file.QuietHours.Simple.PerDay),
            QuietRules = rules.ToLookup(rule => rule.Region),
            Holidays = holidays.ToFrozenDictionary(),
            MarketingCaps = Caps(file.Frequency.Marketing, "frequency.marketing", mustNameRegion: false),
            HardCaps = Caps(file.Frequency.Hard, "frequency.hard", mustNameRegion: true),
            Keywords = Keywords(file.Keywords),
            Confirmations = Confirmations(file.Confirmations),
            Carriers = Carriers(file.Carriers),
            Content = file.Content,
        };
        return _problems.Count == 0 ? new RulePackReading.Accepted(pack) : new RulePackReading.Refused(_problems);
    }

    private Dictionary<string, HolidayList> Lists(IReadOnlyList<PackFile.HolidayEntry> entries)
    {
        var lists = new Dictionary<string, HolidayList>();
        for (var i = 0; i < entries.Count; i++)
        {
            var place = $"holidays[{i}]";
            CheckRegion($"{place}.id", entries[i].Id);
            if (!lists.TryAdd(entries[i].Id, new HolidayList(entries[i].Id, entries[i].Source, Years(entries[i], place))))
            {
                Wrong($"{place}.id", $"{entries[i].Id} has a list already");
            }
        }

        var years = lists.Values.SelectMany(list => list.Years.Keys).Distinct().ToList();
        foreach (var list in lists.Values)
        {
            foreach (var missing in years.Except(list.Years.Keys).Order())
            {
                Wrong($"holidays {list.Id}", $"has no list for {missing}");
            }
        }

        return lists;
    }

    private FrozenDictionary<int, FrozenDictionary<LocalDate, string>> Years(PackFile.HolidayEntry entry, string place)
    {
        var years = new Dictionary<int, FrozenDictionary<LocalDate, string>>();
        foreach (var (text, days) in entry.Years)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 2000 or > 2100 || days.Count == 0)
            {
                Wrong($"{place}.years.{text}", "must be a year with its days");
                continue;
            }

            var named = new Dictionary<LocalDate, string>();
            for (var i = 0; i < days.Count; i++)
            {
                var parts = days[i].Split(' ', 2);
                var day = Day($"{place}.years.{text}[{i}]", parts[0]);
                if (day.Year != year)
                {
                    Wrong($"{place}.years.{text}[{i}]", $"{parts[0]} is no day of {year}");
                }

                named[day] = parts.Length > 1 ? parts[1] : "";
            }

            years[year] = named.ToFrozenDictionary();
        }

        return years.ToFrozenDictionary();
    }

    private QuietRule Rule(PackFile.RuleEntry entry, string place, Dictionary<string, HolidayList> holidays)
    {
        CheckId(place, entry.Id);
        CheckRegion($"{place}.region", entry.Region);
        HolidayList? list = null;
        if (entry.Holidays is { } named && !holidays.TryGetValue(named, out list))
        {
            Wrong($"{place}.holidays", $"there is no list {named}");
        }

        var rule = new QuietRule
        {
            Id = entry.Id,
            Region = entry.Region,
            From = Day($"{place}.from", entry.From),
            Until = entry.Until is null ? null : Day($"{place}.until", entry.Until),
            Weekdays = Hours($"{place}.monFri", entry.MonFri),
            Saturday = Hours($"{place}.sat", entry.Sat),
            Sunday = Hours($"{place}.sun", entry.Sun),
            Holidays = list,
            Zone = entry.TimeZone is null ? null : Zone($"{place}.timeZone", entry.TimeZone),
            Source = Said($"{place}.source", entry.Source),
            Note = entry.Note,
        };
        if (rule.Until < rule.From)
        {
            Wrong($"{place}.until", "lies before from");
        }

        if (rule is { Weekdays: null, Saturday: null, Sunday: null })
        {
            Wrong(place, "lets nothing leave on any day");
        }

        return rule;
    }

    private void CheckOverlaps(List<QuietRule> rules)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (one, other) = (rules[i], rules[j]);
                if (one.Region == other.Region && !(one.From > other.Until) && !(other.From > one.Until))
                {
                    Wrong($"quietHours.rules[{i}].from", $"overlaps rules[{j}] of the same region");
                }
            }
        }
    }

    private QuietRule Unknown(PackFile.UnknownEntry entry)
    {
        CheckId("quietHours.unknown", entry.Id);
        var hours = Hours("quietHours.unknown.window", entry.Window);
        return Bare(entry.Id, hours, hours, hours, entry.Source) with { Zone = Zone("quietHours.unknown.timeZone", entry.TimeZone) };
    }

    private QuietRule Simple(PackFile.SimpleEntry entry, IEnumerable<HolidayList> lists)
    {
        CheckId("quietHours.simple", entry.Id);
        if (entry.Holidays != "all")
        {
            Wrong("quietHours.simple.holidays", "must be all");
        }

        var all = lists.ToList();
        var years = all.SelectMany(list => list.Years.Keys).Distinct().ToFrozenDictionary(
            year => year,
            year => all.Where(list => list.Years.ContainsKey(year)).SelectMany(list => list.Years[year]).DistinctBy(day => day.Key).ToFrozenDictionary());
        return Bare(
            entry.Id, Hours("quietHours.simple.monFri", entry.MonFri), Hours("quietHours.simple.sat", entry.Sat), Hours("quietHours.simple.sun", entry.Sun), entry.Source) with
        {
            Holidays = new HolidayList("all", "Every list of this pack", years),
        };
    }

    private static QuietRule Bare(string id, LocalHours? weekdays, LocalHours? saturday, LocalHours? sunday, string source) => new()
    {
        Id = id,
        Region = "",
        From = new LocalDate(2000, 1, 1),
        Weekdays = weekdays,
        Saturday = saturday,
        Sunday = sunday,
        Source = source,
    };

    private List<FrequencyRule> Caps(IReadOnlyList<PackFile.CapEntry> entries, string place, bool mustNameRegion)
    {
        var caps = new List<FrequencyRule>();
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            CheckId($"{place}[{i}]", entry.Id);
            if (entry.Region is not null)
            {
                CheckRegion($"{place}[{i}].region", entry.Region);
            }
            else if (mustNameRegion)
            {
                Wrong($"{place}[{i}].region", "is missing");
            }

            caps.Add(new FrequencyRule(
                entry.Id, entry.Region, Positive($"{place}[{i}].most", entry.Most), TimeSpan.FromHours(Positive($"{place}[{i}].hours", entry.Hours)),
                Said($"{place}[{i}].source", entry.Source)));
        }

        return caps;
    }

    private KeywordRules Keywords(PackFile.KeywordEntry entry)
    {
        foreach (var twice in entry.OptOut.Concat(entry.OptIn).Concat(entry.Help).GroupBy(word => word).Where(group => group.Count() > 1))
        {
            Wrong("keywords", $"'{twice.Key}' stands there twice");
        }

        return new KeywordRules(
            entry.OptOut, entry.OptIn, entry.Help,
            TimeSpan.FromMinutes(Positive("keywords.confirmWithinMinutes", entry.ConfirmWithinMinutes)),
            TimeSpan.FromMinutes(Positive("keywords.exemptReplyMinutes", entry.ExemptReplyMinutes)),
            TimeSpan.FromHours(Positive("keywords.conversationHours", entry.ConversationHours)),
            entry.Source);
    }

    private KeywordTexts Confirmations(PackFile.ConfirmationEntry entry)
    {
        return new KeywordTexts(English("optOut", entry.OptOut), English("help", entry.Help), Said("confirmations.source", entry.Source));

        string English(string place, IReadOnlyDictionary<string, string> texts)
        {
            if (texts.GetValueOrDefault("en") is { Length: > 0 } text)
            {
                return text;
            }

            Wrong($"confirmations.{place}.en", "is missing");
            return "";
        }
    }

    private CarrierRules Carriers(PackFile.CarrierEntry entry)
    {
        var tiers = new List<ScoreTier>();
        for (var i = 0; i < entry.TMobile.Tiers.Count; i++)
        {
            var place = $"carriers.tMobile.tiers[{i}]";
            var tier = entry.TMobile.Tiers[i];
            if (tier.ScoreFrom.Count == 0)
            {
                Wrong($"{place}.scoreFrom", "names no border");
                continue;
            }

            var read = new ScoreTier(tier.ScoreFrom.Min(), tier.ScoreFrom.Max(), Positive($"{place}.segments", tier.Segments));
            if (tiers.Count > 0 && (read.SurelyFrom >= tiers[^1].From || read.Segments > tiers[^1].Segments))
            {
                Wrong(place, "tiers must fall, scores and caps alike");
            }

            tiers.Add(read);
        }

        if (!entry.Att.TextsPerMinute.ContainsKey(entry.Att.UnknownClass))
        {
            Wrong("carriers.att.unknownClass", "names no class");
        }

        return new CarrierRules
        {
            DayRule = entry.TMobile.Id,
            DayZone = Zone("carriers.tMobile.timeZone", entry.TMobile.TimeZone),
            Tiers = tiers,
            LowVolume = Positive("carriers.tMobile.lowVolume", entry.TMobile.LowVolume),
            SoleProprietor = Positive("carriers.tMobile.soleProprietor", entry.TMobile.SoleProprietor),
            DailyCapErrors = entry.TMobile.DailyCapErrors.ToFrozenSet(),
            MinuteRule = entry.Att.Id,
            TextsPerMinute = entry.Att.TextsPerMinute.ToFrozenDictionary(pair => pair.Key, pair => Positive($"carriers.att.textsPerMinute.{pair.Key}", pair.Value)),
            UnknownClass = entry.Att.UnknownClass,
        };
    }

    private LocalHours? Hours(string place, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (!LocalHours.TryParse(text, out var hours))
        {
            Wrong(place, $"'{text}' must be hours such as 08:00-21:00 that open before they close");
        }

        return hours;
    }

    private DateTimeZone Zone(string place, string name)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone)
        {
            return zone;
        }

        Wrong(place, $"there is no time zone {name}");
        return DateTimeZone.Utc;
    }

    private LocalDate Day(string place, string text)
    {
        var read = LocalDatePattern.Iso.Parse(text);
        if (!read.Success)
        {
            Wrong(place, $"'{text}' is no day");
        }

        return read.Success ? read.Value : new LocalDate(2000, 1, 1);
    }

    private string Said(string place, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Wrong(place, "is empty");
        }

        return text;
    }

    private int Positive(string place, int number)
    {
        if (number <= 0)
        {
            Wrong(place, "must be above 0");
        }

        return number;
    }

    private void CheckRegion(string place, string region)
    {
        if (!Regions.IsKnown(region))
        {
            Wrong(place, $"there is no region {region}");
        }
    }

    private void CheckId(string place, string id)
    {
        if (!_ids.TryAdd(id, place))
        {
            Wrong($"{place}.id", $"{id} stands at {_ids[id]} already");
        }
    }

    private void Wrong(string place, string reason) => _problems.Add($"{place}: {reason}");
}
