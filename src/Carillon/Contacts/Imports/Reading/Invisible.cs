using System.Globalization;
using System.Text;

namespace Carillon.Contacts.Imports.Reading;

/// <summary>Characters that nobody sees and that come along when cells are copied: zero-width ones, marks of direction, hard spaces.</summary>
internal static class Invisible
{
    /// <summary>The text without them; hard spaces become plain ones.</summary>
    public static string Strip(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter == '\u00A0')
            {
                kept.Append(' ');
            }
            else if (char.GetUnicodeCategory(letter) is not UnicodeCategory.Format)
            {
                kept.Append(letter);
            }
        }

        return kept.ToString();
    }
}
