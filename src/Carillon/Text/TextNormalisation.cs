using System.Text;

namespace Carillon.Text;

/// <summary>The form in which bodies are kept, so that preview, cost and message agree: LF, NFC, no broken characters.</summary>
public static class TextNormalisation
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text as it is saved: line ends as LF, letters composed (NFC), half surrogate pairs as U+FFFD, NUL removed.</summary>
    public static string ForSaving(string text) => Composed(WithoutNul(WithWholeCharacters(WithLineFeeds(text))));

    /// <summary>What saving would change, one sentence each; empty when nothing.</summary>
    public static IReadOnlyList<string> ChangesOnSaving(string text)
    {
        var changes = new List<string>();
        var lines = WithLineFeeds(text);
        if (!ReferenceEquals(lines, text))
        {
            changes.Add("Line ends are saved as single line feeds: a line end then costs one unit instead of two.");
        }

        var whole = WithWholeCharacters(lines);
        if (!ReferenceEquals(whole, lines))
        {
            changes.Add("Half of a character (a lone surrogate) is saved as \uFFFD.");
        }

        var clean = WithoutNul(whole);
        if (!ReferenceEquals(clean, whole))
        {
            changes.Add("The character U+0000 is removed.");
        }

        if (!ReferenceEquals(Composed(clean), clean))
        {
            changes.Add("Letters written with a separate accent are saved as one character: the text looks the same and may cost less.");
        }

        return changes;
    }

    /// <summary>The text with each half of a surrogate pair replaced; the same instance when there is none.</summary>
    internal static string WithWholeCharacters(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return text;
        }

        char[]? changed = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            changed ??= text.ToCharArray();
            changed[i] = Replacement;
        }

        return changed is null ? text : new string(changed);
    }

    private static string WithLineFeeds(string text) =>
        text.Contains('\r', StringComparison.Ordinal) ? text.ReplaceLineEndingsOnly() : text;

    private static string WithoutNul(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;

    private static string Composed(string text) => text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);

    // The framework's ReplaceLineEndings also turns form feeds and Unicode's separators, which are text here.
    private static string ReplaceLineEndingsOnly(this string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
}
