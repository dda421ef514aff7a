using System.Globalization;
using System.Text.RegularExpressions;
using Carillon.Text;

namespace Carillon.Compliance.Content;

/// <summary>
/// Looks at the words of a text before anybody gets them. One pure function for the editor, the API's preview and the start of a
/// campaign: the same text gives the same findings everywhere. What each finding weighs is data (<see cref="ContentRules"/>).
/// </summary>
public static partial class ContentLint
{
    private const int LeastLetters = 12;

    /// <summary>What is to be said of a draft, the weighty first.</summary>
    public static IReadOnlyList<ContentFinding> Check(ContentDraft draft)
    {
        var rules = draft.Rules;
        var sent = SmsText.Replace(draft.Rendered, draft.SmartEncoding);
        var words = FoldedWords.Of(sent);
        var findings = new List<ContentFinding>();
        AddUnknownFields(draft, findings);
        if (draft.IsMarketing)
        {
            AddBrand(draft, sent, words, findings);
            AddOptOutWords(draft, sent, words, findings);
            foreach (var (at, length, _, _) in rules.Urgency.FindAll(words))
            {
                Add(rules, findings, "urgency", "A text may be held until the next morning by quiet hours: words such as these may then be untrue.", sent, at, length);
                break;
            }
        }

        var gate = rules.AgeGateOf(sent);
        foreach (var group in rules.Categories.FindAll(words).DistinctBy(found => found.Category))
        {
            findings.Add(new ContentFinding(RuleOf(group.Category), group.Weight, CategoryMessage(group.Category, group.Weight, draft.IsMarketing ? gate : null), group.At, sent.Substring(group.At, group.Length), null));
        }

        AddLinks(draft, sent, words, findings);
        AddCardNumbers(rules, sent, findings);
        AddCapitals(rules, sent, findings);
        AddEncoding(draft, findings);
        return [.. findings.OrderByDescending(finding => finding.Weight)];
    }

    /// <summary>The rule that forbids a finished text to leave; null: none. Looks at what can stand in a text whatever its template is: links and words.</summary>
    public static string? Blocks(string sent, ContentRules rules)
    {
        if (sent.Contains('.', StringComparison.Ordinal))
        {
            if (rules.WeightOf("shortener") is ContentWeight.Block)
            {
                foreach (Match link in Link().Matches(sent))
                {
                    if (IsShortener(rules, link.Groups["host"].Value))
                    {
                        return "shortener";
                    }
                }
            }

            if (rules.WeightOf("raw-ip-link") is ContentWeight.Block && IpLink().IsMatch(sent))
            {
                return "raw-ip-link";
            }
        }

        if (!rules.MayBlock(sent))
        {
            return null;
        }

        var found = rules.Categories.FindAll(FoldedWords.Of(sent)).FirstOrDefault(found => found.Weight is ContentWeight.Block);
        return found.Category is null ? null : RuleOf(found.Category);
    }

    private static string RuleOf(string category) => $"words.{category.Replace(' ', '-')}";

    private static bool IsShortener(ContentRules rules, string host) =>
        rules.Shorteners.Contains(host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host[4..] : host);

    private static void AddUnknownFields(ContentDraft draft, List<ContentFinding> findings)
    {
        foreach (var name in draft.UnknownFields)
        {
            var at = draft.Body.IndexOf(name, StringComparison.Ordinal);
            findings.Add(new ContentFinding(
                "unknown-field", draft.Rules.WeightOf("unknown-field"), $"Nothing is known under the name '{name}'; a campaign with it does not start.", at < 0 ? null : at, name, null));
        }
    }

    private static void AddBrand(ContentDraft draft, string sent, List<FoldedWord> words, List<ContentFinding> findings)
    {
        var brand = FoldedWords.Of(draft.Brand);
        if (brand.Count == 0 || Enumerable.Range(0, Math.Max(0, words.Count - brand.Count + 1)).Any(at => brand.Select(word => word.Text).SequenceEqual(words.Skip(at).Take(brand.Count).Select(word => word.Text))))
        {
            return;
        }

        findings.Add(new ContentFinding(
            "brand", draft.Rules.WeightOf("brand"), $"The text does not say who writes: add \"{draft.Brand}\".", null, null, $"{draft.Brand}: {sent}"));
    }

    private static void AddOptOutWords(ContentDraft draft, string sent, List<FoldedWord> words, List<ContentFinding> findings)
    {
        if (draft.IsFirstTouch && !draft.Rules.OptOutWords.FindAll(words).Any())
        {
            findings.Add(new ContentFinding(
                "opt-out-words",
                draft.Rules.WeightOf("opt-out-words"),
                "The first text to a person, and one a month, must say how to end it: add \"Reply STOP to opt out.\"",
                null,
                null,
                $"{sent.TrimEnd()} Reply STOP to opt out."));
        }
    }

    private static void AddLinks(ContentDraft draft, string sent, List<FoldedWord> words, List<ContentFinding> findings)
    {
        var rules = draft.Rules;
        var hasLink = false;
        foreach (var (text, isBody) in new[] { (sent, false), (draft.Body, true) })
        {
            foreach (Match link in Link().Matches(text))
            {
                var host = link.Groups["host"].Value;
                hasLink = true;
                if (findings.Exists(finding => finding.Found == link.Value))
                {
                    continue;
                }

                var at = isBody ? (int?)null : link.Index;
                if (IsShortener(rules, host))
                {
                    findings.Add(new ContentFinding(
                        "shortener", rules.WeightOf("shortener"), $"Carriers block links of public shorteners ({host}): use a link of your own domain.", at, link.Value, null));
                }
                else if (link.Groups["scheme"].Value.Equals("http://", StringComparison.OrdinalIgnoreCase))
                {
                    findings.Add(new ContentFinding(
                        "insecure-link", rules.WeightOf("insecure-link"), "Use https:// in links.", at, link.Value, "https://" + link.Value["http://".Length..]));
                }
            }

            foreach (Match link in IpLink().Matches(text))
            {
                hasLink = true;
                if (!findings.Exists(finding => finding.Found == link.Value))
                {
                    findings.Add(new ContentFinding(
                        "raw-ip-link", rules.WeightOf("raw-ip-link"), "A link must name a domain, not an address of a machine.", isBody ? null : link.Index, link.Value, null));
                }
            }
        }

        if (hasLink && words.Find(word => word.Text is "free" or "gratis" or "gratuit" or "gratuite") is { Text: not null } free)
        {
            Add(rules, findings, "free-link", "\"Free\" beside a link is what carriers' filters look for.", sent, free.At, free.Length);
        }
    }

    private static void AddCardNumbers(ContentRules rules, string sent, List<ContentFinding> findings)
    {
        foreach (Match digits in LongDigits().Matches(sent))
        {
            var plain = digits.Value.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
            if (plain.Length is >= 13 and <= 19 && IsLuhn(plain))
            {
                Add(rules, findings, "card-number", "This looks like the number of a payment card: it must not be sent.", sent, digits.Index, digits.Length);
            }
        }
    }

    private static bool IsLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            digit = i % 2 == 0 ? digit : digit * 2;
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }

    private static void AddCapitals(ContentRules rules, string sent, List<ContentFinding> findings)
    {
        var (capitals, letters) = (0, 0);
        foreach (var character in sent)
        {
            capitals += char.IsUpper(character) ? 1 : 0;
            letters += char.IsUpper(character) || char.IsLower(character) ? 1 : 0;
        }

        if (letters >= LeastLetters && capitals * 2 > letters)
        {
            findings.Add(new ContentFinding("capitals", rules.WeightOf("capitals"), $"{capitals * 100 / letters} % of the letters are capitals: filters take that for spam.", null, null, null));
        }
    }

    private static void AddEncoding(ContentDraft draft, List<ContentFinding> findings)
    {
        var analysis = SmsText.Analyse(draft.Rendered, draft.SmartEncoding);
        var smart = analysis.Offending.Count == 0 || draft.SmartEncoding.HasFlag(SmartEncoding.On) ? null : SmsText.Replace(draft.Rendered, SmartEncoding.On);
        var fixes = smart is not null && SmsText.Count(smart).Encoding == SmsEncoding.Gsm7;
        foreach (var found in analysis.Offending.DistinctBy(found => found.Character).Take(5))
        {
            findings.Add(new ContentFinding(
                "encoding",
                draft.Rules.WeightOf("encoding"),
                $"'{found.Character}' at character {found.Index + 1} is outside the short alphabet: each segment holds 70 characters instead of 160."
                    + (fixes ? " Smart encoding replaces it." : ""),
                found.Index,
                found.Character,
                fixes ? smart : null));
        }

        if (analysis.Segments > SmsText.MaxSegments)
        {
            findings.Add(new ContentFinding(
                "segments", draft.Rules.WeightOf("segments"), $"The text takes {analysis.Segments} segments; at most {SmsText.MaxSegments} can be sent.", null, null, null));
        }
    }

    private static string CategoryMessage(string category, ContentWeight weight, AgeGate? gate) => weight is ContentWeight.Block
        ? $"Carriers refuse texts about {category}."
        : gate?.Category == category
            ? string.Create(CultureInfo.InvariantCulture, $"Carriers let texts about {category} pass only behind an age gate: it goes to contacts whose attribute {AgeGate.Attribute} says when it was checked that they are {gate.Age}, and to nobody else.")
            : $"Carriers look closely at texts about {category}: the registration must declare it.";

    private static void Add(ContentRules rules, List<ContentFinding> findings, string rule, string message, string text, int at, int length) =>
        findings.Add(new ContentFinding(rule, rules.WeightOf(rule), message, at, text.Substring(at, length), null));

    [GeneratedRegex(@"(?<![\w@.-])(?<scheme>https?://)?(?<host>(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24})(?![\w@-]|\.[a-z])(?:[/?#][^\s""'{}|]*)?", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?:https?://)(?:\d{1,3}\.){3}\d{1,3}(?:[:/][^\s""'{}|]*)?|(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}[:/][^\s""'{}|]+", RegexOptions.IgnoreCase)]
    private static partial Regex IpLink();

    [GeneratedRegex(@"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")]
    private static partial Regex LongDigits();
}

/// <summary>A text somebody writes, with what is known around it.</summary>
public sealed record ContentDraft
{
    /// <summary>The template as written.</summary>
    public required string Body { get; init; }

    /// <summary>What one person gets.</summary>
    public required string Rendered { get; init; }

    /// <summary>The brand's name.</summary>
    public required string Brand { get; init; }

    /// <summary>Names in the body under which nothing is known.</summary>
    public IReadOnlyList<string> UnknownFields { get; init; } = [];

    /// <summary>Whether it is marketing: an answer or a notice need not carry brand and opt-out words.</summary>
    public bool IsMarketing { get; init; } = true;

    /// <summary>Whether it may be the first text that somebody gets.</summary>
    public bool IsFirstTouch { get; init; } = true;

    /// <summary>What may be replaced before it is sent.</summary>
    public SmartEncoding SmartEncoding { get; init; } = SmartEncoding.Off;

    /// <summary>The rules in force.</summary>
    public ContentRules Rules { get; init; } = ContentRules.Shipped;
}

/// <summary>Something to say of a text.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Weight">Whether it is told or stops a start.</param>
/// <param name="Message">For people.</param>
/// <param name="Position">Where it begins in the text as sent (in UTF-16 code units); null where it has no place.</param>
/// <param name="Found">The words or characters meant.</param>
/// <param name="Fix">The text with this mended; null where only a person can.</param>
public sealed record ContentFinding(string Rule, ContentWeight Weight, string Message, int? Position, string? Found, string? Fix);
