using System.Text.RegularExpressions;

namespace Carillon.Compliance.Consent;

/// <summary>Where an agreement came from, in words: bought or shared opt-in data is none (CTIA 5.1.4).</summary>
public static partial class ConsentSource
{
    /// <summary>Why these words name no valid source; null: they may.</summary>
    public static string? Problem(string source) => Foreign().IsMatch(source)
        ? "Bought, rented or shared opt-in data is no consent: the people must have agreed to hear from this sender."
        : null;

    [GeneratedRegex(
        """
        ^\s*(?:we\s+)?(?:bought|purchased|rented|leased|shared|scraped|harvested|third[\s-]?party)\b(?!\s+(?:at|in|on|online|something|our|a|an|from\s+(?:us|our))\b)
        | \b(?:bought|purchased|rented|leased|shared|third[\s-]?part(?:y|ies)|acquired|sold)\s+(?!their\b|his\b|her\b)(?:\w+[\s-]+){0,3}(?:lists?|leads?|data(?:base|set)?|contacts?|numbers?|records?|opt-?ins?|consents?)\b
        | \b(?:lists?|leads?|data(?:base|set)?|contacts?|numbers?|records?|opt-?ins?|consents?)\s+(?:\w+[\s-]+){0,3}(?:bought|purchased|rented|leased|shared\s+(?:by|from|with)|sold|broker|vendor|partner)\b
        | \b(?:brokers?|data\s*brokers?|scraped|harvested|scraping|lead\s+(?:vendors?|sellers?|providers?|gen(?:eration)?\s+(?:vendor|company|partner)s?)|co-?registration|zoominfo|partner\s+list)\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign();
}
