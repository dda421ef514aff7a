using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carillon.Server.Web.Api;

/// <summary>Text as it comes, but without the null character, which no column holds on both engines.</summary>
internal sealed class TextConverter : JsonConverter<string>
{
    private const string Refusal = "must be text without null characters and half surrogates";

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? Checked(ref reader) : throw new JsonInputException("must be text");

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Checked(ref reader);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    private static string Checked(ref Utf8JsonReader reader)
    {
        string text;
        try
        {
            text = reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // The reader says so when the bytes are no text.
            throw new JsonInputException(Refusal);
        }

        return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonInputException(Refusal) : text;
    }
}
