using System.Reflection;
using Carillon.Access.Audit;

namespace Carillon.Server.Access.Audit;

/// <summary>Actions of the audit log for people.</summary>
internal static class AuditWords
{
    /// <summary>Every action there is.</summary>
    public static IReadOnlyList<string> Actions { get; } =
        [.. typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!).Order()]; // constants of texts

    /// <summary><c>api-key.made</c> becomes "Api key made".</summary>
    public static string Of(string action)
    {
        var words = action.Replace('.', ' ').Replace('-', ' ').Replace("api", "API", StringComparison.Ordinal);
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
