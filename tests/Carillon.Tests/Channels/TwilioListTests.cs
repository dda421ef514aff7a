using AwesomeAssertions;
using Carillon.Primitives;
using Carillon.Tests.Fakes;

namespace Carillon.Tests.Channels;

public sealed class TwilioListTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_message_to_a_number_is_found_over_many_pages()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();
        fake.Listing.MostPerPage = 2;
        var login = ChannelsBed.Login(fake.Settings);
        var since = DateTimeOffset.UnixEpoch;
        for (var number = 0; number < 5; number++)
        {
            await bed.Twilio.SendAsync(login, ChannelsBed.Message($"Text {number} é"), Stop);
        }

        await bed.Twilio.SendAsync(login, ChannelsBed.Message("other recipient", to: "+16175550124"), Stop);
        await bed.Twilio.SendAsync(login, ChannelsBed.Message("other sender", from: "+18575550100"), Stop);
        fake.Log.To(ChannelsBed.Them)[1].Become("undelivered", "30003");

        var records = await bed.Twilio.ListAsync(login, ChannelsBed.Query(since), Stop);

        records!.Select(record => record.Body).Should().BeEquivalentTo("Text 0 é", "Text 1 é", "Text 2 é", "Text 3 é", "Text 4 é");
        fake.Listing.AskedCount.Should().Be(3);
        var failed = records!.Single(record => record.Status is MessageStatus.Undelivered);
        ChannelsBed.Describe(failed.Failure!).Should().Be("Unreachable Message 30003 retry");
        records!.Where(record => record != failed).Should().AllSatisfy(record => record.Status.Should().Be(MessageStatus.Accepted));
    }

    [Fact]
    public async Task With_a_messaging_service_the_number_that_sent_is_not_asked_for()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();
        var login = ChannelsBed.Login(fake.Settings);
        const string Service = "MG33333333333333333333333333333333";
        await bed.Twilio.SendAsync(login, ChannelsBed.Message(senderRef: Service), Stop);

        var records = await bed.Twilio.ListAsync(login, ChannelsBed.Query(DateTimeOffset.UnixEpoch, senderRef: Service), Stop);

        records.Should().ContainSingle().Which.From.Should().BeNull();
    }

    [Fact]
    public async Task Pages_are_followed_until_everything_on_one_is_too_old_even_out_of_order()
    {
        await using var bed = new ChannelsBed();
        var asked = 0;
        await using var server = await FakeHttpServer.StartAsync(exchange => exchange.AnswerAsync(200, ++asked switch
        {
            1 => Page("/2010-04-01/next?Page=1", ("SM1", "Thu, 01 Jan 2026 12:00:05 +0000"), ("SM2", "Thu, 01 Jan 2026 11:00:00 +0000")),
            2 => Page("/2010-04-01/next?Page=2", ("SM3", "Thu, 01 Jan 2026 11:00:00 +0000"), ("SM4", "Thu, 01 Jan 2026 12:00:00 +0000")),
            _ => Page("/2010-04-01/next?Page=3", ("SM5", "Thu, 01 Jan 2026 10:00:00 +0000")),
        }));

        var records = await bed.Twilio.ListAsync(
            ChannelsBed.TwilioLogin(server.Url), ChannelsBed.Query(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)), Stop);

        records!.Select(record => record.ProviderMessageId).Should().Equal("SM1", "SM4");
        records![0].CreatedAt.Should().Be(new DateTimeOffset(2026, 1, 1, 12, 0, 5, TimeSpan.Zero));
        asked.Should().Be(3);
    }

    [Fact]
    public async Task What_is_not_listed_yet_is_not_there()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();
        fake.Listing.Lag = TimeSpan.FromHours(1);
        var login = ChannelsBed.Login(fake.Settings);
        await bed.Twilio.SendAsync(login, ChannelsBed.Message(), Stop);

        (await bed.Twilio.ListAsync(login, ChannelsBed.Query(DateTimeOffset.UnixEpoch), Stop)).Should().BeEmpty();
    }

    public static TheoryData<int, string> Unreadable => new()
    {
        { 500, "{}" },
        { 401, "{}" },
        { 429, "{}" },
        { 200, "" },
        { 200, "[]" },
        { 200, "{}" },
        { 200, """{"messages":[{"sid":"SM1"}]}""" },
        { 200, """{"messages":[{"date_created":"Thu, 01 Jan 2026 12:00:05 +0000"}]}""" },
        { 200, """{"messages":[7]}""" },
        { 200, """{"messages":[],"next_page""" },
        { 200, Page("https://elsewhere.example/2010-04-01/next", ("SM1", "Thu, 01 Jan 2026 12:00:05 +0000")) },
    };

    [Theory, MemberData(nameof(Unreadable))]
    public async Task A_list_that_cannot_be_read_to_the_end_is_no_list(int status, string body)
    {
        await using var bed = new ChannelsBed();
        await using var server = await FakeHttpServer.StartAsync(exchange => exchange.AnswerAsync(status, body));

        (await bed.Twilio.ListAsync(ChannelsBed.TwilioLogin(server.Url), ChannelsBed.Query(DateTimeOffset.UnixEpoch), Stop)).Should().BeNull();
    }

    [Fact]
    public async Task A_failure_on_a_later_page_spoils_the_list()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();
        fake.Listing.MostPerPage = 1;
        fake.Listing.Fails = number => number == 2;
        var login = ChannelsBed.Login(fake.Settings);
        await bed.Twilio.SendAsync(login, ChannelsBed.Message("one"), Stop);
        await bed.Twilio.SendAsync(login, ChannelsBed.Message("two"), Stop);

        (await bed.Twilio.ListAsync(login, ChannelsBed.Query(DateTimeOffset.UnixEpoch), Stop)).Should().BeNull();
    }

    private static string Page(string next, params (string Sid, string Created)[] messages)
    {
        var listed = messages.Select(message =>
            $$"""{"sid":"{{message.Sid}}","date_created":"{{message.Created}}","direction":"outbound-api","to":"{{ChannelsBed.Them}}","from":"{{ChannelsBed.Us}}","body":"x","status":"sent","error_code":null}""");
        return $$"""{"messages":[{{string.Join(',', listed)}}],"next_page_uri":"{{next}}"}""";
    }
}
