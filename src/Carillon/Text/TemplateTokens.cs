using System.Globalization;

namespace Carillon.Text;

/// <summary>The inside of one pair of braces, cut into words and signs and taken piece by piece.</summary>
internal sealed class TemplateTokens
{
    private readonly string _body;
    private readonly int _open;
    private readonly bool _isTag;
    private readonly TemplateNames _names;
    private readonly List<Token> _tokens = [];
    private int _next;

    public TemplateTokens(string body, int open, bool isTag, TemplateNames names)
    {
        _body = body;
        _open = open;
        _isTag = isTag;
        _names = names;
        TrimsBefore = open + 2 < body.Length && body[open + 2] == '-';
    }

    private enum Kind
    {
        Word,
        Text,
        Number,
        Sign,
        End,
    }

    /// <summary>White space before the braces is dropped: <c>{{-</c>.</summary>
    public bool TrimsBefore { get; }

    /// <summary>White space behind the braces is dropped: <c>-}}</c>.</summary>
    public bool TrimsAfter { get; private set; }

    /// <summary>Where the body goes on.</summary>
    public int End { get; private set; }

    private string Closing => _isTag ? "%}" : "}}";

    private Token Here => _tokens[_next];

    /// <summary>Cuts the inside up to the closing braces.</summary>
    public void Read()
    {
        var at = _open + 2 + (TrimsBefore ? 1 : 0);
        while (true)
        {
            while (at < _body.Length && char.IsWhiteSpace(_body[at]))
            {
                at++;
            }

            if (at >= _body.Length || Starts(at, "{{") || Starts(at, "{%"))
            {
                throw NeverClosed();
            }

            var isTrimmed = _body[at] == '-' && Starts(at + 1, Closing);
            if (isTrimmed || Starts(at, Closing))
            {
                TrimsAfter = isTrimmed;
                End = at + (isTrimmed ? 3 : 2);
                _tokens.Add(new Token(Kind.End, Closing, at));
                return;
            }

            at = ReadToken(at);
        }
    }

    /// <summary>The whole of an output: a value and its filters.</summary>
    public FilterChain TakeChain()
    {
        var root = TakeOperand("a name");
        var filters = new List<FilterCall>();
        while (TakeSign("|"))
        {
            filters.Add(TakeFilter(root));
        }

        TakeEnd();
        return new FilterChain(root, filters);
    }

    public string TakeTagName() => Here.Kind == Kind.Word ? _tokens[_next++].Text : throw Expected("the name of a tag, such as if");

    public AssignNode TakeAssignment()
    {
        if (Here.Kind != Kind.Word || Here.Text.Contains('.', StringComparison.Ordinal))
        {
            throw Expected("the name of a variable");
        }

        var name = _tokens[_next++].Text;
        if (!TakeSign("="))
        {
            throw Expected("\"=\"");
        }

        var chain = TakeChain();
        _names.Assign(name);
        return new AssignNode(name, chain);
    }

    public Condition TakeCondition()
    {
        var conditions = new List<Condition> { TakeComparison() };
        var joins = new List<bool>();
        while (Here is { Kind: Kind.Word, Text: "and" or "or" })
        {
            joins.Add(_tokens[_next++].Text == "and");
            conditions.Add(TakeComparison());
        }

        TakeEnd();
        return conditions.Count == 1 ? conditions[0] : new Joined(conditions, joins);
    }

    /// <summary>The values of a <c>when</c>, separated by commas or <c>or</c>.</summary>
    public Condition TakeWhen(Operand subject)
    {
        var conditions = new List<Condition>();
        do
        {
            conditions.Add(new Comparison(subject, "==", TakeOperand("a value")));
        }
        while (TakeSign(",") || TakeWord("or"));

        TakeEnd();
        return new Joined(conditions, [.. Enumerable.Repeat(false, conditions.Count - 1)]);
    }

    public Operand TakeOperand(string wanted)
    {
        var token = Here;
        if (token.Kind is Kind.Sign or Kind.End)
        {
            throw Expected(wanted);
        }

        _next++;
        return token switch
        {
            { Kind: Kind.Text } => new Operand(null, token.Text),
            { Kind: Kind.Number } => new Operand(null, decimal.Parse(token.Text, CultureInfo.InvariantCulture)),
            { Text: "nil" or "null" or "blank" or "empty" } => new Operand(null, null),
            { Text: "true" } => new Operand(null, true),
            { Text: "false" } => new Operand(null, false),
            _ => new Operand(_names.Use(token.Text), null),
        };
    }

    public void TakeEnd()
    {
        if (Here.Kind != Kind.End)
        {
            throw new TemplateSyntaxException(Here.Position, $"\"{Here.Text}\" was not expected here: \"{Closing}\" was.");
        }
    }

    private Condition TakeComparison()
    {
        var left = TakeOperand("a name to ask about");
        if (Here is { Kind: Kind.Sign, Text: "==" or "!=" or "<>" or "<" or ">" or "<=" or ">=" } or { Kind: Kind.Word, Text: "contains" })
        {
            var sign = _tokens[_next++].Text;
            return new Comparison(left, sign, TakeOperand($"something behind \"{sign}\""));
        }

        if (Here is { Kind: Kind.Sign, Text: "=" })
        {
            throw new TemplateSyntaxException(Here.Position, "To compare, write \"==\".");
        }

        return new IsSet(left);
    }

    private FilterCall TakeFilter(Operand root)
    {
        var name = Here;
        if (name.Kind != Kind.Word)
        {
            throw Expected("the name of a filter");
        }

        _next++;
        if (name.Text == TemplateFilters.TrackName)
        {
            throw new TemplateSyntaxException(name.Position, "Tracked short links (\"track\") are not available yet: write the address itself.");
        }

        var filter = TemplateFilters.Find(name.Text)
            ?? throw new TemplateSyntaxException(name.Position, $"There is no filter \"{name.Text}\". There are: {TemplateFilters.Names}.");
        var arguments = new List<Operand>();
        if (TakeSign(":"))
        {
            do
            {
                arguments.Add(TakeOperand($"a value for \"{filter.Name}\""));
            }
            while (TakeSign(","));
        }

        CheckArguments(filter, arguments, name.Position, root);
        return new FilterCall(filter, arguments);
    }

    private static void CheckArguments(TemplateFilter filter, List<Operand> arguments, int position, Operand root)
    {
        if (arguments.Count < filter.Least || arguments.Count > filter.Most)
        {
            var wanted = filter.Most == 0 ? "no value" : filter.Least == filter.Most ? Values(filter.Least) : $"{filter.Least} to {Values(filter.Most)}";
            throw new TemplateSyntaxException(position, $"\"{filter.Name}\" takes {wanted}, not {arguments.Count}.");
        }

        var first = arguments.Count > 0 ? arguments[0] : null;
        if (filter.WantsNumber && first is { Name: null } && TemplateValue.Number(first.Literal) is null)
        {
            throw new TemplateSyntaxException(position, $"\"{filter.Name}\" needs a number.");
        }

        if (filter.Name != "date")
        {
            return;
        }

        if (root is { Name: null, Literal: "now" or "today" })
        {
            throw new TemplateSyntaxException(position, "The day of sending differs from person to person and cannot be printed; write the date itself.");
        }

        if (first is { Literal: string format } && (TemplateDates.UnknownPart(format) is not null || !format.Contains('%', StringComparison.Ordinal)))
        {
            throw new TemplateSyntaxException(
                position,
                $"\"{TemplateDates.UnknownPart(format) ?? format}\" is no form of a date. Write it as in \"%B %-d, %Y\" or \"%m/%d/%y\".");
        }
    }

    private static string Values(int count) => count == 1 ? "1 value" : $"{count} values";

    private bool TakeSign(string sign)
    {
        if (Here.Kind != Kind.Sign || Here.Text != sign)
        {
            return false;
        }

        _next++;
        return true;
    }

    private bool TakeWord(string word)
    {
        if (Here.Kind != Kind.Word || Here.Text != word)
        {
            return false;
        }

        _next++;
        return true;
    }

    private int ReadToken(int at)
    {
        var first = _body[at];
        if (first is '"' or '\'')
        {
            var end = TextEnd(at);
            _tokens.Add(new Token(Kind.Text, _body[(at + 1)..end], at));
            return end + 1;
        }

        if (char.IsAsciiDigit(first) || (first == '-' && at + 1 < _body.Length && char.IsAsciiDigit(_body[at + 1])))
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

        _tokens.Add(new Token(Kind.Sign, _body.Substring(at, sign), at));
        return at + sign;
    }

    /// <summary>Where a quoted text ends. Braces or a line end inside mean that its quote was forgotten.</summary>
    private int TextEnd(int start)
    {
        for (var i = start + 1; i < _body.Length && _body[i] != '\n'; i++)
        {
            if (_body[i] == _body[start])
            {
                return i;
            }

            if (Starts(i, Closing) || Starts(i, "{{") || Starts(i, "{%"))
            {
                break;
            }
        }

        throw new TemplateSyntaxException(start, $"The quote {_body[start]} is opened here and not closed before \"{Closing}\".");
    }

    private int ReadNumber(int at)
    {
        var end = at + 1;
        while (end < _body.Length && (char.IsAsciiDigit(_body[end]) || (_body[end] == '.' && end + 1 < _body.Length && char.IsAsciiDigit(_body[end + 1]))))
        {
            end++;
        }

        if (!decimal.TryParse(_body.AsSpan(at, end - at), NumberStyles.Number, CultureInfo.InvariantCulture, out _))
        {
            throw new TemplateSyntaxException(at, $"\"{_body[at..end]}\" is no number.");
        }

        _tokens.Add(new Token(Kind.Number, _body[at..end], at));
        return end;
    }

    /// <summary>A name with its parts: <c>attributes.roof_age</c> or <c>attributes["Roof age"]</c>.</summary>
    private int ReadName(int at)
    {
        var name = new System.Text.StringBuilder();
        var end = at;
        while (end < _body.Length)
        {
            var next = _body[end];
            if (char.IsLetterOrDigit(next) || next == '_' || (next == '-' && !Starts(end + 1, Closing)) || (next == '.' && end > at))
            {
                name.Append(next);
                end++;
                continue;
            }

            if (next != '[' || end + 1 >= _body.Length || _body[end + 1] is not ('"' or '\''))
            {
                break;
            }

            var close = TextEnd(end + 1);
            if (close + 1 >= _body.Length || _body[close + 1] != ']')
            {
                throw new TemplateSyntaxException(end, "\"[\" is opened here and not closed with \"]\".");
            }

            name.Append('.').Append(_body, end + 2, close - end - 2);
            end = close + 2;
        }

        _tokens.Add(new Token(Kind.Word, name.ToString(), at));
        return end;
    }

    private TemplateSyntaxException Unreadable(int at)
    {
        var sign = char.IsHighSurrogate(_body[at]) && at + 1 < _body.Length ? _body.Substring(at, 2) : _body[at].ToString();
        if (sign is "}" or "%")
        {
            return NeverClosed();
        }

        return "“”„‘’‚«»".Contains(sign, StringComparison.Ordinal)
            ? new TemplateSyntaxException(at, $"{sign} is a typographic quote; inside braces write straight ones: \"…\".")
            : new TemplateSyntaxException(at, $"\"{sign}\" cannot stand inside braces.");
    }

    private TemplateSyntaxException NeverClosed() => new(_open, $"\"{(_isTag ? "{%" : "{{")}\" is opened here and never closed with \"{Closing}\".");

    private TemplateSyntaxException Expected(string wanted) => Here.Kind == Kind.End
        ? new(Here.Position, $"Before \"{Closing}\" {wanted} is missing.")
        : new(Here.Position, $"\"{Here.Text}\" was not expected here: {wanted} was.");

    private bool Starts(int at, string text) => string.CompareOrdinal(_body, at, text, 0, text.Length) == 0;

    private sealed record Token(Kind Kind, string Text, int Position);
}
