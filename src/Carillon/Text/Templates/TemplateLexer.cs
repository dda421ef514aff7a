using System.Globalization;
using System.Text;

namespace Carillon.Text.Templates;

/// <summary>A word or sign inside braces, and where it stands in the body.</summary>
internal sealed record TemplateToken(TokenKind Kind, string Text, int Position);

/// <summary>What a <see cref="TemplateToken"/> is.</summary>
internal enum TokenKind
{
    Word,
    Text,
    Number,
    Sign,

    /// <summary>The closing braces.</summary>
    End,
}

/// <summary>Cuts the inside of one pair of braces into words and signs.</summary>
internal sealed class TemplateLexer(string body, int open, bool isTag)
{
    private readonly List<TemplateToken> _tokens = [];

    /// <summary>White space before the braces is dropped: <c>{{-</c>.</summary>
    public bool TrimsBefore { get; } = open + 2 < body.Length && body[open + 2] == '-';

    /// <summary>White space behind the braces is dropped: <c>-}}</c>.</summary>
    public bool TrimsAfter { get; private set; }

    /// <summary>Where the body goes on.</summary>
    public int End { get; private set; }

    private string Closing => isTag ? "%}" : "}}";

    /// <summary>The letters with which the inside begins.</summary>
    public string PeekName()
    {
        var inside = body.AsSpan(open + 2 + (TrimsBefore ? 1 : 0)).TrimStart();
        var end = inside.IndexOfAnyExceptInRange('a', 'z');
        return inside[..(end < 0 ? inside.Length : end)].ToString();
    }

    /// <summary>Cuts the inside up to the closing braces.</summary>
    public IReadOnlyList<TemplateToken> Read()
    {
        var at = open + 2 + (TrimsBefore ? 1 : 0);
        while (true)
        {
            while (at < body.Length && char.IsWhiteSpace(body[at]))
            {
                at++;
            }

            if (at >= body.Length || Starts(at, "{{") || Starts(at, "{%"))
            {
                throw NeverClosed();
            }

            var isTrimmed = body[at] == '-' && Starts(at + 1, Closing);
            if (isTrimmed || Starts(at, Closing))
            {
                TrimsAfter = isTrimmed;
                End = at + (isTrimmed ? 3 : 2);
                _tokens.Add(new TemplateToken(TokenKind.End, Closing, at));
                return _tokens;
            }

            at = ReadToken(at);
        }
    }

    private int ReadToken(int at)
    {
        var first = body[at];
        if (first is '"' or '\'')
        {
            var end = TextEnd(at);
            _tokens.Add(new TemplateToken(TokenKind.Text, body[(at + 1)..end], at));
            return end + 1;
        }

        if (char.IsAsciiDigit(first) || (first == '-' && at + 1 < body.Length && char.IsAsciiDigit(body[at + 1])))
        {
            return ReadNumber(at);
        }

        if (char.IsLetter(first) || first == '_')
        {
            return ReadName(at);
        }

        var sign = Starts(at, "==") || Starts(at, "!=") || Starts(at, "<=") || Starts(at, ">=") || Starts(at, "<>") ? 2 : 1;
        if (sign == 1 && !"|:,=<>".Contains(first, StringComparison.Ordinal))
        {
            throw Unreadable(at);
        }

        _tokens.Add(new TemplateToken(TokenKind.Sign, body.Substring(at, sign), at));
        return at + sign;
    }

    /// <summary>Where a quoted text ends. Braces or a line end inside mean that its quote was forgotten.</summary>
    private int TextEnd(int start)
    {
        for (var i = start + 1; i < body.Length && body[i] != '\n'; i++)
        {
            if (body[i] == body[start])
            {
                return i;
            }

            if (Starts(i, Closing) || Starts(i, "{{") || Starts(i, "{%"))
            {
                break;
            }
        }

        throw new TemplateSyntaxException(start, $"The quote {body[start]} is opened here and not closed before \"{Closing}\".");
    }

    private int ReadNumber(int at)
    {
        var end = at + 1;
        while (end < body.Length && (char.IsAsciiDigit(body[end]) || (body[end] == '.' && end + 1 < body.Length && char.IsAsciiDigit(body[end + 1]))))
        {
            end++;
        }

        if (!decimal.TryParse(body.AsSpan(at, end - at), NumberStyles.Number, CultureInfo.InvariantCulture, out _))
        {
            throw new TemplateSyntaxException(at, $"\"{body[at..end]}\" is no number.");
        }

        _tokens.Add(new TemplateToken(TokenKind.Number, body[at..end], at));
        return end;
    }

    /// <summary>A name with its parts: <c>attributes.roof_age</c> or <c>attributes["Roof age"]</c>.</summary>
    private int ReadName(int at)
    {
        var name = new StringBuilder();
        var end = at;
        while (end < body.Length)
        {
            var next = body[end];
            if (char.IsLetterOrDigit(next) || next == '_' || (next == '-' && !Starts(end + 1, Closing)) || (next == '.' && end > at))
            {
                name.Append(next);
                end++;
                continue;
            }

            if (next != '[' || end + 1 >= body.Length || body[end + 1] is not ('"' or '\''))
            {
                break;
            }

            var close = TextEnd(end + 1);
            if (close + 1 >= body.Length || body[close + 1] != ']')
            {
                throw new TemplateSyntaxException(end, "\"[\" is opened here and not closed with \"]\".");
            }

            name.Append('.').Append(body, end + 2, close - end - 2);
            end = close + 2;
        }

        _tokens.Add(new TemplateToken(TokenKind.Word, name.ToString(), at));
        return end;
    }

    private TemplateSyntaxException Unreadable(int at)
    {
        var sign = char.IsHighSurrogate(body[at]) && at + 1 < body.Length ? body.Substring(at, 2) : body[at].ToString();
        if (sign is "}" or "%")
        {
            return NeverClosed();
        }

        return "“”„‘’‚«»".Contains(sign, StringComparison.Ordinal)
            ? new TemplateSyntaxException(at, $"{sign} is a typographic quote; inside braces write straight ones: \"…\".")
            : new TemplateSyntaxException(at, $"\"{sign}\" cannot stand inside braces.");
    }

    private TemplateSyntaxException NeverClosed() => new(open, $"\"{(isTag ? "{%" : "{{")}\" is opened here and never closed with \"{Closing}\".");

    private bool Starts(int at, string text) => string.CompareOrdinal(body, at, text, 0, text.Length) == 0;
}
