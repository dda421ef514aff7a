using System.Net;
using System.Net.Sockets;
using AwesomeAssertions;
using Carillon.Channels;
using Carillon.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Channels;

/// <summary>What networks do, and what we may say of it: a definite no only where not a byte left.</summary>
public sealed class ProviderWireTests
{
    [Theory]
    [InlineData("http://127.0.0.1:{closed}", "refused Connection Message connect retry free")]
    [InlineData("http://provider.invalid", "refused Connection Message name-resolution retry free")]
    [InlineData("https://127.0.0.1:{plain}", "refused Connection Message tls retry free")]
    public async Task What_never_left_is_a_definite_no_that_costs_no_try(string address, string meaning)
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();
        var url = new Uri(address.Replace("{closed}", $"{ClosedPort()}").Replace("{plain}", $"{fake.BaseUrl.Port}"));

        var answer = await bed.Twilio.SendAsync(ChannelsBed.TwilioLogin(url), ChannelsBed.Message(), TestContext.Current.CancellationToken);

        ChannelsBed.Describe(answer).Should().Be(meaning);
        fake.Log.SendCount.Should().Be(0);
    }

    public static TheoryData<string, bool, string> Losses => new()
    {
        { nameof(FakeStep.AcceptThenReset), true, "unknown: connection" },
        { nameof(FakeStep.AcceptThenCut), true, "unknown: " },
        { nameof(FakeStep.AcceptThenFail), true, "unknown: HTTP 500" },
        { nameof(FakeStep.Reset), false, "unknown: connection" },
        { nameof(FakeStep.Fail), false, "unknown: HTTP 503" },
    };

    [Theory, MemberData(nameof(Losses))]
    public async Task What_may_have_arrived_is_unknown_and_never_sent_again(string step, bool isTaken, string meaning)
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();
        var login = ChannelsBed.Login(fake.Settings);

        // A connection that worked before is the one that a client is tempted to try again on.
        await bed.Twilio.SendAsync(login, ChannelsBed.Message("first"), TestContext.Current.CancellationToken);
        fake.Script = _ => Step(step);
        var answer = await bed.Twilio.SendAsync(login, ChannelsBed.Message("second"), TestContext.Current.CancellationToken);

        ChannelsBed.Describe(answer).Should().StartWith(meaning);
        fake.Log.SendCount.Should().Be(2);
        fake.Log.Count.Should().Be(isTaken ? 2 : 1);
    }

    [Fact]
    public async Task A_refusal_whose_words_broke_off_is_still_a_refusal()
    {
        await using var bed = new ChannelsBed();
        await using var server = await FakeHttpServer.StartAsync(async exchange =>
        {
            await exchange.ReadBodyAsync();
            await exchange.CutAsync(400, new byte[100]);
        });

        var answer = await bed.Twilio.SendAsync(ChannelsBed.TwilioLogin(server.Url), ChannelsBed.Message(), TestContext.Current.CancellationToken);

        ChannelsBed.Describe(answer).Should().Be("refused Unknown Message HTTP 400");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silence_past_the_deadline_is_unknown(bool isTaken)
    {
        var time = new FakeTimeProvider();
        await using var bed = new ChannelsBed(time);
        await using var fake = await FakeTwilio.StartAsync();
        var arrived = new TaskCompletionSource();
        fake.Script = _ =>
        {
            arrived.SetResult();
            return isTaken ? FakeStep.AcceptThenHang : FakeStep.Hang;
        };

        var sending = bed.Twilio.SendAsync(ChannelsBed.Login(fake.Settings), ChannelsBed.Message(), TestContext.Current.CancellationToken);
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(9.9));
        sending.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(0.2));

        ChannelsBed.Describe(await sending).Should().Be("unknown: no answer in time");
    }

    [Fact]
    public async Task An_answer_that_drips_in_is_cut_by_the_same_deadline()
    {
        var time = new FakeTimeProvider();
        await using var bed = new ChannelsBed(time);
        await using var fake = await FakeTwilio.StartAsync(time: time);
        fake.Script = _ => FakeStep.AcceptThenDrip;

        var sending = bed.Twilio.SendAsync(ChannelsBed.Login(fake.Settings), ChannelsBed.Message(), TestContext.Current.CancellationToken);
        await fake.Log.WaitForAsync(1, TestContext.Current.CancellationToken);
        while (!sending.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        ChannelsBed.Describe(await sending).Should().StartWith("unknown");
    }

    [Fact]
    public async Task A_connection_that_never_comes_to_stand_is_a_definite_no()
    {
        var time = new FakeTimeProvider();
        await using var bed = new ChannelsBed(time);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var login = ChannelsBed.TwilioLogin(new Uri($"https://{listener.LocalEndpoint}"));

        var sending = bed.Twilio.SendAsync(login, ChannelsBed.Message(), TestContext.Current.CancellationToken);
        using var mute = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(10));

        ChannelsBed.Describe(await sending).Should().Be("refused Connection Message connect-timeout retry free");
    }

    [Fact]
    public async Task Our_own_stop_passes_through()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();
        using var stop = new CancellationTokenSource();
        fake.Script = _ =>
        {
            stop.Cancel();
            return FakeStep.Hang;
        };

        var sending = () => bed.Twilio.SendAsync(ChannelsBed.Login(fake.Settings), ChannelsBed.Message(), stop.Token);

        await sending.Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(Provider.Twilio)]
    [InlineData(Provider.OpenPhone)]
    [InlineData(Provider.Simulator)]
    public async Task A_last_look_that_says_no_holds_back_every_byte(Provider provider)
    {
        await using var bed = new ChannelsBed();
        await using var twilio = await FakeTwilio.StartAsync();
        await using var openPhone = await FakeOpenPhone.StartAsync();
        var login = ChannelsBed.Login(provider switch
        {
            Provider.Twilio => twilio.Settings,
            Provider.OpenPhone => openPhone.Settings,
            Provider.Simulator or Provider.Smtp or Provider.Numverify or _ => new Dictionary<string, string>(),
        });
        var looks = 0;
        var message = ChannelsBed.Message() with
        {
            MayBegin = () =>
            {
                looks++;
                return false;
            },
        };

        var answer = await bed.Providers[provider].SendAsync(login, message, TestContext.Current.CancellationToken);

        answer.Should().BeOfType<ProviderAnswer.Withheld>();
        looks.Should().Be(1);
        (twilio.Log.SendCount + openPhone.Log.SendCount).Should().Be(0);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var bed = new ChannelsBed();
        await using var fake = await FakeTwilio.StartAsync();
        await using var server = await FakeHttpServer.StartAsync(async exchange =>
        {
            await exchange.ReadBodyAsync();
            exchange.SetHeader("Location", new Uri(fake.BaseUrl, exchange.Path).ToString());
            await exchange.AnswerAsync(307, "");
        });

        var answer = await bed.Twilio.SendAsync(ChannelsBed.TwilioLogin(server.Url), ChannelsBed.Message(), TestContext.Current.CancellationToken);

        ChannelsBed.Describe(answer).Should().Be("refused BadRequest Account HTTP 307 free");
        fake.Log.SendCount.Should().Be(0);
    }

    private static FakeStep Step(string name) => name switch
    {
        nameof(FakeStep.AcceptThenReset) => FakeStep.AcceptThenReset,
        nameof(FakeStep.AcceptThenCut) => FakeStep.AcceptThenCut,
        nameof(FakeStep.AcceptThenFail) => FakeStep.AcceptThenFail(),
        nameof(FakeStep.Reset) => FakeStep.Reset,
        nameof(FakeStep.Fail) => FakeStep.Fail(503, TimeSpan.FromSeconds(3)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
