using System.Collections.Frozen;
using Carillon.Text.Templates;

namespace Carillon.Text;

/// <summary>
/// A body with placeholders in Liquid, read once and rendered for many. Immutable, so any number of threads may share one.
/// </summary>
/// <remarks>
/// Placeholders (<c>{{ first_name | default: "there" }}</c>), <c>if</c>, <c>unless</c>, <c>case</c>, <c>assign</c>, <c>comment</c>
/// and <c>raw</c>. There are no loops and no inclusion, so the work of a rendering is bounded by its body, and the
/// <see cref="RenderBudget"/> bounds it again. Values are only ever printed: braces inside them mean nothing.
/// </remarks>
public sealed class MessageTemplate
{
    /// <summary>The longest body and the longest rendering, in characters.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The contact's fields, as bodies name them; its own attributes are <c>attributes.x</c>.</summary>
    public static readonly FrozenSet<string> ContactFields =
        FrozenSet.ToFrozenSet(["first_name", "last_name", "email", "phone", "time_zone", "region"], StringComparer.OrdinalIgnoreCase);

    private readonly TemplateBlock _root;

    internal MessageTemplate(string body, TemplateBlock root, IReadOnlyList<string> variables, IReadOnlyList<string> unknown)
    {
        Body = body;
        _root = root;
        Variables = variables;
        UnknownVariables = unknown;
    }

    /// <summary>The body as written.</summary>
    public string Body { get; }

    /// <summary>The names the body asks for, each once, in order of appearance; attributes as <c>attributes.x</c>.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>Those of <see cref="Variables"/> that are no contact field, no attribute and none of the names given to Parse.</summary>
    public IReadOnlyList<string> UnknownVariables { get; }

    /// <summary>Whether it is the same for everyone.</summary>
    public bool IsConstant => Variables.Count == 0;

    /// <summary>Reads a body.</summary>
    /// <param name="body">The text with placeholders.</param>
    /// <param name="alsoKnown">Names beyond the contact's that the caller can fill, such as <c>brand</c>.</param>
    public static TemplateReading Parse(string body, params IReadOnlyCollection<string> alsoKnown) => new TemplateParser(body, alsoKnown).Parse();

    /// <summary>The body filled with these values.</summary>
    public RenderedText Render(ITemplateValues values)
    {
        var rendering = new TemplateRendering(values);
        _root.Render(rendering);
        return rendering.Finish();
    }
}

/// <summary>What a template's names stand for, for one recipient.</summary>
public interface ITemplateValues
{
    /// <summary>
    /// The value of a name such as <c>first_name</c> or <c>attributes.roof_age</c> (the part behind the first dot as the author
    /// wrote it); null when there is none. White space alone counts as none.
    /// </summary>
    string? Find(string name);
}

/// <summary>Values from a dictionary: samples of an editor.</summary>
public sealed class SampleValues(IReadOnlyDictionary<string, string?> values) : ITemplateValues
{
    /// <inheritdoc/>
    public string? Find(string name) => values.GetValueOrDefault(name);
}

/// <summary>What became of reading a body.</summary>
public abstract record TemplateReading
{
    private TemplateReading()
    {
    }

    /// <summary>It can be rendered.</summary>
    public sealed record Parsed(MessageTemplate Template) : TemplateReading;

    /// <summary>It cannot; where and why.</summary>
    /// <param name="Line">From 1.</param>
    /// <param name="Column">From 1, in characters as a reader counts them (a pair of surrogates is one).</param>
    /// <param name="Reason">A sentence for the author.</param>
    public sealed record Refused(int Line, int Column, string Reason) : TemplateReading
    {
        /// <summary>Position and reason in one sentence.</summary>
        public string Message => $"Line {Line}, column {Column}: {Reason}";
    }
}

/// <summary>A body filled for one recipient.</summary>
/// <param name="Text">What would be sent.</param>
/// <param name="Missing">Names printed without a default whose value was empty, each once.</param>
/// <param name="IsCut">The limit of <see cref="MessageTemplate.MaxLength"/> or of work was met: the text is incomplete and must not be sent.</param>
public sealed record RenderedText(string Text, IReadOnlyList<string> Missing, bool IsCut);
