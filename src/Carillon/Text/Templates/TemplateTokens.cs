using System.Globalization;

namespace Carillon.Text.Templates;

/// <summary>The words and signs inside one pair of braces, taken piece by piece and given a meaning.</summary>
internal sealed class TemplateTokens(IReadOnlyList<TemplateToken> tokens, TemplateNames names)
{
    private int _next;

    private string Closing => tokens[^1].Text;

    private TemplateToken Here => tokens[_next];

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

    public string TakeTagName() => Here.Kind == TokenKind.Word ? tokens[_next++].Text : throw Expected("the name of a tag, such as if");

    public AssignNode TakeAssignment()
    {
        if (Here.Kind != TokenKind.Word || Here.Text.Contains('.', StringComparison.Ordinal))
        {
            throw Expected("the name of a variable");
        }

        var name = tokens[_next++].Text;
        if (!TakeSign("="))
        {
            throw Expected("\"=\"");
        }

        var chain = TakeChain();
        names.Assign(name);
        return new AssignNode(name, chain);
    }

    public Condition TakeCondition()
    {
        var conditions = new List<Condition> { TakeComparison() };
        var joins = new List<bool>();
        while (Here is { Kind: TokenKind.Word, Text: "and" or "or" })
        {
            joins.Add(tokens[_next++].Text == "and");
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
        if (token.Kind is TokenKind.Sign or TokenKind.End)
        {
            throw Expected(wanted);
        }

        _next++;
        return token switch
        {
            { Kind: TokenKind.Text } => new Operand(null, token.Text),
            { Kind: TokenKind.Number } => new Operand(null, decimal.Parse(token.Text, CultureInfo.InvariantCulture)),
            { Text: "nil" or "null" or "blank" or "empty" } => new Operand(null, null),
            { Text: "true" } => new Operand(null, true),
            { Text: "false" } => new Operand(null, false),
            _ => new Operand(names.Use(token.Text), null),
        };
    }

    public void TakeEnd()
    {
        if (Here.Kind != TokenKind.End)
        {
            throw new TemplateSyntaxException(Here.Position, $"\"{Here.Text}\" was not expected here: \"{Closing}\" was.");
        }
    }

    private Condition TakeComparison()
    {
        var left = TakeOperand("a name to ask about");
        if (Here is { Kind: TokenKind.Sign, Text: "==" or "!=" or "<>" or "<" or ">" or "<=" or ">=" } or { Kind: TokenKind.Word, Text: "contains" })
        {
            var sign = tokens[_next++].Text;
            return new Comparison(left, sign, TakeOperand($"something behind \"{sign}\""));
        }

        if (Here is { Kind: TokenKind.Sign, Text: "=" })
        {
            throw new TemplateSyntaxException(Here.Position, "To compare, write \"==\".");
        }

        return new IsSet(left);
    }

    private FilterCall TakeFilter(Operand root)
    {
        var name = Here;
        if (name.Kind != TokenKind.Word)
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
        if (Here.Kind != TokenKind.Sign || Here.Text != sign)
        {
            return false;
        }

        _next++;
        return true;
    }

    private bool TakeWord(string word)
    {
        if (Here.Kind != TokenKind.Word || Here.Text != word)
        {
            return false;
        }

        _next++;
        return true;
    }

    private TemplateSyntaxException Expected(string wanted) => Here.Kind == TokenKind.End
        ? new(Here.Position, $"Before \"{Closing}\" {wanted} is missing.")
        : new(Here.Position, $"\"{Here.Text}\" was not expected here: {wanted} was.");
}
