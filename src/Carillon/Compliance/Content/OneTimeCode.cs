using System.Text.RegularExpressions;

namespace Carillon.Compliance.Content;

/// <summary>
/// Whether a text brings somebody a code that they asked for a moment ago (compliance rules §4): such a text waits for no hours, for it is
/// worthless in the morning. Asked of single transactional texts alone.
/// </summary>
public static partial class OneTimeCode
{
    private const int MostLetters = 200;

    /// <summary>A code of four to eight digits, a word that says so, and nothing that sells: no link, price or percentage.</summary>
    public static bool Is(string body) => body.Length <= MostLetters && Code().IsMatch(body) && Word().IsMatch(body) && !Offer().IsMatch(body);

    [GeneratedRegex(@"(?<![\w.,/-])(?:[A-Z]{1,2}-)?(?:\d{4,8}|\d{3}[ -]\d{3})(?![\w/]|[.,-]\d)")]
    private static partial Regex Code();

    [GeneratedRegex(@"\b(?:(?:pass)?code|pin|otp|one-?time|2fa|verif(?:y|ication)|c[oó]digo|clave|verificaci[oó]n|v[ée]rification|kode)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"[%$€£]|https?://|\b(?:off|sale|deal|coupon|promo|discount|descuento|rabais)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Offer();
}
