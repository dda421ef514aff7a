using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Carillon.Tests.Road;

/// <summary>The end of the legal hours at the wire, by the clock of the test, and the proof of what was done.</summary>
public sealed partial class LegalHoursRoadTests
{
    private const string Early = "+12125550170";
    private const string Late = "+12125550171";
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    private readonly ShiftedClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Nothing_starts_within_the_margin_before_the_close_and_nothing_may_lie_at_the_provider_past_it(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings, alter: builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        var close = NextClose();
        _clock.AdvanceTo(close.AddMinutes(-12));
        await StartAsync(road, Early);
        await twilio.Log.WaitForAsync(1, Token);
        _clock.AdvanceTo(close.AddMinutes(-5).AddSeconds(1));
        var late = await StartAsync(road, Late);
        var held = await MessageAsync(road, late, "queued");

        var send = twilio.Log.Sends().Single();
        send.To.Should().Be(Early);
        send.ValidityPeriod.Should().NotBeNull();
        (send.BeganAt.AddSeconds(send.ValidityPeriod!.Value)).Should().BeAfter(send.BeganAt).And.BeOnOrBefore(close.AddMinutes(-5).AddSeconds(1)); // checked above
        held.GetProperty("reason").GetString().Should().Be("quietHours");
        var decision = (await road.Client.GetJsonAsync($"/api/v1/messages/{held.GetProperty("id").GetString()}/decisions")).GetProperty("items")[0];
        decision.GetProperty("until").GetDateTimeOffset().Should().Be(Opening(close), "it is asked again when the hours begin");
        _clock.AdvanceTo(Opening(close).AddSeconds(1));
        await twilio.Log.WaitForAsync(2, Token);
        twilio.Log.Sends()[^1].To.Should().Be(Late);
    }

    [Theory, EachDatabase]
    public async Task The_document_of_a_number_opens_and_names_consent_texts_opt_out_and_decisions(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        await using var road = await Road.StartAsync(engine, "twilio", twilio.Settings, alter: builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        _clock.AdvanceTo(NextClose().AddMinutes(-12));
        var first = await StartAsync(road, Early);
        var sent = await MessageAsync(road, first, "accepted");
        (await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), Early, Road.From, "please take me off this list")).Should().Be(200);
        var second = await StartAsync(road, Early, isNew: false);
        await MessageAsync(road, second, "skipped");

        var document = Encoding.Latin1.GetString(await road.Client.GetByteArrayAsync(new Uri($"/api/v1/proof.pdf?phone={Uri.EscapeDataString(Early)}", UriKind.Relative), Token));

        ShouldOpen(document);
        var text = string.Join(' ', Shown().Matches(document).Select(match => match.Groups[1].Value.Replace("\\(", "(", StringComparison.Ordinal).Replace("\\)", ")", StringComparison.Ordinal)))
            .Replace("       ", "", StringComparison.Ordinal); // a long line goes on behind six spaces
        text.Should().Contain("CONSENT AS IT STANDS").And.Contain("Sms Marketing: Unsubscribed");
        text.Should().Contain("Sms OptedOut since").And.Contain("OptIn by Api").And.Contain("till receipt").And.Contain("OptOut by Keyword").And.Contain("please take me off this list");
        text.Should().Contain(sent.GetProperty("providerMessageId").GetString()).And.Contain("Harbor Bakery: we open at nine.");
        text.Should().Contain("Refused by suppression").And.Contain("THE LEDGER").And.Contain("hash ");
    }

    /// <summary>As a reader opens it: the table's place stands at the end, and each entry leads to its object.</summary>
    private static void ShouldOpen(string document)
    {
        var start = int.Parse(Start().Match(document).Groups[1].Value, CultureInfo.InvariantCulture);
        document[start..].Should().StartWith("xref\n0 ");
        var entries = Entry().Matches(document[start..]);
        entries.Should().NotBeEmpty();
        for (var i = 0; i < entries.Count; i++)
        {
            document[int.Parse(entries[i].Groups[1].Value, CultureInfo.InvariantCulture)..].Should().StartWith($"{i + 1} 0 obj\n");
        }

        foreach (Match stream in Stream().Matches(document))
        {
            var length = int.Parse(stream.Groups[1].Value, CultureInfo.InvariantCulture);
            document[(stream.Index + stream.Length + length)..].Should().StartWith("\nendstream");
        }
    }

    private DateTimeOffset NextClose()
    {
        var day = Instant.FromDateTimeOffset(_clock.GetUtcNow().AddDays(1)).InZone(NewYork).Date;
        return (day + new LocalTime(21, 0)).InZoneLeniently(NewYork).ToDateTimeOffset().ToUniversalTime();
    }

    private static DateTimeOffset Opening(DateTimeOffset close)
    {
        var day = Instant.FromDateTimeOffset(close).InZone(NewYork).Date.PlusDays(1);
        return (day + new LocalTime(8, 0)).InZoneLeniently(NewYork).ToDateTimeOffset().ToUniversalTime();
    }

    private static async Task<string> StartAsync(Road road, string phone, bool isNew = true)
    {
        if (isNew)
        {
            await Road.PostAsync(road.Client, "/api/v1/contacts", new { phone, firstName = "Ada" });
            await Road.PostAsync(road.Client, "/api/v1/opt-ins", new { phone, evidence = "till receipt" });
        }

        var person = (await road.Client.GetJsonAsync($"/api/v1/contacts?phone={Uri.EscapeDataString(phone)}")).GetProperty("items")[0].GetProperty("id").GetString();
        var campaign = (await Road.PostAsync(road.Client, "/api/v1/campaigns", new
        {
            name = "Autumn",
            audience = new { contactIds = new[] { person } },
            body = "Harbor Bakery: we open at nine. Reply STOP to opt out.",
            from = new { senderId = road.SenderId },
        })).GetProperty("id").GetString()!; // every campaign has one
        await road.ActAsync(campaign, "start");
        return campaign;
    }

    private static async Task<JsonElement> MessageAsync(Road road, string campaign, string status)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var messages = (await road.Client.GetJsonAsync($"/api/v1/messages?campaign={campaign}")).GetProperty("items");
            if (messages.GetArrayLength() == 1 && messages[0].GetProperty("status").GetString() == status && (status != "queued" || messages[0].GetProperty("reason").ValueKind != JsonValueKind.Null))
            {
                return messages[0];
            }

            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), messages.ToString());
        }
    }

    [GeneratedRegex("""\(((?:[^()\\]|\\.)*)\) *(?:Tj|')""")]
    private static partial Regex Shown();

    [GeneratedRegex("""startxref\n(\d+)\n%%EOF\n$""")]
    private static partial Regex Start();

    [GeneratedRegex("""(\d{10}) 00000 n""")]
    private static partial Regex Entry();

    [GeneratedRegex("""<< /Length (\d+) >>\nstream\n""")]
    private static partial Regex Stream();
}
