using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carillon.Server.Web.Api;

/// <summary>How JSON is written and read at the edge: strictly, so that a typing mistake never sends a campaign.</summary>
public static class ApiJson
{
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
        options.RespectNullableAnnotations = true;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
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

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
