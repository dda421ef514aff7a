using System.Text.RegularExpressions;

namespace Carillon.Tests.Architecture;

/// <summary>The rooms of the product in their order: a room uses those before it, none after it.</summary>
public static partial class Rooms
{
    private static readonly HashSet<string> PureForChannels = ["Primitives", "Text", "Channels"];

    private static readonly Lazy<ILookup<string, string>> TypesByRoom = new(ReadTypes);

    /// <summary>First to last.</summary>
    public static IReadOnlyList<string> InOrder { get; } =
    [
        "Primitives", "Text", "Statistics", "Storage", "Events", "Cluster", "Access", "Compliance", "Contacts", "Channels",
        "Sending", "Analytics", "Audiences", "Experiments", "Campaigns", "Receiving", "Webhooks", "Integrations",
    ];

    /// <summary>Whether one room may lean on another.</summary>
    public static bool MayUse(string room, string other) => room is "Channels"
        ? PureForChannels.Contains(other)
        : InOrder.IndexOf(other) <= InOrder.IndexOf(room);

    /// <summary>
    /// The rooms a file leans on: by a using line or a full name, and by a name such as <c>Sending.Lane</c>, which C# resolves
    /// inside our namespaces without any using line.
    /// </summary>
    public static IEnumerable<string> UsedBy(SourceFile file)
    {
        var code = NamespaceLine().Replace(file.Code, "");
        var full = FullName().Matches(code).Select(match => match.Groups["room"].Value);
        var half = HalfName().Matches(code)
            .Where(match => TypesByRoom.Value[match.Groups["room"].Value].Contains(match.Groups["type"].Value))
            .Select(match => match.Groups["room"].Value);
        return full.Concat(half).Where(InOrder.Contains).Distinct();
    }

    private static ILookup<string, string> ReadTypes() => SourceTree.Product
        .Where(file => InOrder.Contains(file.Room))
        .SelectMany(file => DeclaredType().Matches(file.Code).Select(match => (file.Room, Type: match.Groups["name"].Value)))
        .Distinct()
        .ToLookup(pair => pair.Room, pair => pair.Type);

    private static int IndexOf(this IReadOnlyList<string> rooms, string room) => rooms.TakeWhile(other => other != room).Count();

    [GeneratedRegex(@"^\s*@?namespace\s.*$", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\bCarillon\.(?:Server\.)?(?<room>[A-Z]\w*)\b")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![\w.])(?:Server\.)?(?<room>[A-Z]\w*)\.(?<type>[A-Z]\w*)")]
    private static partial Regex HalfName();

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum)\s+(?:class\s+|struct\s+)?(?<name>[A-Z]\w*)")]
    private static partial Regex DeclaredType();
}
