using System.Text.Json;
using System.Text.RegularExpressions;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Web.Api;

/// <summary>Turns what the JSON reader could not take into errors beside fields, in words that name no type of ours.</summary>
internal static partial class JsonProblems
{
    public const string NotKnown = "is not a field that can be set here";

    /// <summary>Whether the text is no JSON at all, as against JSON of the wrong kind.</summary>
    public static bool IsMalformed(JsonException wrong) => wrong.InnerException is JsonException || wrong is { Path: null } and not JsonInputException;

    /// <summary>Notes the error at its field.</summary>
    /// <param name="errors">Where to.</param>
    /// <param name="wrong">What the reader said.</param>
    /// <param name="inside">The path of the value that was read; empty: the whole body.</param>
    public static void Note(InputErrors errors, JsonException wrong, string inside)
    {
        var path = FieldOf(wrong.Path, inside);
        if (wrong is JsonInputException)
        {
            errors.Add(path, wrong.Message);
        }
        else if (wrong.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            errors.Add(path, NotKnown, InputErrors.UnknownField);
        }
        else if (wrong.Message.StartsWith("Duplicate property", StringComparison.Ordinal))
        {
            errors.Add(path, "stands here twice");
        }
        else if (wrong.Message.Contains("missing required properties", StringComparison.Ordinal))
        {
            foreach (var name in Quoted().Matches(wrong.Message).Skip(1))
            {
                var field = name.Groups[1].Value;
                errors.Add(path is Whole ? field : $"{path}.{field}", "is required");
            }
        }
        else
        {
            errors.Add(path, wrong.Message.Contains("allow null values", StringComparison.Ordinal) ? "must not be null" : "is not of the kind this field takes");
        }
    }

    private const string Whole = "body";

    /// <summary><c>$.audience.lists[0]</c> becomes <c>audience.lists[0]</c>, <c>$['a b']</c> becomes <c>a b</c>.</summary>
    private static string FieldOf(string? path, string inside)
    {
        var rest = Bracketed().Replace((path ?? "$")[1..], ".$1").TrimStart('.');
        return (inside.Length, rest.Length) switch
        {
            (0, 0) => Whole,
            (_, 0) => inside,
            (0, _) => rest,
            _ => rest[0] is '[' ? inside + rest : $"{inside}.{rest}",
        };
    }

    [GeneratedRegex(@"\['(.*?)'\]")]
    private static partial Regex Bracketed();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
