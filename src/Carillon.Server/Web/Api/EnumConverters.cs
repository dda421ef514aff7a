using System.Text.Json;
using System.Text.Json.Serialization;

namespace Carillon.Server.Web.Api;

/// <summary>Writes and reads enums by exact name (<see cref="EnumNames{TEnum}"/>); never by number.</summary>
internal sealed class EnumConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(EnumConverter<>).MakeGenericType(typeToConvert))!; // a class always comes

    private sealed class EnumConverter<TEnum> : JsonConverter<TEnum>
        where TEnum : struct, Enum
    {
        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && EnumNames<TEnum>.TryParse(reader.GetString(), out var value)
                ? value
                : throw new JsonInputException(EnumNames<TEnum>.Expected);

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(EnumNames<TEnum>.NameOf(value));

        public override TEnum ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            EnumNames<TEnum>.TryParse(reader.GetString(), out var value) ? value : throw new JsonInputException(EnumNames<TEnum>.Expected);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) =>
            writer.WritePropertyName(EnumNames<TEnum>.NameOf(value));
    }
}
