using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Primitives;

namespace Carillon.Server.Web.Api;

/// <summary>Writes and reads ids of every kind as their 32 hexadecimal digits.</summary>
internal sealed class IdConverters : JsonConverterFactory
{
    public const string Expected = "must be an id: 32 hexadecimal digits";

    public override bool CanConvert(Type typeToConvert) => IsId(typeToConvert);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(IdConverter<>).MakeGenericType(typeToConvert))!; // a class always comes

    public static bool IsId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IId<>));

    private sealed class IdConverter<TId> : JsonConverter<TId>
        where TId : struct, IId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && Id.TryParse<TId>(reader.GetString(), out var id) ? id : throw new JsonInputException(Expected);

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value.ToString("N"));

        public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Id.TryParse<TId>(reader.GetString(), out var id) ? id : throw new JsonInputException(Expected);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value.ToString("N"));
    }
}
