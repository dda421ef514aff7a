using System.Text.RegularExpressions;

namespace Carillon.Tests.Architecture;

/// <summary>A source file of the repository.</summary>
/// <param name="Path">From the root of the repository, with forward slashes.</param>
/// <param name="Text">All of it.</param>
public sealed partial record SourceFile(string Path, string Text)
{
    private string? _code;

    /// <summary>The text with comments blank and string literals empty, so that only what is compiled counts.</summary>
    public string Code => _code ??= NotCode().Replace(Text, match => match.Value switch
    {
        ['/', ..] or ['@', '*', ..] => " ",
        ['\'', ..] => "' '",
        _ => "\"\"",
    });

    /// <summary>The project it belongs to, such as "src/Carillon".</summary>
    public string Project => string.Join('/', Path.Split('/')[..2]);

    /// <summary>The folders between the project and the file.</summary>
    public IReadOnlyList<string> Folders => Path.Split('/')[2..^1];

    /// <summary>The first folder in the project: the room; empty for files beside the project file.</summary>
    public string Room => Folders is [var room, ..] ? room : "";

    /// <inheritdoc/>
    public override string ToString() => Path;

    // Raw strings, verbatim strings, plain strings, characters, Razor comments, line and block comments.
    [GeneratedRegex("""""
        ("{3,})[\s\S]*?\1 | (?:\$@|@\$?)"(?:[^"]|"")*" | "(?:\\.|[^"\\\n])*" | '(?:\\[^\n]+?|[^'\\\n])' | @\*[\s\S]*?\*@ | //[^\n]* | /\*[\s\S]*?\*/
        """"", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NotCode();
}
