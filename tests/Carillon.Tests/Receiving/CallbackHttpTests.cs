using System.Net;
using System.Text;
using AwesomeAssertions;
using Carillon.Receiving;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Receiving;

public sealed class CallbackHttpTests
{
    private const string Them = "+16175550123";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_signed_text_is_taken_once_and_a_repetition_changes_nothing(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        var url = road.CallbackUrl("twilio");

        (await twilio.Callbacks.PostInboundAsync(url, Them, Road.Road.From, "Hello", sid: "SM1", stop: Token)).Should().Be(200);
        (await twilio.Callbacks.PostInboundAsync(url, Them, Road.Road.From, "Hello", sid: "SM1", stop: Token)).Should().Be(200);

        (await EventsAsync(road)).Should().ContainSingle();
    }

    [Theory]
    [InlineData(CallbackTwist.NoSignature)]
    [InlineData(CallbackTwist.WrongKey)]
    [InlineData(CallbackTwist.WrongUrl)]
    [InlineData(CallbackTwist.AlteredBody)]
    public async Task A_forged_text_is_refused_and_leaves_nothing(CallbackTwist twist)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(Engine.Sqlite, "twilio", twilio.Settings);

        (await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), Them, Road.Road.From, "STOP", twist: twist, stop: Token)).Should().Be(403);

        (await EventsAsync(road)).Should().BeEmpty();
        (await road.Client.GetJsonAsync("/api/v1/consent-events")).GetProperty("items").GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData(OpenPhoneFamily.App, CallbackTwist.None, 200)]
    [InlineData(OpenPhoneFamily.V1, CallbackTwist.None, 200)]
    [InlineData(OpenPhoneFamily.Dated, CallbackTwist.None, 200)]
    [InlineData(OpenPhoneFamily.App, CallbackTwist.WrongKey, 403)]
    [InlineData(OpenPhoneFamily.Dated, CallbackTwist.AlteredBody, 403)]
    [InlineData(OpenPhoneFamily.App, CallbackTwist.OldTime, 403)]
    [InlineData(OpenPhoneFamily.Dated, CallbackTwist.OldTime, 403)]
    [InlineData(OpenPhoneFamily.Dated, CallbackTwist.NoSignature, 403)]
    public async Task Both_schemes_of_the_other_provider_are_verified_with_their_time(OpenPhoneFamily family, CallbackTwist twist, int status)
    {
        await using var openPhone = await FakeOpenPhone.StartAsync();
        var settings = new Dictionary<string, string>(openPhone.Settings) { ["webhookSecret"] = $"{FakeOpenPhoneCallbacks.OldKey},{FakeOpenPhoneCallbacks.NewKey}" };
        await using var road = await Road.Road.StartAsync(Engine.Sqlite, "openphone", settings);

        (await openPhone.Callbacks.PostInboundAsync(road.CallbackUrl("openphone"), family, Them, Road.Road.From, "Hello", twist: twist, stop: Token)).Should().Be(status);

        (await EventsAsync(road)).Should().HaveCount(status == 200 ? 1 : 0);
    }

    [Fact]
    public async Task An_inbound_text_is_answered_in_the_providers_words_and_an_unknown_account_or_a_huge_body_is_not_taken()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(Engine.Sqlite, "twilio", twilio.Settings);
        using var client = new HttpClient();
        var url = road.CallbackUrl("twilio");

        var unknown = await client.PostAsync(new Uri(road.Server.Address, $"/webhooks/twilio/{Guid.NewGuid():N}"), new StringContent("a=b"), Token);
        var noId = await client.PostAsync(new Uri(road.Server.Address, "/webhooks/twilio/nonsense"), new StringContent("a=b"), Token);
        var noProvider = await client.PostAsync(new Uri(road.Server.Address, $"/webhooks/nobody/{road.AccountId}"), new StringContent("a=b"), Token);
        var huge = await client.PostAsync(url, new ByteArrayContent(new byte[(1024 * 1024) + 1]), Token);

        new[] { unknown.StatusCode, noId.StatusCode, noProvider.StatusCode }.Should().AllBeEquivalentTo(HttpStatusCode.NotFound);
        huge.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        KeyValuePair<string, string>[] fields =
        [
            new("MessageSid", "SM9"), new("AccountSid", twilio.AccountSid), new("SmsStatus", "received"), new("From", Them), new("To", Road.Road.From), new("Body", "Hi"),
        ];
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(string.Join('&', fields.Select(x => $"{x.Key}={Uri.EscapeDataString(x.Value)}")), Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Add("X-Twilio-Signature", twilio.Callbacks.Sign(url, fields));
        var answer = await client.SendAsync(request, Token);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentType?.MediaType.Should().Be("text/xml");
        (await answer.Content.ReadAsStringAsync(Token)).Should().EndWith("<Response/>");
    }

    private static async Task<List<ProviderEvent>> EventsAsync(Road.Road road)
    {
        await using var db = road.Server.Database.OpenEverybody();
        return await db.ProviderEvents.AsNoTracking().ToListAsync(Token);
    }
}
