using System.Text.RegularExpressions;

namespace Carillon.Compliance.Consent;

/// <summary>Where an agreement came from, in words: bought or shared opt-in data is none (CTIA 5.1.4).</summary>
public static partial class ConsentSource
{
    /// <summary>Why these words name no valid source; null: they may.</summary>
    public static string? Problem(string source) => Foreign().IsMatch(source) || Partners().IsMatch(source) || OtherTongues().IsMatch(source)
        ? "Bought, rented or shared opt-in data is no consent: the people must have agreed to hear from this sender."
        : null;

    [GeneratedRegex(
        """
        ^\s*(?:we\s+)?(?:bought|purchased|rented|leased|shared|scraped|harvested|third[\s-]?party)\b(?!\s+(?:at|in|on|online|something|our|a|an|from\s+(?:us|our))\b)
        | \b(?:bought|purchased|rented|leased|shared|third[\s-]?part(?:y|ies)|acquired|sold)\s+(?!their\b|his\b|her\b)(?:\w+[\s-]+){0,3}(?:lists?|leads?|data(?:base|set)?|contacts?|numbers?|records?|opt-?ins?|consents?)\b
        | \b(?:lists?|leads?|data(?:base|set)?|contacts?|numbers?|records?|opt-?ins?|consents?)\s+(?:\w+[\s-]+){0,3}(?:bought|purchased|rented|leased|shared\s+(?:by|from|with)|sold|broker|vendor|partner)\b
        | \b(?:brokers?|data\s*brokers?|scraped|harvested|scraping|lead\s+(?:vendors?|sellers?|providers?|gen(?:eration)?\s+(?:vendor|company|partner)s?)|co[\s-]?reg(?:s|istrations?)?|skip[\s-]?trac(?:e[ds]?|ing)|(?:data|phone|number|cell|e-?mail|reverse)[\s-]+append(?:ed|ing|s)?|zoominfo|partner\s+list)\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Foreign();

    /// <summary>Data that another company hands over: it agreed with that one, not with this sender.</summary>
    [GeneratedRegex(
        """
        \b(?:partners?|affiliates?|sister\s+compan(?:y|ies))\s+(?:(?!who\b|that\b)\w+\s+){0,2}(?:shared|sold|transferred|supplied|passed\s+on|(?:gave|sent|provided)\s+us)\b
        | \b(?:from|with|by|via|through)\s+(?:\w+\s+){0,2}(?:sister|partner|affiliate[ds]?|another|other)[\s-]+(?:compan(?:y|ies)|business(?:es)?|firms?|brands?|organi[sz]ations?)\b
        | \b(?:exchange[ds]?|swap(?:s|ped)?)\s+(?:\w+\s+){0,3}with\s+(?:\w+\s+){0,2}(?:partners?|affiliates?)\b
        | \b(?:affiliates?|partners?)[\s-]+(?:(?:partners?|network|marketing|company|customer|sms|e-?mail)[\s-]+)?(?:opt-?ins?|lists?|leads?|data(?:base|set)?|subscribers?|consents?)\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Partners();

    /// <summary>Bought and rented lists in Spanish, Portuguese, Italian, French and German; people who bought something are none.</summary>
    [GeneratedRegex(
        """
        ^\s*(?:comprad[ao]s?|comprat[aeio]|achet[ée]e?s?|gekauft|zugekauft)\s*$
        | \b(?:list[ae]s?|bases?(?:\s+de\s+datos|\s+de\s+donn[ée]es)?|fichiers?|datos|donn[ée]es|leads?)\s+(?:(?!que\b|han?\b|qui\b|ont\b|ayant\b|che\b)\w+\s+){0,2}
          (?:comprad[ao]s?|alquilad[ao]s?|comprat[aeio]|acquistat[aeio]|achet[ée]e?s?|lou[ée]e?s?)\b
        | \b(?:contactos|n[úu]meros|contacts|num[ée]ros|adresses)\s+(?:comprados|alquilados|achet[ée]e?s|lou[ée]e?s)\b
        | \b(?:compra|alquiler|achat|location)\s+(?:de\s+|d['’]\s*)(?:une?\s+|una?\s+|la\s+)?(?:listas?|listes?|bases?|fichiers?|datos|donn[ée]es|contactos|contacts|adresses|leads)\b
        | \b(?:(?:zu|an)?kauf|(?:an)?miete)\s+(?:von\s+|einer\s+|eines\s+|der\s+|fremder\s+)?\w*(?:listen?|adressen|daten|datens[äa]tzen?|datenbank|kontakten?|leads)\b
        | \b(?:zu|an)?(?:gekaufte|gemietete)[nrs]?\s+(?:\w+\s+)?\w*(?:listen?|adressen|daten|datens[äa]tzen?|datenbank|kontakten?|leads|nummern)\b
        | \b\w*(?:listen?|adressen|adressdaten|datenbank|leads)\s+(?:\w+\s+)?(?:zu|an)?(?:gekauft|gemietet)\b(?!\s+haben)
        | \badressh[äa]nd(?:el|ler)\w*
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex OtherTongues();
}
