using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Server.Web.Api;

namespace Carillon.Server.Campaigns.Templates;

/// <summary>Words to be saved, as they come: half of a character in them is no error here, because it is saved as U+FFFD (sms-encoding.md §4).</summary>
/// <param name="Text">The words.</param>
[JsonConverter(typeof(Converter))]
internal sealed record BodyText(string Text)
{
    private sealed class Converter : JsonConverter<BodyText>
    {
        private static readonly BodyTextConverter Words = new();

        public override BodyText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = Words.Read(ref reader, typeof(string), options) ?? "";
            return text.Contains('\0', StringComparison.Ordinal) ? throw new JsonInputException("must be text without null characters") : new BodyText(text);
        }

        public override void Write(Utf8JsonWriter writer, BodyText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}

/// <summary>One of a campaign's texts, as it comes.</summary>
internal sealed record VariantInput(string Key, int Weight, BodyText? Body);
