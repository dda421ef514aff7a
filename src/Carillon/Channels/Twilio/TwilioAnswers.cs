using System.Globalization;
using System.Text.Json;
using Carillon.Channels.Wire;
using Carillon.Primitives;

namespace Carillon.Channels.Twilio;

/// <summary>Reads what Twilio answers.</summary>
internal static class TwilioAnswers
{
    /// <summary>The answer to a hand-over.</summary>
    public static ProviderAnswer Read(WireOutcome outcome) => WireAnswers.Read(outcome, ReadAccepted, ReadRefused, ReadError);

    /// <summary>Code and words of an error body; neither when it is not one.</summary>
    public static (string? Code, string? Message) ReadError(ReadOnlyMemory<byte> body)
    {
        try
        {
            string? code = null;
            string? message = null;
            var reader = new Utf8JsonReader(body.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return default;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("code"u8))
                {
                    code = Scalar(ref reader);
                }
                else if (reader.ValueTextEquals("message"u8))
                {
                    message = Scalar(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            return (code, message);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // Not Twilio's own words (a proxy's page, a body broken off): the status alone is read.
            return default;
        }
    }

    /// <summary>Our status for Twilio's; null for one we do not know or that is not ours.</summary>
    public static MessageStatus? Status(string? status) => status switch
    {
        "queued" or "accepted" or "scheduled" or "sending" => MessageStatus.Accepted,
        "sent" or "partially_delivered" => MessageStatus.Sent,
        "delivered" or "read" => MessageStatus.Delivered,
        "undelivered" => MessageStatus.Undelivered,
        "failed" or "canceled" => MessageStatus.Failed,
        _ => null,
    };

    private static ProviderAnswer.Accepted? ReadAccepted(WireOutcome.Answered answer)
    {
        try
        {
            string? sid = null;
            int? segments = null;
            var reader = new Utf8JsonReader(answer.Body.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("sid"u8))
                {
                    sid = Scalar(ref reader);
                }
                else if (reader.ValueTextEquals("num_segments"u8))
                {
                    // Zero while a messaging service has not looked at the text yet.
                    segments = int.TryParse(Scalar(ref reader), CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;
                }
                else
                {
                    reader.Skip();
                }
            }

            return string.IsNullOrWhiteSpace(sid) ? null : new ProviderAnswer.Accepted(sid, segments, answer.ServerTime);
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // A success that cannot be read is answered as unknown by the caller.
            return null;
        }
    }

    private static Refusal ReadRefused(WireOutcome.Answered answer)
    {
        var (code, message) = ReadError(answer.Body);
        return WireAnswers.Refuse(TwilioErrors.Meaning(code, answer.Status), code ?? $"HTTP {answer.Status}", message, answer.RetryAfter);
    }

    private static string? Scalar(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null;
            default:
                reader.Skip();
                return null;
        }
    }
}
