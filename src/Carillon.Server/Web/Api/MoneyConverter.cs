using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Primitives;

namespace Carillon.Server.Web.Api;

/// <summary>Money is <c>{"amount": "12.34", "currency": "USD"}</c>; the amount is a decimal text, so that no reader rounds it.</summary>
internal sealed class MoneyConverter : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var wire = JsonSerializer.Deserialize<Wire>(ref reader, options);
        return Money.TryParse(wire?.Amount, wire?.Currency, out var money)
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

    internal sealed record Wire(string? Amount, string? Currency);
}
