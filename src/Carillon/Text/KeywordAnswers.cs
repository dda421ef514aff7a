using System.Globalization;
using System.Text;

namespace Carillon.Text;

/// <summary>
/// The texts that answer a keyword, in the keyword's language. Each is one message of GSM-7, whatever the brand is called:
/// a brand too long is shortened, a letter outside the alphabet becomes its nearest.
/// </summary>
public static class KeywordAnswers
{
    private const int Limit = 160;

    // Below this a brand's name says nothing: then the words around it give way.
    private const int LeastBrand = 16;

    /// <summary>The one text after an opt-out.</summary>
    public static string OptOut(string brand, string language) => language switch
    {
        "fr" => Fitting(brand, null, "{0}: désabonnement confirmé. Vous ne recevrez plus de messages. Répondez START pour vous réabonner."),
        "es" => Fitting(brand, null, "{0}: baja confirmada. Ya no le enviaremos mensajes. Responda START para volver a suscribirse."),
        _ => Fitting(brand, null, "{0}: You are unsubscribed and will receive no more messages. Reply START to resubscribe."),
    };

    /// <summary>The text after an opt-in: what comes, what it costs, how to get help and how to end it.</summary>
    public static string OptIn(string brand, string language) => language switch
    {
        "fr" => Fitting(brand, null, "{0}: abonnement confirmé. Fréquence variable. Des frais peuvent s'appliquer. Répondez AIDE pour obtenir de l'aide, ARRET pour annuler."),
        "es" => Fitting(brand, null, "{0}: alta confirmada. La frecuencia puede variar. Pueden aplicarse tarifas. Responda AYUDA para recibir ayuda, ALTO para cancelar."),
        _ => Fitting(brand, null, "{0} alerts: you are subscribed. Msg frequency varies. Msg&data rates may apply. Reply HELP for help, STOP to cancel."),
    };

    /// <summary>The text that asks for a yes: who asks, for what, and how to get help and to end it.</summary>
    public static string ConfirmOptIn(string brand, string language) => language switch
    {
        "fr" => Fitting(brand, null, "{0}: répondez OUI pour recevoir nos offres. Fréquence variable. Des frais peuvent s'appliquer. AIDE pour l'aide, ARRET pour annuler."),
        "es" => Fitting(brand, null, "{0}: responda SI para recibir ofertas. La frecuencia puede variar. Pueden aplicarse tarifas. AYUDA para ayuda, ALTO para cancelar."),
        _ => Fitting(brand, null, "{0}: reply YES to get our marketing texts. Msg frequency varies. Msg&data rates may apply. HELP for help, STOP to cancel."),
    };

    /// <summary>The text after a call for help.</summary>
    /// <param name="brand">The brand's name.</param>
    /// <param name="contact">A telephone number, an address or a page; null or empty when there is none. It is never shortened.</param>
    /// <param name="language"><c>en</c>, <c>fr</c> or <c>es</c>; any other is answered in English.</param>
    /// <param name="sender">The number written to, whose texts people read: stands for a contact that is missing or cannot fit. Null or empty: then none is named.</param>
    /// <param name="mostAMonth">How many marketing texts may come in a month; null: it varies.</param>
    public static string Help(string brand, string? contact, string language, string? sender = null, int? mostAMonth = null)
    {
        var (first, second) = (Plain(contact ?? ""), Plain(sender ?? ""));
        var often = Often(language, mostAMonth);
        var answer = HelpAt(brand, first, language, often);
        var isNamed = first.Length > 0 && answer.Contains(first, StringComparison.Ordinal);
        return isNamed || second.Length == 0 ? answer : HelpAt(brand, second, language, often);
    }

    private static string Often(string language, int? most) => (language, most) switch
    {
        ("fr", null) => "Fréquence variable",
        ("fr", _) => string.Create(CultureInfo.InvariantCulture, $"Max. {most} messages/mois"),
        ("es", null) => "La frecuencia puede variar",
        ("es", _) => string.Create(CultureInfo.InvariantCulture, $"Hasta {most} mensajes/mes"),
        (_, null) => "Msg frequency varies",
        _ => string.Create(CultureInfo.InvariantCulture, $"Up to {most} msgs/month"),
    };

    private static string HelpAt(string brand, string contact, string language, string often) => language switch
    {
        "fr" => Fitting(
            brand,
            contact,
            $"{{0}}: aide: {{1}}. {often}. Des frais peuvent s'appliquer. Répondez ARRET pour annuler.",
            "{0}: aide: {1}. Répondez ARRET pour annuler.",
            $"{{0}}: {often}. Des frais peuvent s'appliquer. Répondez ARRET pour annuler."),
        "es" => Fitting(
            brand,
            contact,
            $"{{0}}: ayuda: {{1}}. {often}. Pueden aplicarse tarifas. Responda ALTO para cancelar.",
            "{0}: ayuda: {1}. Responda ALTO para cancelar.",
            $"{{0}}: {often}. Pueden aplicarse tarifas. Responda ALTO para cancelar."),
        _ => Fitting(
            brand,
            contact,
            $"{{0}} alerts: help at {{1}}. {often}. Msg&data rates may apply. Reply STOP to cancel.",
            "{0}: help at {1}. Reply STOP to cancel.",
            $"{{0}} alerts: {often}. Msg&data rates may apply. Reply STOP to cancel."),
    };

    /// <summary>The first of these wordings in which the contact fits beside a readable brand.</summary>
    private static string Fitting(string brand, string? contact, params ReadOnlySpan<string> wordings)
    {
        brand = Plain(brand);
        var wanted = Math.Min(LeastBrand, Units(brand));
        foreach (var wording in wordings)
        {
            var needsContact = wording.Contains("{1}", StringComparison.Ordinal);
            if (needsContact && contact is null or "")
            {
                continue;
            }

            var room = Limit - Units(Filled(wording, "", contact));
            if (room >= wanted || !needsContact)
            {
                return WithBrand(wording, Shortened(brand, room), contact);
            }
        }

        throw new InvalidOperationException("The last wording needs no contact.");
    }

    /// <summary>Without a name the sentence begins behind its colon.</summary>
    private static string WithBrand(string wording, string brand, string? contact)
    {
        if (brand.Length > 0)
        {
            return Filled(wording, brand, contact);
        }

        var sentence = Filled(wording[(wording.IndexOf(": ", StringComparison.Ordinal) + 2)..], "", contact);
        return string.Concat(sentence[..1].ToUpperInvariant().Replace('É', 'E'), sentence.AsSpan(1));
    }

    /// <summary>Both places in one go: a name or an address that looks like a place stays what it is.</summary>
    private static string Filled(string wording, string brand, string? contact) => string.Format(CultureInfo.InvariantCulture, wording, brand, contact);

    private static int Units(string text) => SmsText.Count(text).Units;

    /// <summary>The text in the alphabet, on one line; what has no counterpart is left out.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in TextNormalisation.ForSaving(text))
        {
            foreach (var letter in SmsText.Replace(character.ToString(), SmartEncoding.On | SmartEncoding.Marks | SmartEncoding.Accents))
            {
                var isSpace = char.IsWhiteSpace(letter);
                if (isSpace ? plain.Length > 0 && plain[^1] != ' ' : GsmAlphabet.Cost(letter) > 0)
                {
                    plain.Append(isSpace ? ' ' : letter);
                }
            }
        }

        return plain.ToString().Trim();
    }

    /// <summary>As much of a name as fits, to the last whole word where one is near.</summary>
    private static string Shortened(string brand, int room)
    {
        if (Units(brand) <= room)
        {
            return brand;
        }

        var (length, units) = (0, 0);
        while (length < brand.Length && units + GsmAlphabet.Cost(brand[length]) <= room)
        {
            units += GsmAlphabet.Cost(brand[length++]);
        }

        var space = brand.LastIndexOf(' ', length);
        return brand[..(space > length / 2 ? space : length)].TrimEnd(' ', ',', '.', '-', '&', ':');
    }
}
