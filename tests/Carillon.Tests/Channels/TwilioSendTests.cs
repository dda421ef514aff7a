using System.Text;
using AwesomeAssertions;
using Carillon.Channels;
using Carillon.Tests.Fakes;

namespace Carillon.Tests.Channels;

public sealed class TwilioSendTests
{
    private const string Sid = "SM11111111111111111111111111111111";

    /// <summary>Answer of the wire, and what it means.</summary>
    public static TheoryData<int, string, string> Answers => new()
    {
        { 201, $$"""{"sid":"{{Sid}}","status":"queued","num_segments":"1","price":null,"subresource_uris":{"media":"/x"},"body":"a\"b"}""", $"accepted {Sid} segments=1" },
        { 201, $$"""{"account_sid":"AC1","from":null,"num_segments":"0","sid":"{{Sid}}","status":"accepted"}""", $"accepted {Sid}" },
        { 200, $$"""{"sid":"{{Sid}}","num_segments":2}""", $"accepted {Sid} segments=2" },
        { 201, "", "unknown: accepted, but the answer could not be read" },
        { 201, "not json", "unknown: accepted, but the answer could not be read" },
        { 201, """{"status":"queued"}""", "unknown: accepted, but the answer could not be read" },
        { 201, """{"sid":null}""", "unknown: accepted, but the answer could not be read" },
        { 201, $$"""{"sid":"{{Sid}}","status":"que""", "unknown: accepted, but the answer could not be read" },
        { 201, """{"sid":"\ud800"}""", "unknown: accepted, but the answer could not be read" },
        { 201, """["sid"]""", "unknown: accepted, but the answer could not be read" },
        { 400, Error(21211), "refused InvalidNumber Message 21211" },
        { 400, Error(21212), "refused Sender Sender 21212" },
        { 400, Error(21408), "refused Destination Message 21408" },
        { 400, Error(21601), "refused Sender Sender 21601" },
        { 400, Error(21602), "refused Content Message 21602" },
        { 400, Error(21606), "refused Sender Sender 21606" },
        { 400, Error(21608), "refused Destination Message 21608" },
        { 400, Error(21610), "refused OptedOut Message 21610" },
        { 400, Error(21611), "refused RateLimited Sender 21611 retry free" },
        { 400, Error(21612), "refused Destination Message 21612" },
        { 400, Error(21614), "refused NotTextable Message 21614" },
        { 400, Error(21617), "refused Content Message 21617" },
        { 400, Error(21703), "refused Sender Sender 21703" },
        { 400, Error(30034), "refused Sender Sender 30034" },
        { 400, Error(99999), "refused Unknown Message 99999" },
        { 400, """{"code":"21610"}""", "refused OptedOut Message 21610" },
        { 400, """{"code":9999999999999,"message":7}""", "refused Unknown Message 9999999999999" },
        { 400, "<html>Bad Request</html>", "refused Unknown Message HTTP 400" },
        { 401, Error(20003), "refused Unauthorized Account 20003 free" },
        { 403, Error(20003), "refused Unauthorized Account 20003 free" },
        { 403, Error(30002), "refused AccountBlocked Account 30002 free" },
        { 401, "", "refused Unauthorized Account HTTP 401 free" },
        { 402, "", "refused AccountBlocked Account HTTP 402 free" },
        { 403, "", "refused Unauthorized Account HTTP 403 free" },
        { 404, Error(20404), "refused BadRequest Account 20404 free" },
        { 404, "", "refused BadRequest Account HTTP 404 free" },
        { 408, "", "unknown: HTTP 408" },
        { 429, Error(20429), "refused RateLimited Account 20429 retry free after=1" },
        { 429, "slow down", "refused RateLimited Account 429 retry free after=1" },
        { 301, "", "refused BadRequest Account HTTP 301 free" },
        { 500, Error(20500), "unknown: HTTP 500" },
        { 502, "<html>", "unknown: HTTP 502" },
        { 503, "", "unknown: HTTP 503" },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task Each_answer_has_one_meaning(int status, string body, string meaning)
    {
        await using var bed = new ChannelsBed();
        await using var server = await FakeHttpServer.StartAsync(async exchange =>
        {
            await exchange.ReadBodyAsync();
            exchange.SetHeader("Location", "/elsewhere");
            await exchange.AnswerAsync(status, body);
        });

        var answer = await bed.Twilio.SendAsync(ChannelsBed.TwilioLogin(server.Url), ChannelsBed.Message(), TestContext.Current.CancellationToken);

        ChannelsBed.Describe(answer).Should().Be(meaning);
    }

    [Fact]
    public async Task The_request_is_what_the_contract_says()
    {
        await using var bed = new ChannelsBed();
        var seen = "";
        await using var server = await FakeHttpServer.StartAsync(async exchange =>
        {
            var body = Encoding.UTF8.GetString(await exchange.ReadBodyAsync());
            seen = string.Join('\n', exchange.Method, exchange.Path, exchange.Header("Content-Type"), exchange.Header("Authorization"), body);
            await exchange.AnswerAsync(201, $$"""{"sid":"{{Sid}}"}""");
        });
        var message = ChannelsBed.Message("Café & 100% = +1 👍\n~*-._") with
        {
            StatusCallback = new Uri("https://sms.example.com/webhooks/twilio/acc?a=tok.en-1"),
            ValidFor = TimeSpan.FromMinutes(30),
        };

        await bed.Twilio.SendAsync(ChannelsBed.TwilioLogin(server.Url), message, TestContext.Current.CancellationToken);

        seen.Should().Be(
            """
            POST
            /2010-04-01/Accounts/AC22222222222222222222222222222222/Messages.json
            application/x-www-form-urlencoded
            Basic QUMyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjowMTIzNDU2Nzg5YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZg==
            To=%2B16175550123&From=%2B18575550199&Body=Caf%C3%A9+%26+100%25+%3D+%2B1+%F0%9F%91%8D%0A%7E*-._&StatusCallback=https%3A%2F%2Fsms.example.com%2Fwebhooks%2Ftwilio%2Facc%3Fa%3Dtok.en-1&ValidityPeriod=1800
            """);
    }

    [Fact]
    public async Task A_messaging_service_chooses_the_number_itself()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();

        var answer = await bed.Twilio.SendAsync(
            ChannelsBed.Login(fake.Settings), ChannelsBed.Message(senderRef: "MG33333333333333333333333333333333"), TestContext.Current.CancellationToken);

        answer.Should().BeOfType<ProviderAnswer.Accepted>().Which.Segments.Should().BeNull();
        fake.Log.Sends()[0].Should().BeEquivalentTo(new { From = (string?)null, ServiceSid = "MG33333333333333333333333333333333" });
    }

    [Theory]
    [InlineData("+15005550001", "InvalidNumber")]
    [InlineData("+15005550004", "OptedOut")]
    [InlineData("+15005550009", "NotTextable")]
    public async Task The_providers_own_trial_numbers_are_refused(string to, string reason)
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();

        var answer = await bed.Twilio.SendAsync(ChannelsBed.Login(fake.Settings), ChannelsBed.Message(to: to), TestContext.Current.CancellationToken);

        answer.Should().BeOfType<ProviderAnswer.Refused>().Which.Refusal.Reason.ToString().Should().Be(reason);
        fake.Log.Count.Should().Be(0);
    }

    [Fact]
    public async Task The_wait_that_a_429_asks_for_and_the_providers_clock_are_told()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();
        fake.Script = send => send.Number == 1 ? FakeStep.Refuse(429, "20429", TimeSpan.FromSeconds(7)) : FakeStep.Accept;
        var login = ChannelsBed.Login(fake.Settings);

        var first = await bed.Twilio.SendAsync(login, ChannelsBed.Message(), TestContext.Current.CancellationToken);
        var second = await bed.Twilio.SendAsync(login, ChannelsBed.Message(), TestContext.Current.CancellationToken);

        ChannelsBed.Describe(first).Should().Be("refused RateLimited Account 20429 retry free after=7");
        second.Should().BeOfType<ProviderAnswer.Accepted>().Which.ServerTime.Should().NotBeNull();
    }

    [Fact]
    public async Task A_crowd_of_requests_beyond_the_providers_limit_is_told_to_wait_and_none_is_taken_twice()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();
        fake.MaxConcurrent = 4;
        var login = ChannelsBed.Login(fake.Settings);

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => bed.Twilio.SendAsync(
            login, ChannelsBed.Message($"Text {number}"), TestContext.Current.CancellationToken)));

        answers.Should().AllSatisfy(answer => answer.Should().Match(one => one is ProviderAnswer.Accepted || one is ProviderAnswer.Refused));
        fake.Log.Count.Should().Be(answers.OfType<ProviderAnswer.Accepted>().Count());
        fake.Log.Duplicates().Should().BeEmpty();
    }

    [Fact]
    public async Task A_login_that_cannot_work_is_not_tried()
    {
        await using var bed = new ChannelsBed();

        var answer = await bed.Twilio.SendAsync(
            ChannelsBed.Login(("accountSid", "AC1"), ("authToken", "line\nbreak")), ChannelsBed.Message(), TestContext.Current.CancellationToken);

        ChannelsBed.Describe(answer).Should().Be("refused Unauthorized Account settings free");
    }

    [Fact]
    public async Task Testing_a_login_says_what_the_provider_said()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();

        var good = await bed.Twilio.CheckAsync(ChannelsBed.Login(fake.Settings), TestContext.Current.CancellationToken);
        var bad = await bed.Twilio.CheckAsync(
            ChannelsBed.Login(("accountSid", "AC1"), ("authToken", "x"), ("baseUrl", fake.BaseUrl.ToString())), TestContext.Current.CancellationToken);

        good.IsOk.Should().BeTrue();
        bad.Should().Be(new LoginCheck(false, "Twilio answered HTTP 401, code 20003: Refused by the fake with 20003."));
    }

    private static string Error(int code) => $$"""{"code":{{code}},"message":"Words","more_info":"https://www.twilio.com/docs/errors/{{code}}","status":400}""";
}
