using System.Globalization;
using System.Text;
using Carillon.Access;
using Carillon.Text;

namespace Carillon.Receiving.Texts;

/// <summary>
/// The words of answers to keywords, in the language of the keyword: one part of plain GSM-7 each, so that they cost one
/// segment and arrive everywhere. A brand that does not fit is cut.
/// </summary>
internal static class AnswerWords
{
    private const int MostUnits = 160;

    /// <summary>Confirms an opt-out; says nothing else.</summary>
    public static string Stopped(string brand, string language) => Fit(brand, language switch
    {
        "fr" => "{0}: Vous ne recevrez plus de messages, c'est enregistré. Répondez START pour revenir.",
        "es" => "{0}: Baja confirmada, ya no le enviamos mensajes. Responda START para volver.",
        _ => "{0}: You are unsubscribed and will receive no more messages. Reply START to resubscribe.",
    });

    /// <summary>Confirms that texts may come again.</summary>
    public static string Started(string brand, string language) => Fit(brand, language switch
    {
        "fr" => "{0}: Vous recevez de nouveau nos messages. Frais possibles. AIDE pour de l'aide, STOP pour ne plus en recevoir.",
        "es" => "{0}: Vuelve a recibir nuestros mensajes. Puede haber cargos. Responda AYUDA o, para salir, STOP.",
        _ => "{0}: You will receive messages again. Msg frequency varies. Msg&data rates may apply. Reply HELP for help, STOP to cancel.",
    });

    /// <summary>Says who we are, where help is and how to leave.</summary>
    public static string Help(string brand, string? contact, string language) => Fit(brand, (language, string.IsNullOrWhiteSpace(contact)) switch
    {
        ("fr", false) => "{0}: aide au " + Plain(contact) + ". Nombre de messages variable. Frais possibles. STOP pour ne plus en recevoir.",
        ("fr", true) => "{0}: Nombre de messages variable. Frais possibles. STOP pour ne plus en recevoir.",
        ("es", false) => "{0}: ayuda en " + Plain(contact) + ". Cantidad de mensajes variable. Puede haber cargos. STOP para salir.",
        ("es", true) => "{0}: Cantidad de mensajes variable. Puede haber cargos. STOP para salir.",
        (_, false) => "{0} alerts: help at " + Plain(contact) + ". Msg frequency varies. Msg&data rates may apply. Reply STOP to cancel.",
        (_, true) => "{0} alerts: Msg frequency varies. Msg&data rates may apply. Reply STOP to cancel.",
    });

    /// <summary>Who a workspace says it is.</summary>
    public static string BrandOf(Workspace workspace) => string.IsNullOrWhiteSpace(workspace.Brand.Name) ? workspace.Name : workspace.Brand.Name;

    private static string Fit(string brand, string words)
    {
        var name = Plain(brand);
        var text = words.Replace("{0}", name, StringComparison.Ordinal);
        while (name.Length > 0 && SmsText.Count(text).Units > MostUnits)
        {
            name = name[..^1].TrimEnd();
            text = words.Replace("{0}", name, StringComparison.Ordinal);
        }

        return name.Length == 0 ? text.TrimStart(':', ' ') : text;
    }

    /// <summary>The text in letters that GSM-7 has; what it has not loses its accent, and what is left over is dropped.</summary>
    private static string Plain(string? text)
    {
        var plain = new StringBuilder();
        foreach (var character in SmsText.Replace(text ?? "", SmartEncoding.On | SmartEncoding.Marks | SmartEncoding.Accents).Normalize(NormalizationForm.FormC))
        {
            if (GsmAlphabet.Cost(character) > 0)
            {
                plain.Append(character);
                continue;
            }

            foreach (var part in character.ToString().Normalize(NormalizationForm.FormKD))
            {
                if (GsmAlphabet.Cost(part) > 0 && CharUnicodeInfo.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
                {
                    plain.Append(part);
                }
            }
        }

        return plain.ToString().Trim();
    }
}
