using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Primitives;

namespace Carillon.Server.Web.Api;

/// <summary>Numbers are E.164. Requests that take any human form have a text there and read it with the workspace's country.</summary>
internal sealed class PhoneNumberConverter : JsonConverter<PhoneNumber>
{
    public override PhoneNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String && PhoneNumber.TryParseE164(reader.GetString(), out var number)
            ? number
            : throw new JsonInputException("must be a phone number such as +14155550123");

    public override void Write(Utf8JsonWriter writer, PhoneNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.E164);
}
