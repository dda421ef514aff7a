using System.Text.Json;
using Carillon.Compliance.Content;
using Carillon.Primitives;
using Carillon.Storage.Dialects;
using Carillon.Text;

namespace Carillon.Sending.Dispatch;

/// <summary>The words of one message, ready to leave, or the reason why there are none.</summary>
/// <param name="Body">The exact words.</param>
/// <param name="Segments">Billing parts.</param>
/// <param name="Skip">Why it must not leave; null: it may.</param>
/// <param name="Rule">The rule about words that forbids it; null: it cannot be sent as it is.</param>
public readonly record struct RenderedMessage(string Body, int Segments, SkipReason? Skip, string? Rule = null)
{
    /// <summary>Renders a campaign's message, or counts the words of a single one.</summary>
    public static RenderedMessage Of(WaitingMessage message, RunView? run, string brand)
    {
        var body = message.Body;
        if (body is null)
        {
            if (run is null || !run.Texts.TryGetValue(message.Variant, out var template))
            {
                return new RenderedMessage("", 0, SkipReason.Content);
            }

            var rendered = template.Render(new Values(message, brand));
            if (rendered.IsCut)
            {
                return new RenderedMessage("", 0, SkipReason.Content);
            }

            body = rendered.Text;
            if (run.SmartEncoding)
            {
                body = SmsText.Replace(body, SmartEncoding.On);
            }
        }

        var count = SmsText.Count(body);
        if (string.IsNullOrWhiteSpace(body) || count.Segments > SmsText.MaxSegments)
        {
            return new RenderedMessage(body, count.Segments, SkipReason.Content);
        }

        // What a field brought into the text was not there when the template was looked at.
        return message.Kind != nameof(MessageKind.KeywordAnswer) && ContentLint.Blocks(body, ContentRules.Shipped) is { } rule
            ? new RenderedMessage(body, count.Segments, SkipReason.Content, rule)
            : new RenderedMessage(body, count.Segments, null);
    }

    private sealed class Values(WaitingMessage message, string brand) : ITemplateValues
    {
        private const string AttributePrefix = "attributes.";
        private Dictionary<string, string>? _attributes;

        public string? Find(string name) => name switch
        {
            "first_name" => PrintedName.Of(message.FirstName),
            "last_name" => PrintedName.Of(message.LastName),
            "email" => message.Email,
            "phone" => message.To.E164,
            "time_zone" => message.TimeZone,
            "region" => message.Region,
            "brand" => brand,
            _ when name.StartsWith(AttributePrefix, StringComparison.Ordinal) => Attributes().GetValueOrDefault(name[AttributePrefix.Length..]),
            _ => null,
        };

        private Dictionary<string, string> Attributes() =>
            _attributes ??= message.Attributes is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(message.Attributes) ?? [];
    }
}
