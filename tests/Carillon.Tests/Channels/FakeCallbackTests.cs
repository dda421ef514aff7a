using System.Collections.Concurrent;
using AwesomeAssertions;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Tests.Fakes;

namespace Carillon.Tests.Channels;

/// <summary>What the fake providers post, over a socket and into the adapters that must tell true from false.</summary>
public sealed class FakeCallbackTests : IAsyncDisposable
{
    private readonly ChannelsBed _bed = new();
    private readonly ConcurrentQueue<CallbackReading> _readings = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    [Theory]
    [InlineData(CallbackTwist.None, true)]
    [InlineData(CallbackTwist.NoSignature, false)]
    [InlineData(CallbackTwist.WrongKey, false)]
    [InlineData(CallbackTwist.WrongUrl, false)]
    [InlineData(CallbackTwist.AlteredBody, false)]
    public async Task A_Twilio_callback_is_taken_only_as_it_was_signed(CallbackTwist twist, bool isTaken)
    {
        await using var fake = await FakeTwilio.StartAsync();
        var login = ChannelsBed.Login(fake.Settings);
        await using var product = await ListenAsync(_bed.Twilio, login, "https://sms.example.com");
        fake.Callbacks.Through = product.Url;
        await _bed.Twilio.SendAsync(
            login, ChannelsBed.Message() with { StatusCallback = new Uri("https://sms.example.com/webhooks/twilio/acc?a=token") }, Stop);
        var url = new Uri("https://sms.example.com/webhooks/twilio/acc");

        var status = await fake.Callbacks.PostStatusAsync(fake.Log.Acceptances()[0], "delivered", twist: twist, stop: Stop);
        var inbound = await fake.Callbacks.PostInboundAsync(url, ChannelsBed.Them, ChannelsBed.Us, "Café & 👍", media: ["https://a/0"], twist: twist, stop: Stop);

        (status, inbound).Should().Be(isTaken ? (200, 200) : (403, 403));
        fake.Log.Acceptances()[0].Status.Should().Be(isTaken ? "delivered" : "queued");
        Texts().Should().HaveCount(isTaken ? 1 : 0).And.AllSatisfy(text => (text.Body, text.MediaUrls.Count).Should().Be(("Café & 👍", 1)));
        Receipts().Should().HaveCount(isTaken ? 1 : 0).And.AllSatisfy(receipt => (receipt.Status, receipt.AttemptToken).Should().Be((MessageStatus.Delivered, "token")));
    }

    public static TheoryData<OpenPhoneFamily, CallbackTwist, bool> OpenPhoneCases()
    {
        TheoryData<OpenPhoneFamily, CallbackTwist, bool> cases = [];
        foreach (var family in Enum.GetValues<OpenPhoneFamily>())
        {
            foreach (var twist in Enum.GetValues<CallbackTwist>())
            {
                cases.Add(family, twist, twist is CallbackTwist.None);
            }
        }

        return cases;
    }

    [Theory, MemberData(nameof(OpenPhoneCases))]
    public async Task An_OpenPhone_callback_is_taken_only_as_it_was_signed(OpenPhoneFamily family, CallbackTwist twist, bool isTaken)
    {
        await using var fake = await FakeOpenPhone.StartAsync();
        var login = ChannelsBed.Login(fake.Settings);
        await using var product = await ListenAsync(_bed.OpenPhone, login, "https://sms.example.com");
        fake.Callbacks.Through = product.Url;
        await _bed.OpenPhone.SendAsync(login, ChannelsBed.Message(), Stop);
        var url = new Uri("https://sms.example.com/webhooks/openphone/acc");

        var status = await fake.Callbacks.PostStatusAsync(url, family, fake.Log.Acceptances()[0], "delivered", twist: twist, stop: Stop);
        var inbound = await fake.Callbacks.PostInboundAsync(url, family, ChannelsBed.Them, ChannelsBed.Us, "Café 👍", twist: twist, stop: Stop);

        (status, inbound).Should().Be(isTaken ? (200, 200) : (403, 403));
        Texts().Should().HaveCount(isTaken ? 1 : 0).And.AllSatisfy(text => text.Body.Should().Be("Café 👍"));
        Receipts().Should().HaveCount(isTaken ? 1 : 0).And.AllSatisfy(receipt => receipt.To!.Value.E164.Should().Be(ChannelsBed.Them));
    }

    [Fact]
    public async Task A_storm_tells_everybody_some_twice_and_in_another_order()
    {
        await using var fake = await FakeTwilio.StartAsync();
        var login = ChannelsBed.Login(fake.Settings);
        await using var product = await ListenAsync(_bed.Twilio, login, null);
        for (var number = 0; number < 100; number++)
        {
            await _bed.Twilio.SendAsync(login, ChannelsBed.Message($"Text {number}") with { StatusCallback = new Uri(product.Url, "/webhooks/twilio/acc?a=1") }, Stop);
        }

        await fake.Callbacks.PostStatusesAsync(fake.Log.Acceptances(), "delivered", storm: new CallbackStorm(DuplicateShare: 0.3, IsShuffled: true), stop: Stop);

        _readings.Count.Should().BeInRange(110, 150);
        _readings.OfType<CallbackReading.Read>().Select(read => read.EventKey).Distinct().Should().HaveCount(100);
        fake.Callbacks.Answers.Should().ContainKey(200).And.HaveCount(1);
    }

    [Fact]
    public async Task Fates_are_told_by_themselves()
    {
        await using var fake = await FakeTwilio.StartAsync();
        var login = ChannelsBed.Login(fake.Settings);
        var all = new TaskCompletionSource();
        await using var product = await ListenAsync(_bed.Twilio, login, null, () =>
        {
            if (_readings.Count == 2)
            {
                all.SetResult();
            }
        });
        fake.Fates = _ => [new FakeFate(TimeSpan.Zero, "sent"), new FakeFate(TimeSpan.Zero, "undelivered", "30005")];

        await _bed.Twilio.SendAsync(login, ChannelsBed.Message() with { StatusCallback = new Uri(product.Url, "/webhooks/twilio/acc?a=1") }, Stop);
        await all.Task.WaitAsync(Stop);

        Receipts().Select(receipt => receipt.Status).Should().Equal(MessageStatus.Sent, MessageStatus.Undelivered);
    }

    [Fact]
    public async Task Who_opted_out_at_OpenPhone_is_taken_and_fails_afterwards()
    {
        await using var fake = await FakeOpenPhone.StartAsync();
        var login = ChannelsBed.Login(fake.Settings);
        var told = new TaskCompletionSource();
        await using var product = await ListenAsync(_bed.OpenPhone, login, null, told.SetResult);
        fake.Callbacks.Webhooks.Add((new Uri(product.Url, "/webhooks/openphone/acc"), OpenPhoneFamily.Dated));
        fake.OptOut(ChannelsBed.Them);

        (await _bed.OpenPhone.SendAsync(login, ChannelsBed.Message(), Stop)).Should().BeOfType<ProviderAnswer.Accepted>();
        await told.Task.WaitAsync(Stop);

        Receipts().Should().ContainSingle().Which.Status.Should().Be(MessageStatus.Failed);
    }

    private IEnumerable<ChannelEvent.Receipt> Receipts() =>
        _readings.OfType<CallbackReading.Read>().Select(read => read.Event).OfType<ChannelEvent.Receipt>();

    private IEnumerable<ChannelEvent.InboundText> Texts() =>
        _readings.OfType<CallbackReading.Read>().Select(read => read.Event).OfType<ChannelEvent.InboundText>();

    private Task<FakeHttpServer> ListenAsync(IMessageProvider provider, ProviderLogin login, string? publicUrl, Action? after = null) =>
        FakeHttpServer.StartAsync(async exchange =>
        {
            var body = await exchange.ReadBodyAsync();
            var root = publicUrl ?? $"http://{exchange.Header("Host")}";
            var reading = provider.ReadCallback(
                login, new IncomingCallback(new Uri(root + exchange.Path + exchange.Query), exchange.Headers(), body), TimeProvider.System.GetUtcNow());
            _readings.Enqueue(reading);
            await exchange.AnswerAsync(reading is CallbackReading.Forged ? 403 : 200, "");
            after?.Invoke();
        });
}
