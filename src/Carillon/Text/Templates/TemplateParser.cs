namespace Carillon.Text.Templates;

/// <summary>
/// Reads a body into nodes. It walks the body once; each thing it cannot read stops it with the place and a sentence for
/// the author, so nothing is guessed and no text is sent that means something else than it seems.
/// </summary>
internal sealed class TemplateParser(string body, IReadOnlyCollection<string> alsoKnown)
{
    private const int MaxDepth = 50;

    private readonly TemplateNames _names = new(alsoKnown);
    private int _depth;

    // The tag that ended the block being read, and where it stands.
    private TemplateTokens? _closing;
    private string _closingName = "";
    private int _closingAt;
    private int _position;
    private bool _isTrimming;

    public TemplateReading Parse()
    {
        try
        {
            if (body.Length > MessageTemplate.MaxLength)
            {
                throw new TemplateSyntaxException(MessageTemplate.MaxLength, $"The text is longer than {MessageTemplate.MaxLength / 1024} KB.");
            }

            var root = ReadBlock();
            if (_closing is not null)
            {
                throw new TemplateSyntaxException(_closingAt, $"\"{_closingName}\" has nothing before it that it belongs to.");
            }

            return new TemplateReading.Parsed(new MessageTemplate(body, root, _names.Used, _names.Unknown));
        }
        catch (TemplateSyntaxException error)
        {
            var (line, column) = Place(error.Position);
            return new TemplateReading.Refused(line, column, error.Message);
        }
    }

    /// <summary>Reads until the end of the body or a tag that no block begins with, which is left in <see cref="_closing"/>.</summary>
    private TemplateBlock ReadBlock()
    {
        var nodes = new List<TemplateNode>();
        _closing = null;
        while (_position < body.Length)
        {
            var open = NextOpening();
            AddText(nodes, open);
            if (open == body.Length)
            {
                _position = open;
                break;
            }

            var isTag = body[open + 1] == '%';
            var lexer = new TemplateLexer(body, open, isTag);
            if (isTag)
            {
                RefuseUnavailable(lexer.PeekName(), open);
            }

            var tokens = new TemplateTokens(lexer.Read(), _names);
            _position = lexer.End;
            _isTrimming = lexer.TrimsAfter;
            if (!isTag)
            {
                nodes.Add(new OutputNode(tokens.TakeChain()));
            }
            else if (!ReadTag(tokens, open, nodes))
            {
                break;
            }
        }

        return new TemplateBlock(nodes);
    }

    private int NextOpening()
    {
        for (var i = _position; i < body.Length - 1; i++)
        {
            if (body[i] == '{' && body[i + 1] is '{' or '%')
            {
                return i;
            }

            if (body[i] == '}' && body[i + 1] == '}')
            {
                throw new TemplateSyntaxException(i, "\"}}\" closes a placeholder, but none is open here: write \"{{\" before it.");
            }
        }

        return body.Length;
    }

    private void AddText(List<TemplateNode> nodes, int end)
    {
        var text = body[_position..end];
        if (_isTrimming)
        {
            text = text.TrimStart();
        }

        if (end + 2 < body.Length && body[end + 2] == '-')
        {
            text = text.TrimEnd();
        }

        if (text.Length > 0)
        {
            nodes.Add(new TextNode(text));
        }

        _isTrimming = false;
    }

    /// <summary>Reads what a tag begins; false when it ends or divides the block around it.</summary>
    private bool ReadTag(TemplateTokens tokens, int open, List<TemplateNode> nodes)
    {
        var name = tokens.TakeTagName();
        switch (name)
        {
            case "if" or "unless":
                nodes.Add(Nested(open, () => ReadIf(tokens, name, open)));
                return true;
            case "case":
                nodes.Add(Nested(open, () => ReadCase(tokens, open)));
                return true;
            case "assign":
                nodes.Add(tokens.TakeAssignment());
                return true;
            case "comment" or "raw":
                tokens.TakeEnd();
                SkipVerbatim(name, open, nodes);
                return true;
            case "elsif" or "else" or "endif" or "endunless" or "when" or "endcase":
                (_closing, _closingName, _closingAt) = (tokens, name, open);
                return false;
            default:
                throw new TemplateSyntaxException(open, $"\"{name}\" is no tag of a message. There are: if, unless, case, assign, comment, raw.");
        }
    }

    /// <summary>Tags of Liquid that messages do without, whatever stands behind their names.</summary>
    private static void RefuseUnavailable(string name, int open)
    {
        switch (name)
        {
            case "for" or "tablerow" or "cycle" or "break" or "continue":
                throw new TemplateSyntaxException(open, $"Loops (\"{name}\") are not available in messages.");
            case "include" or "render" or "layout" or "extends" or "section" or "block":
                throw new TemplateSyntaxException(open, $"A message cannot take in another text (\"{name}\").");
        }
    }

    private ChoiceNode Nested(int open, Func<ChoiceNode> read)
    {
        if (++_depth > MaxDepth)
        {
            throw new TemplateSyntaxException(open, $"Conditions stand in one another deeper than {MaxDepth}.");
        }

        var node = read();
        _depth--;
        return node;
    }

    private ChoiceNode ReadIf(TemplateTokens tokens, string name, int open)
    {
        var first = tokens.TakeCondition();
        var branches = new List<ChoiceBranch> { new(name == "unless" ? new Not(first) : first, ReadBlock()) };
        while (_closing is not null && _closingName != "end" + name)
        {
            if (_closingName is not ("elsif" or "else") || branches[^1].Condition is Always)
            {
                throw new TemplateSyntaxException(_closingAt, $"\"{_closingName}\" does not fit here: \"end{name}\" was expected.");
            }

            var condition = _closingName == "else" ? TakeElse(_closing) : _closing.TakeCondition();
            branches.Add(new ChoiceBranch(condition, ReadBlock()));
        }

        Close(open, name);
        return new ChoiceNode(branches);
    }

    private ChoiceNode ReadCase(TemplateTokens tokens, int open)
    {
        var subject = tokens.TakeOperand("a name to compare");
        tokens.TakeEnd();
        ReadBlock();
        var branches = new List<ChoiceBranch>();
        while (_closing is not null && _closingName != "endcase")
        {
            if (_closingName is not ("when" or "else") || (branches.Count > 0 && branches[^1].Condition is Always))
            {
                throw new TemplateSyntaxException(_closingAt, $"\"{_closingName}\" does not fit here: \"endcase\" was expected.");
            }

            var condition = _closingName == "else" ? TakeElse(_closing) : _closing.TakeWhen(subject);
            branches.Add(new ChoiceBranch(condition, ReadBlock()));
        }

        Close(open, "case");
        return new ChoiceNode(branches);
    }

    private static Always TakeElse(TemplateTokens tokens)
    {
        tokens.TakeEnd();
        return new Always();
    }

    private void Close(int open, string name)
    {
        if (_closing is null)
        {
            throw new TemplateSyntaxException(open, $"This \"{name}\" is never closed: \"{{% end{name} %}}\" is missing.");
        }

        _closing.TakeEnd();
        _closing = null;
    }

    /// <summary>Passes over the inside of <c>comment</c>, or keeps that of <c>raw</c> as text.</summary>
    private void SkipVerbatim(string name, int open, List<TemplateNode> nodes)
    {
        var start = _position;
        for (var at = body.IndexOf("{%", start, StringComparison.Ordinal); at >= 0; at = body.IndexOf("{%", at + 2, StringComparison.Ordinal))
        {
            var end = body.IndexOf("%}", at, StringComparison.Ordinal);
            if (end < 0)
            {
                break;
            }

            if (body.AsSpan(at + 2, end - at - 2).Trim("- \t\n\r").SequenceEqual("end" + name))
            {
                if (name == "raw" && at > start)
                {
                    nodes.Add(new TextNode(body[start..at]));
                }

                _position = end + 2;
                _isTrimming = body[end - 1] == '-';
                return;
            }
        }

        throw new TemplateSyntaxException(open, $"This \"{name}\" is never closed: \"{{% end{name} %}}\" is missing.");
    }

    private (int Line, int Column) Place(int position)
    {
        var before = body.AsSpan(0, Math.Min(position, body.Length));
        var lineStart = before.LastIndexOf('\n') + 1;
        var column = 1;
        foreach (var _ in before[lineStart..].EnumerateRunes())
        {
            column++;
        }

        return (before.Count('\n') + 1, column);
    }
}
