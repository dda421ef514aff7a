using System.Globalization;
using System.Text.Json;

namespace Carillon.Tests.Fakes;

/// <summary>The fake OpenPhone's message resource, its lists and its numbers.</summary>
internal static class FakeOpenPhoneList
{
    public static async Task AnswerAsync(FakeOpenPhone fake, FakeExchange exchange, DateTimeOffset now)
    {
        var isV1 = exchange.Path == "/v1/messages";
        var query = FakeForm.Read(exchange.Query);
        if (fake.Listing.Ask())
        {
            await exchange.AnswerAsync(500, FakeOpenPhone.Error(500, "0201500", "Unknown"));
            return;
        }

        if (isV1 && (!query.ContainsKey("participants") || !query.ContainsKey("phoneNumberId") || !query.ContainsKey("maxResults")))
        {
            await exchange.AnswerAsync(400, FakeOpenPhone.Error(400, "0200400", "Bad Request", ""","errors":[{"path":"/query/participants","message":"Required"}]"""));
            return;
        }

        var to = query.GetValueOrDefault(isV1 ? "participants" : "to");
        var all = to is null ? fake.Log.Acceptances() : fake.Log.To(to);
        var visible = fake.Listing.Visible(all.Where(message => Matches(fake, message, query)), now);
        var asked = int.Parse(query.GetValueOrDefault(isV1 ? "maxResults" : "limit", "10"), CultureInfo.InvariantCulture);
        var start = int.Parse(query.GetValueOrDefault(isV1 ? "pageToken" : "after", "0").TrimStart('p'), CultureInfo.InvariantCulture);
        var size = Math.Min(asked, fake.Listing.MostPerPage);
        var next = visible.Count > start + size ? $"p{start + size}" : null;
        await exchange.AnswerAsync(200, FakeJson.Object((fake, isV1, page: visible.Skip(start).Take(size), next), static (json, list) =>
        {
            json.WriteStartArray("data"u8);
            foreach (var message in list.page)
            {
                json.WriteStartObject();
                Members(json, list.fake, message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (list.isV1)
            {
                // As documented, this number means nothing.
                json.WriteNumber("totalItems"u8, 1);
            }

            json.WriteString(list.isV1 ? "nextPageToken"u8 : "nextCursor"u8, list.next);
        }));
    }

    /// <summary>One message as the API shows it.</summary>
    public static byte[] Write(FakeOpenPhone fake, Acceptance message) => FakeJson.Object((fake, message), static (json, one) =>
    {
        json.WriteStartObject("data"u8);
        Members(json, one.fake, one.message);
        json.WriteEndObject();
    });

    /// <summary>The workspace's numbers.</summary>
    public static byte[] Numbers(IReadOnlyDictionary<string, string> numberIds) => FakeJson.Object(numberIds, static (json, numbers) =>
    {
        json.WriteStartArray("data"u8);
        foreach (var (number, id) in numbers)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("number"u8, number);
            json.WriteString("name"u8, "Main"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static bool Matches(FakeOpenPhone fake, Acceptance message, Dictionary<string, string> query)
    {
        var from = message.Send.From!;
        return (!query.TryGetValue("phoneNumberId", out var id) || from == id || fake.NumberId(fake.NumberOf(from)) == id)
            && (!query.TryGetValue("createdAfter", out var after) || message.At > Instant(after))
            && (!query.TryGetValue("createdAt[gt]", out var since) || message.At > Instant(since))
            && (!query.TryGetValue("createdBefore", out var before) || message.At < Instant(before));
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static void Members(Utf8JsonWriter json, FakeOpenPhone fake, Acceptance message)
    {
        var number = fake.NumberOf(message.Send.From!);
        json.WriteString("id"u8, message.Id);
        json.WriteStartArray("to"u8);
        json.WriteStringValue(message.To);
        json.WriteEndArray();
        json.WriteString("from"u8, number);
        json.WriteString("text"u8, fake.Listing.Words(message));
        json.WriteString("phoneNumberId"u8, message.Send.From!.StartsWith("PN", StringComparison.Ordinal) ? message.Send.From : fake.NumberId(number));
        json.WriteString("conversationId"u8, "CN1"u8);
        json.WriteString("direction"u8, "outgoing"u8);
        json.WriteString("userId"u8, "US1"u8);

        // The v1 surface has no word for "failed".
        json.WriteString("status"u8, message.Status == "failed" ? "undelivered" : message.Status);
        json.WriteString("createdAt"u8, Instant(message.At));
        json.WriteString("updatedAt"u8, Instant(message.At));
    }

    internal static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
