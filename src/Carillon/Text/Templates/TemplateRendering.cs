using System.Text;

namespace Carillon.Text.Templates;

/// <summary>One rendering under way: the text so far, what was missing, the author's own variables, and the work left.</summary>
internal sealed class TemplateRendering(ITemplateValues values)
{
    private readonly StringBuilder _text = new();
    private List<string>? _missing;
    private Dictionary<string, (object? Value, string? Origin)>? _assigned;
    private int _budget = RenderBudget.Characters;

    /// <summary>A limit was met: nothing more is printed.</summary>
    public bool IsCut { get; private set; }

    public object? Find(string name)
    {
        if (_assigned is not null && _assigned.TryGetValue(name, out var own))
        {
            return own.Value;
        }

        var value = values.Find(name);
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }

    public void Assign(string name, object? value, string? origin) =>
        (_assigned ??= new(StringComparer.OrdinalIgnoreCase))[name] = (value, origin);

    /// <summary>The contact's name behind one of the author's variables.</summary>
    public string Origin(string name) => _assigned is not null && _assigned.TryGetValue(name, out var own) ? own.Origin ?? name : name;

    public void Miss(string name)
    {
        _missing ??= [];
        var origin = Origin(name);
        if (!_missing.Contains(origin))
        {
            _missing.Add(origin);
        }
    }

    public void Append(object? value)
    {
        var text = value as string ?? TemplateValue.Text(value);
        if (_text.Length + text.Length > MessageTemplate.MaxLength)
        {
            IsCut = true;
            return;
        }

        _text.Append(text);
    }

    /// <summary>Takes work off the budget; false when none is left.</summary>
    public bool Spend(int characters)
    {
        _budget -= characters + RenderBudget.PerStep;
        if (_budget >= 0 && characters <= MessageTemplate.MaxLength)
        {
            return true;
        }

        IsCut = true;
        return false;
    }

    public RenderedText Finish() =>
        new(TextNormalisation.WithWholeCharacters(_text.ToString()), (IReadOnlyList<string>?)_missing ?? [], IsCut);
}

/// <summary>
/// How much one rendering may do, counted in characters read and written by filters. A count and not a clock, so that a
/// body either always renders or never does; it is spent in well under 100 ms.
/// </summary>
internal static class RenderBudget
{
    public const int Characters = 2_000_000;

    /// <summary>What the shortest step costs.</summary>
    public const int PerStep = 32;
}
