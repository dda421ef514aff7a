using System.Globalization;
using System.Text.Json;
using Carillon.Channels.Wire;
using Carillon.Primitives;

namespace Carillon.Channels.Twilio;

/// <summary>
/// What Twilio knows of messages to a number. Asked without a date, because a message still queued has none to filter by; pages are
/// newest first, and a page on which everything is older than asked for is the last one looked at. Anything that cannot be read to
/// the end is answered as "could not be asked": taken for an empty list it would lead to a second text.
/// </summary>
internal static class TwilioList
{
    private const int PageSize = 100;
    private const int MostPages = 50;

    public static async Task<IReadOnlyList<ProviderRecord>?> ReadAsync(
        ProviderWire wire, TwilioLogin login, RecordQuery query, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!login.IsUsable)
        {
            return null;
        }

        List<ProviderRecord> found = [];
        var next = FirstPage(login, query);
        for (var page = 0; page < MostPages; page++)
        {
            if (page > 0 && query.NextTurn is { } turn && !await turn(cancellationToken))
            {
                return null;
            }

            using var request = ProviderWire.Request(HttpMethod.Get, next, login.Authorization);
            var outcome = await wire.ExchangeAsync(request, cancellationToken);
            if (outcome is not WireOutcome.Answered { Status: 200, IsWhole: true } answer
                || ReadPage(answer.Body, query with { CreatedSince = answer.OnTheirClock(query.CreatedSince, time) }, found) is not { } read)
            {
                outcome.TellWait(query.AskedToWait);
                return null;
            }

            if (read.IsPast || read.Next is null)
            {
                return found;
            }

            // The key goes with the request: never to another host than the one it belongs to.
            next = new Uri(login.BaseUrl, read.Next.TrimStart('/'));
            if (next.Authority != login.Messages.Authority || next.Scheme != login.Messages.Scheme)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>One message by its SID.</summary>
    public static async Task<ProviderRecord?> FetchAsync(
        ProviderWire wire, TwilioLogin login, FateQuery query, CancellationToken cancellationToken)
    {
        var sid = query.ProviderMessageId;
        if (!login.IsUsable || !sid.All(char.IsAsciiLetterOrDigit))
        {
            return null;
        }

        using var request = ProviderWire.Request(HttpMethod.Get, new Uri($"{login.Messages.AbsoluteUri[..^".json".Length]}/{sid}.json"), login.Authorization);
        var outcome = await wire.ExchangeAsync(request, cancellationToken);
        if (outcome is not WireOutcome.Answered { Status: 200, IsWhole: true } answer)
        {
            outcome.TellWait(query.AskedToWait);
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            return json.RootElement.Text("sid") == sid && json.RootElement.Instant("date_created") is { } created ? ReadRecord(json.RootElement, sid, query.To, created) : null;
        }
        catch (JsonException)
        {
            // Not the message that was asked for, so nothing was learnt.
            return null;
        }
    }

    private static Uri FirstPage(TwilioLogin login, RecordQuery query)
    {
        using var form = new FormText(stackalloc byte[256]);
        form.Add("To", query.To.E164);
        if (!TwilioProvider.IsService(query.SenderRef))
        {
            form.Add("From", query.From.E164);
        }

        form.Add("PageSize", PageSize.ToString(CultureInfo.InvariantCulture));
        return new Uri($"{login.Messages}?{form.ToString()}");
    }

    private static (bool IsPast, string? Next)? ReadPage(ReadOnlyMemory<byte> body, RecordQuery query, List<ProviderRecord> found)
    {
        try
        {
            using var page = JsonDocument.Parse(body);
            var isPast = true;
            foreach (var message in page.RootElement.GetProperty("messages").EnumerateArray())
            {
                if (message.Text("sid") is not { Length: > 0 } sid || message.Instant("date_created") is not { } created)
                {
                    return null;
                }

                isPast &= created < query.CreatedSince;
                if (created >= query.CreatedSince && Concerns(message, query))
                {
                    found.Add(ReadRecord(message, sid, query.To, created));
                }
            }

            return (isPast, page.RootElement.Text("next_page_uri"));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Not the list that was asked for, so nothing was learnt.
            return null;
        }
    }

    private static bool Concerns(JsonElement message, RecordQuery query) =>
        message.Text("to") == query.To.E164
        && message.Text("direction") is not "inbound"
        && (TwilioProvider.IsService(query.SenderRef) || message.Text("from") is null || message.Text("from") == query.From.E164);

    private static ProviderRecord ReadRecord(JsonElement message, string sid, PhoneNumber to, DateTimeOffset created)
    {
        var status = TwilioAnswers.Status(message.Text("status"));
        return new ProviderRecord(
            sid,
            to,
            PhoneNumber.TryParseE164(message.Text("from"), out var from) ? from : null,
            message.Text("body") ?? "",
            created,
            status,
            status is MessageStatus.Undelivered or MessageStatus.Failed
                ? CarrierCodes.Failure(message.Text("error_code"), message.Text("error_message"))
                : null);
    }
}
