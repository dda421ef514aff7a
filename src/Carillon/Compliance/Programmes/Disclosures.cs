using System.Text.RegularExpressions;
using Carillon.Text.Inbound;

namespace Carillon.Compliance.Programmes;

/// <summary>What a call to action must say where people sign up (CTIA Messaging Principles 5.1, 47 CFR 64.1200(f)(9)).</summary>
public static partial class Disclosures
{
    /// <summary>What is missing, a sentence each; empty: it may be published.</summary>
    /// <param name="wording">The words beside the box, or on the poster.</param>
    /// <param name="brand">The seller's name; null: none is set.</param>
    public static IReadOnlyList<string> Missing(string wording, string? brand)
    {
        var folded = InboundCleaning.Fold(wording);
        var missing = new List<string>();
        if (string.IsNullOrWhiteSpace(brand))
        {
            missing.Add("The workspace has no brand yet: the wording must name the seller.");
        }
        else if (!folded.Contains(InboundCleaning.Fold(brand), StringComparison.Ordinal))
        {
            missing.Add($"Name the seller: {brand}.");
        }

        Need(Marketing(), "Say that marketing or promotional texts will come (\"recurring automated marketing texts\").");
        Need(Automated(), "Say that the texts are automated (\"recurring automated marketing texts\").");
        Need(Frequency(), "Say how often (\"Msg frequency varies\", \"4 msgs/month\").");
        Need(Rates(), "Say \"Msg & data rates may apply\".");
        Need(Help(), "Say \"Reply HELP for help\".");
        Need(Stop(), "Say \"Reply STOP to cancel\".");
        Need(Condition(), "Say \"Consent is not a condition of purchase\".");
        return missing;

        void Need(Regex words, string sentence)
        {
            if (!words.IsMatch(folded))
            {
                missing.Add(sentence);
            }
        }
    }

    [GeneratedRegex(@"\b(marketing|promotion\w*|offers?|deals|promotionnel\w*|offres|ofertas|promocion\w*)\b")]
    private static partial Regex Marketing();

    [GeneratedRegex(@"\b(automat\w*|recurring|recurrent\w*|autodial\w*)\b")]
    private static partial Regex Automated();

    [GeneratedRegex(@"\b(frequency|frequence|frecuencia|per (day|week|month)|a (day|week|month)|(msgs?|messages?|texts?)\s*/\s*(day|week|month|mo)|monthly|weekly|daily|par (jour|semaine|mois)|por (dia|semana|mes)|al mes)\b")]
    private static partial Regex Frequency();

    [GeneratedRegex(@"\b(data rates|rates may apply|frais|tarifas)\b")]
    private static partial Regex Rates();

    [GeneratedRegex(@"\b(help|aide|ayuda)\b")]
    private static partial Regex Help();

    [GeneratedRegex(@"\b(stop|arret|alto)\b")]
    private static partial Regex Stop();

    [GeneratedRegex(@"\b(not (a )?(condition|required|requirement)|no purchase|condition d'achat|pas une condition|no es (una )?condicion|sin obligacion)\b")]
    private static partial Regex Condition();
}
