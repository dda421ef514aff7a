using System.Text.Json;
using Carillon.Channels.Wire;
using Carillon.Primitives;

namespace Carillon.Channels.OpenPhone;

/// <summary>Reads what OpenPhone answers; errors come in three shapes.</summary>
internal static class OpenPhoneAnswers
{
    /// <summary>The answer to a hand-over.</summary>
    public static ProviderAnswer Read(WireOutcome outcome) => WireAnswers.Read(outcome, ReadAccepted, ReadRefused, ReadError);

    /// <summary>Code and words of an error body; neither when it is not one.</summary>
    public static (string? Code, string? Message) ReadError(ReadOnlyMemory<byte> body)
    {
        var (code, message, _) = ReadTrouble(body);
        return (code, message);
    }

    /// <summary>Our status for OpenPhone's; null for one we do not know or that is not ours.</summary>
    public static MessageStatus? Status(string? status) => status switch
    {
        "queued" or "accepted" or "sending" or "scheduled" => MessageStatus.Accepted,
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
            using var json = JsonDocument.Parse(answer.Body);
            return json.RootElement.Member("data").Text("id") is { Length: > 0 } id
                ? new ProviderAnswer.Accepted(id, Segments: null, answer.ServerTime)
                : null;
        }
        catch (JsonException)
        {
            // A success that cannot be read is answered as unknown by the caller.
            return null;
        }
    }

    private static Refusal ReadRefused(WireOutcome.Answered answer)
    {
        var (code, message, path) = ReadTrouble(answer.Body);
        return WireAnswers.Refuse(OpenPhoneErrors.Meaning(code, path, answer.Status), code ?? $"HTTP {answer.Status}", message, answer.RetryAfter);
    }

    private static (string? Code, string? Message, string? Path) ReadTrouble(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            var inner = root.Member("error");
            return (
                root.Text("code"),
                inner.Text("message") ?? root.Text("description") ?? root.Text("message") ?? root.Text("title"),
                root.Items("errors").Select(error => error.Text("path")).FirstOrDefault());
        }
        catch (JsonException)
        {
            // Not OpenPhone's own words (a proxy's page, a body broken off): the status alone is read.
            return default;
        }
    }
}
