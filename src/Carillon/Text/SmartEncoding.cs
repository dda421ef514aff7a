using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Carillon.Text;

/// <summary>Which characters may be replaced so that a body fits GSM-7. Nothing is replaced unless all of the body then fits.</summary>
[Flags]
public enum SmartEncoding
{
    Off = 0,

    /// <summary>Typographic quotes, dashes, spaces and the like: what no reader notices.</summary>
    On = 1,

    /// <summary>Also © ® ™ as (c) (R) (TM).</summary>
    Marks = 2,

    /// <summary>Also letters without their accents where GSM-7 has only the plain one. It changes words.</summary>
    Accents = 4,
}

/// <summary>The table of smart encoding and its use on a body.</summary>
internal static class SmartReplacement
{
    internal static readonly FrozenDictionary<char, string> Punctuation = BuildPunctuation();

    private static readonly FrozenDictionary<char, string> Marks =
        new Dictionary<char, string> { ['©'] = "(c)", ['®'] = "(R)", ['™'] = "(TM)" }.ToFrozenDictionary();

    private static readonly FrozenDictionary<char, string> Accents = BuildAccents();

    /// <summary>The replaced body, or the same instance when nothing is replaced.</summary>
    /// <param name="body">The rendered body.</param>
    /// <param name="smart">What may be replaced.</param>
    /// <param name="substitutions">Takes what was replaced; null when nobody asks.</param>
    public static string Apply(string body, SmartEncoding smart, List<SmsSubstitution>? substitutions)
    {
        if (smart == SmartEncoding.Off || GsmAlphabet.Covers(body))
        {
            return body;
        }

        var made = new List<SmsSubstitution>();
        var result = new StringBuilder(body.Length + 16);
        for (var i = 0; i < body.Length; i++)
        {
            var length = 1;
            var replacement = Combined(body, i, smart, ref length) ?? Find(body[i], smart);
            if (replacement is not null)
            {
                made.Add(new SmsSubstitution(i, body.Substring(i, length), replacement));
                result.Append(replacement);
            }
            else if (GsmAlphabet.Cost(body[i]) > 0)
            {
                result.Append(body[i]);
            }
            else
            {
                return body;
            }

            i += length - 1;
        }

        substitutions?.AddRange(made);
        return result.ToString();
    }

    /// <summary>What the main switch would write for the character, or null.</summary>
    public static string? Suggest(string body, int index) => Find(body[index], SmartEncoding.On);

    private static string? Find(char character, SmartEncoding smart)
    {
        if (GsmAlphabet.Cost(character) > 0)
        {
            return null;
        }

        if (smart.HasFlag(SmartEncoding.On) && Punctuation.TryGetValue(character, out var plain))
        {
            return plain;
        }

        if (smart.HasFlag(SmartEncoding.Marks) && Marks.TryGetValue(character, out var mark))
        {
            return mark;
        }

        return smart.HasFlag(SmartEncoding.Accents) ? Accents.GetValueOrDefault(character) : null;
    }

    /// <summary>A letter with combining marks behind it becomes the one letter that GSM-7 has, or loses the marks.</summary>
    private static string? Combined(string body, int index, SmartEncoding smart, ref int length)
    {
        if (!smart.HasFlag(SmartEncoding.Accents) || index + 1 >= body.Length || !IsCombining(body[index + 1]) || !char.IsLetter(body[index]))
        {
            return null;
        }

        var end = index + 1;
        while (end < body.Length && IsCombining(body[end]))
        {
            end++;
        }

        var composed = body[index..end].Normalize();
        var plain = composed.Length == 1 && GsmAlphabet.Cost(composed[0]) > 0 ? composed : Find(body[index], smart) ?? body[index].ToString();
        if (!GsmAlphabet.Covers(plain))
        {
            return null;
        }

        length = end - index;
        return plain;
    }

    private static bool IsCombining(char character) => character is >= '\u0300' and <= '\u036F';

    private static FrozenDictionary<char, string> BuildPunctuation()
    {
        var table = new Dictionary<char, string>();
        for (var wide = '\uFF01'; wide <= '\uFF5E'; wide++)
        {
            table[wide] = ((char)(wide - 0xFEE0)).ToString();
        }

        Add(table, "\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033\uFF02", "\"");
        Add(table, "\u2018\u2019\u201B\u2032\u00B4\u0060\u02BB\u02BC\uFF07\uFF40", "'");
        Add(table, "\u201A\u3001\uFF0C", ",");
        Add(table, "\u2013\u2014\u2015\u2010\u2011\u2012\u2212\u2022", "-");
        Add(table, "\u2026", "...");
        Add(table, "\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000\t", " ");
        Add(table, "\u200B\u200C\u200D\u2060\uFEFF\u00AD", "");
        AddRange(table, '\u0000', '\u0008');
        AddRange(table, '\u000E', '\u001A');
        AddRange(table, '\u001C', '\u001F');
        AddRange(table, '\u007F', '\u009F');
        Add(table, "\u2028\u2029", "\n");
        Add(table, "\u2039", "<");
        Add(table, "\u203A", ">");
        Add(table, "\u00F7\u2044\u2215\uFF0F", "/");
        Add(table, "\u00BC", "1/4");
        Add(table, "\u00BD", "1/2");
        Add(table, "\u00BE", "3/4");
        Add(table, "\u203C", "!!");
        Add(table, "\u2049", "!?");
        Add(table, "\u2126", "\u03A9");
        Add(table, "\u212B", "\u00C5");
        Add(table, "\u212A", "K");
        return table.ToFrozenDictionary();
    }

    private static void Add(Dictionary<char, string> table, string from, string to)
    {
        foreach (var character in from)
        {
            table[character] = to;
        }
    }

    /// <summary>Control characters are removed.</summary>
    private static void AddRange(Dictionary<char, string> table, char first, char last)
    {
        for (var character = first; character <= last; character++)
        {
            table[character] = "";
        }
    }

    private static FrozenDictionary<char, string> BuildAccents()
    {
        var table = new Dictionary<char, string>
        {
            ['ł'] = "l",
            ['Ł'] = "L",
            ['đ'] = "d",
            ['Đ'] = "D",
            ['ı'] = "i",
            ['œ'] = "oe",
            ['Œ'] = "OE",
        };
        for (var letter = '\u00C0'; letter <= '\u1EFF'; letter++)
        {
            if (GsmAlphabet.Cost(letter) > 0 || !char.IsLetter(letter))
            {
                continue;
            }

            var parts = letter.ToString().Normalize(NormalizationForm.FormD);
            if (char.IsAsciiLetter(parts[0]) && parts.Length > 1
                && parts.Skip(1).All(mark => CharUnicodeInfo.GetUnicodeCategory(mark) == UnicodeCategory.NonSpacingMark))
            {
                table[letter] = parts[0].ToString();
            }
        }

        return table.ToFrozenDictionary();
    }
}
