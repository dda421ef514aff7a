using Carillon.Contacts;

namespace Carillon.Server.Contacts;

/// <summary>Lists in words.</summary>
public static class ListWords
{
    /// <summary>What marks a list whose filter says who is on it.</summary>
    public const string ByFilter = "By filter";

    /// <summary>A list's name where one is chosen from several.</summary>
    public static string Choice(string name, bool isDynamic) => isDynamic ? $"{name} (by filter)" : name;

    /// <summary>A list's name where one is chosen from several.</summary>
    public static string Choice(ListName list) => Choice(list.Name, list.IsDynamic);

    /// <summary>Why a list is not changed, for people.</summary>
    public static IReadOnlyList<string> Problems(ListOutcome outcome) => outcome switch
    {
        ListOutcome.Invalid invalid => [.. invalid.Errors.ByField.SelectMany(pair => pair.Value).Distinct()],
        ListOutcome.Refused refused => [refused.Why],
        ListOutcome.NotFound => ["The list was deleted in the meantime."],
        ListOutcome.Saved => [],
        _ => throw new InvalidOperationException($"No words for {outcome}."),
    };
}
