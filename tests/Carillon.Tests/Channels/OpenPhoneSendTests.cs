using System.Text;
using AwesomeAssertions;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Tests.Fakes;

namespace Carillon.Tests.Channels;

public sealed class OpenPhoneSendTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Answer of the wire, and what it means.</summary>
    public static TheoryData<int, string, string> Answers => new()
    {
        { 202, """{"data":{"id":"AC123abc","to":["+16175550123"],"text":"Hello","status":"queued"}}""", "accepted AC123abc" },
        { 200, """{"data":{"id":"AC123abc","phoneNumberId":null,"status":"sent"}}""", "accepted AC123abc" },
        { 202, "", "unknown: accepted, but the answer could not be read" },
        { 202, "{}", "unknown: accepted, but the answer could not be read" },
        { 202, """{"data":{"id":null}}""", "unknown: accepted, but the answer could not be read" },
        { 202, """{"data":"AC1"}""", "unknown: accepted, but the answer could not be read" },
        { 202, """{"data":{"id":"AC1""", "unknown: accepted, but the answer could not be read" },
        { 400, Error(400, "0206400", "A2P Registration Not Approved"), "refused Sender Sender 0206400" },
        { 400, Field("/to/0"), "refused InvalidNumber Message 0200400" },
        { 400, Field("/content"), "refused Content Message 0200400" },
        { 400, Field("/from"), "refused Sender Sender 0200400" },
        { 400, Field("/userId"), "refused BadRequest Message 0200400" },
        { 400, Error(400, "0299400", "New"), "refused BadRequest Message 0299400" },
        { 400, """{"title":"Bad Request","message":"Words","docs":"x","errors":[{"path":"/to/0"}]}""", "refused InvalidNumber Message HTTP 400" },
        { 401, Error(401, "0200401", "Unauthorized"), "refused Unauthorized Account 0200401 free" },
        { 401, """{"error":{"message":"Missing authorization header","key":"Unauthorized","trace":"1"}}""", "refused Unauthorized Account HTTP 401 free" },
        { 402, Error(402, "0201402", "Subscription Expired"), "refused AccountBlocked Account 0201402 free" },
        { 402, Error(402, "0200402", "Subscription Expired"), "refused AccountBlocked Account 0200402 free" },
        { 402, "", "refused AccountBlocked Account HTTP 402 free" },
        { 403, Error(403, "0202403", "Not Phone Number User"), "refused Sender Sender 0202403" },
        { 403, Error(403, "0204403", "A2P 10DLC Daily Message Cap Reached"), "refused RateLimited Sender 0204403 retry free" },
        { 403, Error(403, "0209403", "International"), "refused Destination Message 0209403" },
        { 404, Error(404, "0200404", "Not Found"), "refused Sender Sender 0200404" },
        { 429, """{"message":"Too Many Requests"}""", "refused RateLimited Account 429 retry free after=1" },
        { 418, "teapot", "refused Unknown Message HTTP 418" },
        { 302, "", "refused BadRequest Account HTTP 302 free" },
        { 500, Error(500, "0201500", "Unknown"), "unknown: HTTP 500" },
        { 504, "", "unknown: HTTP 504" },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task Each_answer_has_one_meaning(int status, string body, string meaning)
    {
        await using var bed = new ChannelsBed();
        await using var server = await FakeHttpServer.StartAsync(async exchange =>
        {
            await exchange.ReadBodyAsync();
            await exchange.AnswerAsync(status, body);
        });

        var answer = await bed.OpenPhone.SendAsync(ChannelsBed.OpenPhoneLogin(server.Url), ChannelsBed.Message(), Stop);

        ChannelsBed.Describe(answer).Should().Be(meaning);
    }

    [Theory]
    [InlineData(null, ChannelsBed.Us)]
    [InlineData("PN123abc", "PN123abc")]
    public async Task The_request_is_what_the_contract_says(string? senderRef, string from)
    {
        await using var bed = new ChannelsBed();
        var seen = "";
        await using var server = await FakeHttpServer.StartAsync(async exchange =>
        {
            var body = Encoding.UTF8.GetString(await exchange.ReadBodyAsync());
            seen = string.Join('\n', exchange.Method, exchange.Path, exchange.Header("Content-Type"), exchange.Header("Authorization"), body);
            await exchange.AnswerAsync(202, """{"data":{"id":"AC1"}}""");
        });

        await bed.OpenPhone.SendAsync(ChannelsBed.OpenPhoneLogin(server.Url), ChannelsBed.Message("Café \"<&>\" 👍\n\ud800", senderRef: senderRef), Stop);

        seen.Should().Be(
            $$"""
            POST
            /v1/messages
            application/json
            opk_4b1f0c6de2
            {"content":"Café \"<&>\" \uD83D\uDC4D\n\uFFFD","from":"{{from}}","to":["+16175550123"]}
            """);
    }

    [Fact]
    public async Task The_providers_pace_is_told_as_a_wait_that_costs_no_try()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeOpenPhone.StartAsync();
        var login = ChannelsBed.Login(fake.Settings);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => bed.OpenPhone.SendAsync(login, ChannelsBed.Message($"Text {number}"), Stop)));

        fake.Log.Count.Should().Be(answers.OfType<ProviderAnswer.Accepted>().Count());
        answers.OfType<ProviderAnswer.Refused>().Should().NotBeEmpty().And.AllSatisfy(
            refused => ChannelsBed.Describe(refused).Should().Be("refused RateLimited Account 0200429 retry free after=1"));
    }

    [Fact]
    public async Task An_unregistered_sender_and_a_bad_key_are_told_apart()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeOpenPhone.StartAsync();
        fake.IsUnregistered = true;
        var wrongKey = ChannelsBed.Login(("apiKey", "Bearer"), ("baseUrl", fake.BaseUrl.ToString()));

        var unregistered = await bed.OpenPhone.SendAsync(ChannelsBed.Login(fake.Settings), ChannelsBed.Message(), Stop);
        var refused = await bed.OpenPhone.SendAsync(wrongKey, ChannelsBed.Message(), Stop);

        ChannelsBed.Describe(unregistered).Should().Be("refused Sender Sender 0206400");
        ChannelsBed.Describe(refused).Should().Be("refused Unauthorized Account 0200401 free");
        (await bed.OpenPhone.CheckAsync(wrongKey, Stop)).Detail.Should().Be("OpenPhone answered HTTP 401, code 0200401: Unauthorized.");
        (await bed.OpenPhone.CheckAsync(ChannelsBed.Login(fake.Settings), Stop)).IsOk.Should().BeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("PN18575550199")]
    public async Task The_thread_with_a_number_is_listed_over_many_pages(string? senderRef)
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeOpenPhone.StartAsync();
        fake.RequestsPerSecond = null;
        fake.Listing.MostPerPage = 2;
        fake.NumberId(ChannelsBed.Us);
        var login = ChannelsBed.Login(fake.Settings);
        for (var number = 0; number < 5; number++)
        {
            await bed.OpenPhone.SendAsync(login, ChannelsBed.Message($"Text {number}", senderRef: senderRef), Stop);
        }

        await bed.OpenPhone.SendAsync(login, ChannelsBed.Message("other", to: "+16175550124"), Stop);
        fake.Log.Acceptances()[0].Become("delivered");
        fake.Log.Acceptances()[1].Become("failed");

        var records = await bed.OpenPhone.ListAsync(login, ChannelsBed.Query(DateTimeOffset.UnixEpoch, senderRef: senderRef), Stop);

        records!.Select(record => record.Body).Should().BeEquivalentTo("Text 0", "Text 1", "Text 2", "Text 3", "Text 4");
        records!.Single(record => record.Body == "Text 0").Status.Should().Be(MessageStatus.Delivered);
        records!.Single(record => record.Body == "Text 1").Should().BeEquivalentTo(new { Status = MessageStatus.Undelivered, From = (PhoneNumber?)ChannelsBed.Number(ChannelsBed.Us) });
    }

    [Theory]
    [InlineData(null, 3)] // its id is asked for, and there are three pages
    [InlineData("PN18575550199", 2)]
    public async Task Each_request_of_a_list_but_the_first_waits_for_a_turn_of_its_own(string? senderRef, int turns)
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeOpenPhone.StartAsync();
        fake.RequestsPerSecond = null;
        fake.Listing.MostPerPage = 2;
        fake.NumberId(ChannelsBed.Us);
        var login = ChannelsBed.Login(fake.Settings);
        for (var number = 0; number < 5; number++)
        {
            await bed.OpenPhone.SendAsync(login, ChannelsBed.Message($"Text {number}", senderRef: "PN18575550199"), Stop);
        }

        var taken = 0;
        var query = ChannelsBed.Query(DateTimeOffset.UnixEpoch, senderRef: senderRef) with { NextTurn = _ => Task.FromResult(++taken > 0) };
        (await bed.OpenPhone.ListAsync(login, query, Stop))!.Should().HaveCount(5);
        taken.Should().Be(turns);

        (await bed.OpenPhone.ListAsync(ChannelsBed.Login(fake.Settings), query with { NextTurn = _ => Task.FromResult(false) }, Stop)).Should().BeNull("no turn was to be had");
    }

    [Fact]
    public async Task A_pause_that_the_list_of_numbers_asks_for_is_told()
    {
        await using var bed = new ChannelsBed();
        await using var server = await FakeHttpServer.StartAsync(exchange => exchange.AnswerAsync(429, "{}", retryAfter: TimeSpan.FromSeconds(7)));
        List<TimeSpan> told = [];

        (await bed.OpenPhone.ListAsync(ChannelsBed.OpenPhoneLogin(server.Url), ChannelsBed.Query(DateTimeOffset.UnixEpoch) with { AskedToWait = told.Add }, Stop)).Should().BeNull();

        told.Should().Equal(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_number_that_is_not_in_the_workspace_cannot_be_asked_about()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeOpenPhone.StartAsync();

        (await bed.OpenPhone.ListAsync(ChannelsBed.Login(fake.Settings), ChannelsBed.Query(DateTimeOffset.UnixEpoch), Stop)).Should().BeNull();
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(429, "{}")]
    [InlineData(200, "")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"data":{}}""")]
    [InlineData(200, """{"data":[{"id":"AC1"}]}""")]
    [InlineData(200, """{"data":[{"createdAt":"2026-01-01T00:00:00Z"}]}""")]
    [InlineData(200, """{"data":[7]}""")]
    public async Task A_list_that_cannot_be_read_to_the_end_is_no_list(int status, string body)
    {
        await using var bed = new ChannelsBed();
        await using var server = await FakeHttpServer.StartAsync(exchange => exchange.AnswerAsync(status, body));

        (await bed.OpenPhone.ListAsync(
            ChannelsBed.OpenPhoneLogin(server.Url), ChannelsBed.Query(DateTimeOffset.UnixEpoch, senderRef: "PN1"), Stop)).Should().BeNull();
    }

    private static string Error(int status, string code, string title) =>
        $$"""{"message":"{{title}}","code":"{{code}}","status":{{status}},"docs":"https://quo.com/docs","title":"{{title}}"}""";

    private static string Field(string path) =>
        $$"""{"message":"Bad Request","code":"0200400","status":400,"docs":"x","title":"Bad Request","errors":[{"path":"{{path}}","message":"Expected string"}]}""";
}
