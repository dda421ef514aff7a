namespace Carillon.Text.Templates;

/// <summary>A part of a read template.</summary>
internal abstract record TemplateNode
{
    public abstract void Render(TemplateRendering rendering);
}

/// <summary>Parts one after the other.</summary>
internal sealed record TemplateBlock(IReadOnlyList<TemplateNode> Nodes) : TemplateNode
{
    public override void Render(TemplateRendering rendering)
    {
        foreach (var node in Nodes)
        {
            if (rendering.IsCut)
            {
                return;
            }

            node.Render(rendering);
        }
    }
}

/// <summary>Words that are printed as they stand.</summary>
internal sealed record TextNode(string Text) : TemplateNode
{
    public override void Render(TemplateRendering rendering) => rendering.Append(Text);
}

/// <summary><c>{{ … }}</c></summary>
internal sealed record OutputNode(FilterChain Chain) : TemplateNode
{
    public override void Render(TemplateRendering rendering) => rendering.Append(Chain.Evaluate(rendering, isPrinted: true));
}

/// <summary><c>{% assign name = … %}</c></summary>
internal sealed record AssignNode(string Name, FilterChain Chain) : TemplateNode
{
    public override void Render(TemplateRendering rendering) =>
        rendering.Assign(Name, Chain.Evaluate(rendering, isPrinted: false), Chain.MissingName(rendering));
}

/// <summary><c>if</c>, <c>unless</c> and <c>case</c>: the first branch whose condition holds.</summary>
internal sealed record ChoiceNode(IReadOnlyList<ChoiceBranch> Branches) : TemplateNode
{
    public override void Render(TemplateRendering rendering)
    {
        foreach (var branch in Branches)
        {
            if (branch.Condition.Holds(rendering))
            {
                branch.Block.Render(rendering);
                return;
            }
        }
    }
}

/// <summary>A branch and when it is taken.</summary>
internal sealed record ChoiceBranch(Condition Condition, TemplateBlock Block);

/// <summary>A literal, or a name when <paramref name="Name"/> is set.</summary>
internal sealed record Operand(string? Name, object? Literal)
{
    public object? Evaluate(TemplateRendering rendering) => Name is null ? Literal : rendering.Find(Name);
}

/// <summary>A filter with its arguments.</summary>
internal sealed record FilterCall(TemplateFilter Filter, IReadOnlyList<Operand> Arguments);

/// <summary>A value and what is done to it before it is printed.</summary>
internal sealed record FilterChain(Operand Root, IReadOnlyList<FilterCall> Filters)
{
    private readonly bool _hasDefault = Filters.Any(IsDefault);
    private readonly bool _hasLiteralDefault = Filters.Any(call => IsDefault(call) && call.Arguments[0].Name is null);

    public object? Evaluate(TemplateRendering rendering, bool isPrinted)
    {
        var root = Root.Evaluate(rendering);
        var value = root;
        foreach (var call in Filters)
        {
            if (rendering.IsCut)
            {
                return null;
            }

            value = Apply(call, value, rendering);
        }

        if (isPrinted && root is null && Root.Name is not null && (!_hasDefault || (!_hasLiteralDefault && TemplateValue.Text(value).Length == 0)))
        {
            rendering.Miss(Root.Name);
        }

        return value;
    }

    /// <summary>The contact's name that an empty variable made from this chain goes back to; null when it has none.</summary>
    public string? MissingName(TemplateRendering rendering) => Root.Name is null ? null : rendering.Origin(Root.Name);

    private static bool IsDefault(FilterCall call) => call.Filter.Name == TemplateFilters.DefaultName;

    private static object? Apply(FilterCall call, object? value, TemplateRendering rendering)
    {
        var arguments = call.Arguments.Count == 0 ? [] : new object?[call.Arguments.Count];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = call.Arguments[i].Evaluate(rendering);
        }

        // Paid before the work: what a filter may read, and at most one full text that it may write.
        if (!rendering.Spend(TemplateValue.Length(value)))
        {
            return null;
        }

        var result = call.Filter.Apply(value, arguments);
        return rendering.Spend(TemplateValue.Length(result)) ? result : null;
    }
}

/// <summary>What an <c>if</c> asks.</summary>
internal abstract record Condition
{
    public abstract bool Holds(TemplateRendering rendering);
}

/// <summary>The condition of <c>else</c>.</summary>
internal sealed record Always : Condition
{
    public override bool Holds(TemplateRendering rendering) => true;
}

/// <summary>The condition of <c>unless</c>.</summary>
internal sealed record Not(Condition Inner) : Condition
{
    public override bool Holds(TemplateRendering rendering) => !Inner.Holds(rendering);
}

/// <summary>A value alone: neither nothing nor false.</summary>
internal sealed record IsSet(Operand Operand) : Condition
{
    public override bool Holds(TemplateRendering rendering) => Operand.Evaluate(rendering) is not (null or false);
}

/// <summary>Two values and a sign between them.</summary>
internal sealed record Comparison(Operand Left, string Sign, Operand Right) : Condition
{
    public override bool Holds(TemplateRendering rendering)
    {
        var left = Left.Evaluate(rendering);
        var right = Right.Evaluate(rendering);
        return Sign switch
        {
            "==" => TemplateValue.AreEqual(left, right),
            "!=" or "<>" => !TemplateValue.AreEqual(left, right),
            "contains" => left is not null && right is not null && rendering.Spend(TemplateValue.Length(left))
                && TemplateValue.Text(left).Contains(TemplateValue.Text(right), StringComparison.Ordinal),
            "<" => TemplateValue.Compare(left, right) is < 0,
            "<=" => TemplateValue.Compare(left, right) is <= 0,
            ">" => TemplateValue.Compare(left, right) is > 0,
            _ => TemplateValue.Compare(left, right) is >= 0,
        };
    }
}

/// <summary>Conditions joined by <c>and</c> and <c>or</c>, read from the right as Liquid does: a and b or c is a and (b or c).</summary>
internal sealed record Joined(IReadOnlyList<Condition> Conditions, IReadOnlyList<bool> JoinedByAnd) : Condition
{
    public override bool Holds(TemplateRendering rendering)
    {
        var holds = Conditions[^1].Holds(rendering);
        for (var i = Conditions.Count - 2; i >= 0; i--)
        {
            holds = JoinedByAnd[i] ? Conditions[i].Holds(rendering) && holds : Conditions[i].Holds(rendering) || holds;
        }

        return holds;
    }
}
