using System.Globalization;
using System.Text.Json;

namespace Carillon.Tests.Fakes;

/// <summary>The fake Twilio's message resource and its list.</summary>
internal static class FakeTwilioList
{
    private const string Rfc2822 = "ddd, dd MMM yyyy HH:mm:ss '+0000'";

    public static async Task AnswerAsync(FakeTwilio fake, FakeExchange exchange, DateTimeOffset now)
    {
        if (fake.Listing.Ask())
        {
            await exchange.AnswerAsync(500, "{}");
            return;
        }

        var query = FakeForm.Read(exchange.Query);
        var page = int.Parse(query.GetValueOrDefault("Page", "0"), CultureInfo.InvariantCulture);
        var size = Math.Min(int.Parse(query.GetValueOrDefault("PageSize", "50"), CultureInfo.InvariantCulture), fake.Listing.MostPerPage);
        var all = query.TryGetValue("To", out var to) ? fake.Log.To(to) : fake.Log.Acceptances();
        var visible = fake.Listing.Visible(all.Where(message => Matches(message, query)), now);
        var rest = visible.Skip(page * size).Take(size).ToList();
        var next = visible.Count > (page + 1) * size
            ? $"{exchange.Path}?{string.Join('&', query.Where(field => field.Key is not "Page")
                .Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}"))}&Page={page + 1}&PageToken=PA{page + 1}"
            : null;
        await exchange.AnswerAsync(200, FakeJson.Object((fake, rest, page, size, next), static (json, list) =>
        {
            json.WriteStartArray("messages"u8);
            foreach (var message in list.rest)
            {
                json.WriteStartObject();
                Members(json, list.fake, message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("page"u8, list.page);
            json.WriteNumber("page_size"u8, list.size);
            json.WriteString("next_page_uri"u8, list.next);
            json.WriteNull("previous_page_uri"u8);
        }));
    }

    /// <summary>One message as the API shows it.</summary>
    public static byte[] Write(FakeTwilio fake, Acceptance message) =>
        FakeJson.Object((fake, message), static (json, one) => Members(json, one.fake, one.message));

    private static bool Matches(Acceptance message, Dictionary<string, string> query)
    {
        var day = message.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return (!query.TryGetValue("From", out var from) || message.Send.From == from)
            && (!query.TryGetValue("DateSent", out var on) || day == on[..10])
            && (!query.TryGetValue("DateSent>", out var since) || string.CompareOrdinal(day, since[..10]) >= 0)
            && (!query.TryGetValue("DateSent<", out var until) || string.CompareOrdinal(day, until[..10]) <= 0);
    }

    private static void Members(Utf8JsonWriter json, FakeTwilio fake, Acceptance message)
    {
        var send = message.Send;
        json.WriteString("account_sid"u8, fake.AccountSid);
        json.WriteString("api_version"u8, "2010-04-01"u8);
        json.WriteString("body"u8, fake.Listing.Words(message));
        json.WriteString("date_created"u8, message.At.UtcDateTime.ToString(Rfc2822, CultureInfo.InvariantCulture));
        json.WriteNull("date_sent"u8);
        json.WriteString("direction"u8, "outbound-api"u8);
        if (message.ErrorCode is { } code)
        {
            json.WriteNumber("error_code"u8, int.Parse(code, CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull("error_code"u8);
        }

        json.WriteNull("error_message"u8);
        json.WriteString("from"u8, send.ServiceSid is null ? send.From : null);
        json.WriteString("messaging_service_sid"u8, send.ServiceSid);
        json.WriteString("num_media"u8, "0"u8);
        json.WriteString("num_segments"u8, send.ServiceSid is null ? "1"u8 : "0"u8);
        json.WriteNull("price"u8);
        json.WriteString("price_unit"u8, "USD"u8);
        json.WriteString("sid"u8, message.Id);
        json.WriteString("status"u8, message.Status);
        json.WriteString("to"u8, send.To);
        json.WriteString("uri"u8, $"/2010-04-01/Accounts/{fake.AccountSid}/Messages/{message.Id}.json");
    }
}
