using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carillon.Server.Web.Api;

/// <summary>The names of an enum at the edge: camelCase, or what <see cref="JsonStringEnumMemberNameAttribute"/> says.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public static class EnumNames<TEnum>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<TEnum, string> Names = Enum.GetValues<TEnum>().ToFrozenDictionary(value => value, NameInCode);
    private static readonly FrozenDictionary<string, TEnum> Values = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>What is accepted, for error messages.</summary>
    public static string Expected { get; } = $"must be one of {string.Join(", ", Enum.GetValues<TEnum>().Select(value => Names[value]))}";

    /// <summary>All names, in the order of the enum.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<TEnum>().Select(value => Names[value])];

    /// <summary>The name of a value.</summary>
    public static string NameOf(TEnum value) => Names[value];

    /// <summary>Reads an exact name.</summary>
    public static bool TryParse(string? text, out TEnum value)
    {
        value = default;
        return text is not null && Values.TryGetValue(text, out value);
    }

    private static string NameInCode(TEnum value)
    {
        var name = value.ToString();
        return typeof(TEnum).GetField(name)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(name);
    }
}
