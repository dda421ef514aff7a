using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Carillon.Server.Web.Api;

/// <summary>
/// How JSON is written and read at the edge: strictly, so that a typing mistake never sends a campaign. In records named
/// <c>…Request</c>, what is neither nullable nor has a default is required.
/// </summary>
public static class ApiJson
{
    /// <summary>How deep a body may be nested: far deeper than anything that is taken, so that what is wrong is told where it stands.</summary>
    public const int MostLevels = 256;

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<string>> Names = new();

    /// <summary>The settings of every request and answer.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Gives the framework's own options the same rules.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = MostLevels;
        options.RespectNullableAnnotations = true;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Require).WithAddedModifier(RefuseGaps);
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new IdConverters());
        options.Converters.Add(new EnumConverters());
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new PhoneNumberConverter());
        options.Converters.Add(new MoneyConverter());
    }

    /// <summary>An enum's value as the API writes it.</summary>
    public static string NameOf<TEnum>(TEnum value)
        where TEnum : struct, Enum => EnumNames<TEnum>.NameOf(value);

    /// <summary>The names of an enum's values as the API writes them.</summary>
    internal static IReadOnlyList<string> NamesOf(Type type) => Names.GetOrAdd(type, static type =>
        (IReadOnlyList<string>)typeof(EnumNames<>).MakeGenericType(type).GetProperty(nameof(EnumNames<>.All), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!); // it is there, and never null

    internal static bool IsRequest(Type type) => type.IsClass && type.Name.EndsWith("Request", StringComparison.Ordinal);

    private static void Require(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object || !IsRequest(type.Type))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false } parameter && Nullable.GetUnderlyingType(parameter.ParameterType) is null)
            {
                property.IsRequired = true;
            }
        }
    }

    /// <summary>A list holds things, never null; the annotation of an element is not known to the reader.</summary>
    private static void RefuseGaps(JsonTypeInfo type)
    {
        if (type is { Kind: JsonTypeInfoKind.Enumerable, ElementType.IsValueType: false })
        {
            type.OnDeserialized = static list =>
            {
                if (((System.Collections.IEnumerable)list).Cast<object?>().Any(element => element is null))
                {
                    throw new JsonInputException("must not hold null");
                }
            };
        }
    }

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}
