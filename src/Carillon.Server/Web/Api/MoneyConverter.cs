using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Primitives;

namespace Carillon.Server.Web.Api;

/// <summary>Money is <c>{"amount": "12.34", "currency": "USD"}</c>; the amount is a decimal text, so that no reader rounds it.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement is { ValueKind: JsonValueKind.Object } wire && wire.EnumerateObject().Count() is 2
            && Money.TryParse(TextOf(wire, "amount"), TextOf(wire, "currency"), out var money)
                ? money
                : throw new JsonInputException("must be money such as {\"amount\": \"12.34\", \"currency\": \"USD\"}");
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("amount", value.AmountText);
        writer.WriteString("currency", value.Currency);
        writer.WriteEndObject();
    }

    private static string? TextOf(JsonElement wire, string name) =>
        wire.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
