using System.Text.Json;
using Carillon.Primitives;
using Carillon.Storage.Dialects;
using Carillon.Text;

namespace Carillon.Sending.Dispatch;

/// <summary>The words of one message, ready to leave, or the reason why there are none.</summary>
/// <param name="Body">The exact words.</param>
/// <param name="Segments">Billing parts.</param>
/// <param name="Skip">Why it must not leave; null: it may.</param>
public readonly record struct RenderedMessage(string Body, int Segments, SkipReason? Skip)
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
        return string.IsNullOrWhiteSpace(body) || count.Segments > SmsText.MaxSegments
            ? new RenderedMessage(body, count.Segments, SkipReason.Content)
            : new RenderedMessage(body, count.Segments, null);
    }

    private sealed class Values(WaitingMessage message, string brand) : ITemplateValues
    {
        private const string AttributePrefix = "attributes.";
        private Dictionary<string, string>? _attributes;

        public string? Find(string name) => name switch
        {
            "first_name" => message.FirstName,
            "last_name" => message.LastName,
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
