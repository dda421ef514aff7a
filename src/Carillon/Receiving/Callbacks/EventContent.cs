using System.Text.Json;
using System.Text.Json.Serialization;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Receiving.Texts;

namespace Carillon.Receiving.Callbacks;

/// <summary>What a stored callback tells, as our own reading of it: one of the kinds, or the raw bytes where it could not be read.</summary>
internal sealed record EventContent
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new PhoneNumberText() },
    };

    /// <summary>A word on a message's fate.</summary>
    public ChannelEvent.Receipt? Receipt { get; init; }

    /// <summary>A text to us.</summary>
    public ChannelEvent.InboundText? Text { get; init; }

    /// <summary>A call.</summary>
    public ChannelEvent.Call? Call { get; init; }

    /// <summary>The opt-out that was committed with the event.</summary>
    public TakenOptOut? OptOut { get; init; }

    /// <summary>The callback itself, where it could not be read.</summary>
    public RawCallback? Raw { get; init; }

    /// <summary>The content of what a provider told.</summary>
    public static EventContent Of(ChannelEvent? told) => told switch
    {
        ChannelEvent.Receipt receipt => new EventContent { Receipt = receipt },
        ChannelEvent.InboundText text => new EventContent { Text = text },
        ChannelEvent.Call call => new EventContent { Call = call },
        null => new EventContent(),
        _ => throw new ArgumentOutOfRangeException(nameof(told), told, "No content for this kind of event."),
    };

    /// <summary>Reads stored content.</summary>
    public static EventContent Parse(string text) => JsonSerializer.Deserialize<EventContent>(text, Json) ?? new EventContent();

    /// <summary>Reads stored content; null for what is none.</summary>
    public static EventContent? TryParse(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (JsonException)
        {
            // Whoever handles the event reads it again and tells why it failed.
            return null;
        }
    }

    /// <summary>Whose events wait for one another.</summary>
    [JsonIgnore]
    public PhoneNumber? Number => Text?.From ?? Call?.With;

    /// <summary>The text to store.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Json);

    private sealed class PhoneNumberText : JsonConverter<PhoneNumber>
    {
        public override PhoneNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            PhoneNumber.TryParseE164(reader.GetString(), out var number) ? number : throw new JsonException("Not an E.164 number.");

        public override void Write(Utf8JsonWriter writer, PhoneNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.E164);
    }
}

/// <summary>A verified callback that could not be read, kept so that it can be tried again.</summary>
/// <param name="Url">The address called.</param>
/// <param name="ContentType">What the body says it is.</param>
/// <param name="Body">The raw bytes.</param>
internal sealed record RawCallback(Uri Url, string? ContentType, byte[] Body)
{
    public static RawCallback Of(IncomingCallback callback) =>
        new(callback.Url, callback.Headers.GetValueOrDefault("content-type"), callback.Body.ToArray());

    public IncomingCallback ToCallback() =>
        new(Url, ContentType is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["content-type"] = ContentType }, Body);
}
