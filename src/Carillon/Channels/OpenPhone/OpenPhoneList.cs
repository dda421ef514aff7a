using System.Globalization;
using System.Text.Json;
using Carillon.Channels.Wire;
using Carillon.Primitives;

namespace Carillon.Channels.OpenPhone;

/// <summary>
/// What OpenPhone knows of messages to a number: the thread between one of our numbers and theirs. Pages are followed to the last,
/// because the count of items it tells is not true. Anything that cannot be read to the end is answered as "could not be asked".
/// </summary>
internal static class OpenPhoneList
{
    private const int PageSize = 100;
    private const int MostPages = 50;

    /// <summary>Their clock is only known from their answer, so more is asked for and what is too old is left out afterwards.</summary>
    private static readonly TimeSpan ClocksDifferBy = TimeSpan.FromHours(2);

    public static async Task<IReadOnlyList<ProviderRecord>?> ReadAsync(
        ProviderWire wire, OpenPhoneLogin login, RecordQuery query, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!login.IsUsable)
        {
            return null;
        }

        var (numberId, isAsked) = await NumberIdAsync(wire, login, query, cancellationToken);
        if (numberId is null)
        {
            return null;
        }

        List<ProviderRecord> found = [];
        string? pageToken = null;
        for (var page = 0; page < MostPages; page++)
        {
            // All endpoints of a key together have one limit (openphone.md §3).
            if ((page > 0 || isAsked) && query.NextTurn is { } turn && !await turn(cancellationToken))
            {
                return null;
            }

            using var request = ProviderWire.Request(HttpMethod.Get, Page(login, query, numberId, pageToken), login.Authorization);
            var outcome = await wire.ExchangeAsync(request, cancellationToken);
            if (outcome is not WireOutcome.Answered { Status: 200, IsWhole: true } answer || !ReadPage(answer.Body, query with { CreatedSince = answer.OnTheirClock(query.CreatedSince, time) }, found, out pageToken))
            {
                outcome.TellWait(query.AskedToWait);
                return null;
            }

            if (pageToken is null)
            {
                return [.. found.OrderByDescending(record => record.CreatedAt)];
            }
        }

        return null;
    }

    /// <summary>One message by its id.</summary>
    public static async Task<ProviderRecord?> FetchAsync(
        ProviderWire wire, OpenPhoneLogin login, FateQuery query, CancellationToken cancellationToken)
    {
        if (!login.IsUsable)
        {
            return null;
        }

        var id = query.ProviderMessageId;
        using var request = ProviderWire.Request(HttpMethod.Get, new Uri($"{login.Messages}/{Uri.EscapeDataString(id)}"), login.Authorization);
        var outcome = await wire.ExchangeAsync(request, cancellationToken);
        if (outcome is not WireOutcome.Answered { Status: 200, IsWhole: true } answer)
        {
            outcome.TellWait(query.AskedToWait);
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            var message = json.RootElement.Member("data");
            return message.Text("id") == id && message.Instant("createdAt") is { } created ? ReadRecord(message, id, query.To, created) : null;
        }
        catch (JsonException)
        {
            // Not the message that was asked for, so nothing was learnt.
            return null;
        }
    }

    /// <summary>The list is kept by the provider's id of our number, which is asked for once where the sender does not name it; and whether a request was made.</summary>
    private static async Task<(string? Id, bool IsAsked)> NumberIdAsync(
        ProviderWire wire, OpenPhoneLogin login, RecordQuery query, CancellationToken cancellationToken)
    {
        if (OpenPhoneProvider.IsNumberId(query.SenderRef))
        {
            return (query.SenderRef, false);
        }

        if (login.NumberIds.TryGetValue(query.From.E164, out var known))
        {
            return (known, false);
        }

        using var request = ProviderWire.Request(HttpMethod.Get, login.PhoneNumbers, login.Authorization);
        var outcome = await wire.ExchangeAsync(request, cancellationToken);
        if (outcome is not WireOutcome.Answered { Status: 200, IsWhole: true } answer)
        {
            outcome.TellWait(query.AskedToWait);
            return (null, true);
        }

        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            foreach (var number in json.RootElement.Items("data"))
            {
                if (number.Text("number") is { } e164 && number.Text("id") is { Length: > 0 } id)
                {
                    login.NumberIds[e164] = id;
                }
            }
        }
        catch (JsonException)
        {
            // Not the list that was asked for, so nothing was learnt.
            return (null, true);
        }

        return (login.NumberIds.GetValueOrDefault(query.From.E164), true);
    }

    private static Uri Page(OpenPhoneLogin login, RecordQuery query, string numberId, string? pageToken)
    {
        using var form = new FormText(stackalloc byte[512]);
        form.Add("phoneNumberId", numberId);
        form.Add("participants", query.To.E164);
        form.Add("maxResults", PageSize.ToString(CultureInfo.InvariantCulture));
        form.Add("createdAfter", (query.CreatedSince - ClocksDifferBy).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        if (pageToken is not null)
        {
            form.Add("pageToken", pageToken);
        }

        return new Uri($"{login.Messages}?{form.ToString()}");
    }

    private static bool ReadPage(ReadOnlyMemory<byte> body, RecordQuery query, List<ProviderRecord> found, out string? pageToken)
    {
        pageToken = null;
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.Member("data").ValueKind is not JsonValueKind.Array)
            {
                return false;
            }

            foreach (var message in json.RootElement.Items("data"))
            {
                if (message.Text("direction") is "incoming")
                {
                    continue;
                }

                if (message.Text("id") is not { Length: > 0 } id || message.Instant("createdAt") is not { } created)
                {
                    return false;
                }

                if (created >= query.CreatedSince && IsTo(message, query.To))
                {
                    found.Add(ReadRecord(message, id, query.To, created));
                }
            }

            pageToken = json.RootElement.Text("nextPageToken") is { Length: > 0 } next ? next : null;
            return true;
        }
        catch (JsonException)
        {
            // Not the list that was asked for, so nothing was learnt.
            return false;
        }
    }

    private static bool IsTo(JsonElement message, PhoneNumber to) =>
        message.Text("to") == to.E164 || message.Items("to").Any(recipient => recipient.AsText() == to.E164);

    private static ProviderRecord ReadRecord(JsonElement message, string id, PhoneNumber to, DateTimeOffset created)
    {
        var status = OpenPhoneAnswers.Status(message.Text("status"));
        return new ProviderRecord(
            id,
            to,
            PhoneNumber.TryParseE164(message.Text("from"), out var from) ? from : null,
            message.Text("text") ?? message.Text("body") ?? "",
            created,
            status,
            status is MessageStatus.Undelivered or MessageStatus.Failed ? CarrierCodes.Failure(message.Text("errorCode"), null) : null);
    }
}
