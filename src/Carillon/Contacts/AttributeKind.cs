using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carillon.Contacts;

/// <summary>In which form an own field was given, where it was no text.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AttributeKind>))]
public enum AttributeKind
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>True or false.</summary>
    YesNo,
}

/// <summary>An own field's value as it is given; numbers keep the digits they were written with.</summary>
/// <param name="Text">The value as a text: what templates write and filters ask.</param>
/// <param name="Kind">Its form; null: a text.</param>
public sealed record AttributeValue(string Text, AttributeKind? Kind = null)
{
    private const int MostInNumber = 100;

    /// <summary>A text.</summary>
    public static implicit operator AttributeValue(string text) => new(text);

    /// <summary>A value as JSON, in the form it was given; a text where it was changed since to what has not that form.</summary>
    public static JsonElement Element(string text, AttributeKind? kind) => kind switch
    {
        AttributeKind.YesNo when text is "true" or "false" => JsonSerializer.SerializeToElement(text is "true"),
        AttributeKind.Number when IsNumber(text) => JsonSerializer.Deserialize<JsonElement>(text),
        AttributeKind.YesNo or AttributeKind.Number or null => JsonSerializer.SerializeToElement(text),
        _ => throw new InvalidOperationException($"No such form: {kind}."),
    };

    private static bool IsNumber(string text)
    {
        if (text.Length is 0 or > MostInNumber || !(char.IsAsciiDigit(text[0]) || text[0] == '-') || !char.IsAsciiDigit(text[^1]))
        {
            return false;
        }

        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read() && reader.TokenType is JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
