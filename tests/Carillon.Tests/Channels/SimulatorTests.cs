using System.Collections.Concurrent;
using AwesomeAssertions;
using Carillon.Channels;
using Carillon.Channels.Simulator;
using Carillon.Primitives;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Channels;

public sealed class SimulatorTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_is_told_of_once_at_the_rates_that_are_set()
    {
        var world = await PlayAsync(10_000);

        var receipts = world.OfType<ChannelEvent.Receipt>().ToList();
        receipts.Should().HaveCount(10_000);
        receipts.Select(receipt => receipt.ProviderMessageId).Should().OnlyHaveUniqueItems();
        receipts.Count(receipt => receipt.Status is MessageStatus.Delivered).Should().BeInRange(9_600, 9_800);
        receipts.Count(receipt => receipt.Status is MessageStatus.Undelivered).Should().BeInRange(140, 260);
        receipts.Where(receipt => receipt.Status is MessageStatus.Undelivered).Should().AllSatisfy(receipt => receipt.Failure!.Code.Should().StartWith("300"));
        receipts.Should().AllSatisfy(receipt => receipt.AttemptToken.Should().Be("a1"));

        var texts = world.OfType<ChannelEvent.InboundText>().ToList();
        texts.Count.Should().BeInRange(550, 810);
        texts.Should().AllSatisfy(text => text.To.Should().Be(ChannelsBed.Number(ChannelsBed.Us)));
        texts.Count(text => text.Body.StartsWith("STOP", StringComparison.OrdinalIgnoreCase)).Should().BeInRange(40, 130);
        texts.Select(text => text.Body).Distinct().Count().Should().BeGreaterThan(15);
    }

    [Fact]
    public async Task The_same_seed_is_the_same_world_and_another_seed_another()
    {
        var one = await PlayAsync(2_000, ("seed", "5"));
        var same = await PlayAsync(2_000, ("seed", "5"));
        var other = await PlayAsync(2_000, ("seed", "6"));

        Say(same).Should().BeEquivalentTo(Say(one));
        Say(other).Should().NotBeEquivalentTo(Say(one));

        static IEnumerable<string> Say(IEnumerable<ChannelEvent> world) => world.Select(told => told switch
        {
            ChannelEvent.Receipt receipt => $"{receipt.To} {receipt.Status} {receipt.Failure?.Code} {receipt.At:O}",
            ChannelEvent.InboundText text => $"{text.From} {text.Body} {text.At:O}",
            _ => "?",
        });
    }

    [Fact]
    public async Task A_rate_of_one_leaves_nothing_to_the_others()
    {
        var world = await PlayAsync(500, ("deliveryRate", "1"), ("replyRate", "1"));

        world.OfType<ChannelEvent.Receipt>().Should().AllSatisfy(receipt => receipt.Status.Should().Be(MessageStatus.Delivered));
        world.OfType<ChannelEvent.InboundText>().Should().HaveCount(500).And.NotContain(text => text.Body == "STOP");
        (await PlayAsync(500, ("failureRate", "1"))).OfType<ChannelEvent.Receipt>().Should().AllSatisfy(
            receipt => receipt.Status.Should().Be(MessageStatus.Undelivered));
    }

    [Fact]
    public async Task Who_leaves_says_so_once()
    {
        var sink = new Sink();
        var time = new FakeTimeProvider(Start);
        await using var bed = new ChannelsBed(time, sink);
        sink.Bed = bed;
        var login = sink.Login = ChannelsBed.Login(("deliveryRate", "1"), ("optOutRate", "1"));

        await bed.Simulator.SendAsync(login, ChannelsBed.Message("Hello"), Stop);
        await bed.Simulator.SendAsync(login, ChannelsBed.Message("You are unsubscribed"), Stop);
        time.Advance(TimeSpan.FromMinutes(5));
        await TellAllAsync(bed);

        sink.Told.OfType<ChannelEvent.InboundText>().Should().ContainSingle();
    }

    [Fact]
    public async Task What_happens_comes_by_itself_in_its_time_through_the_road_of_callbacks()
    {
        var sink = new Sink();
        var time = new WatchedTime();
        await using var bed = new ChannelsBed(time, sink);
        sink.Bed = bed;
        var login = sink.Login = ChannelsBed.Login(("deliveryRate", "1"), ("replyRate", "0"), ("optOutRate", "0"), ("latencyMs", "1000"));
        var traffic = bed.GetAll<IHostedService>().OfType<SimulatorTraffic>().Single();
        await traffic.StartAsync(Stop);

        await bed.Simulator.SendAsync(login, ChannelsBed.Message(), Stop);
        await time.Slept.WaitAsync(Stop);
        var heard = sink.Heard.WaitAsync(Stop);
        while (sink.Told.IsEmpty)
        {
            // A step only when the last one has had its effect: the clock must not run away from who sleeps by it.
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(time.Slept.WaitAsync(Stop), heard);
            Stop.ThrowIfCancellationRequested();
        }

        await traffic.StopAsync(Stop);
        var receipt = sink.Told.Should().ContainSingle().Which.Should().BeOfType<ChannelEvent.Receipt>().Subject;
        receipt.At!.Value.Should().BeAfter(Start.AddMilliseconds(499)).And.BeBefore(Start.AddMilliseconds(1501));
    }

    [Fact]
    public async Task An_event_that_was_not_taken_comes_again()
    {
        var sink = new Sink { Failures = 3 };
        var time = new FakeTimeProvider(Start);
        await using var bed = new ChannelsBed(time, sink);
        sink.Bed = bed;
        var login = sink.Login = ChannelsBed.Login(("deliveryRate", "1"), ("replyRate", "0"));

        await bed.Simulator.SendAsync(login, ChannelsBed.Message(), Stop);
        for (var round = 0; round < 4; round++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await TellAllAsync(bed);
        }

        sink.Told.Should().ContainSingle();
    }

    [Fact]
    public async Task A_full_queue_is_told_as_a_wait_that_costs_no_try()
    {
        await using var bed = new ChannelsBed(new FakeTimeProvider(Start));
        var login = ChannelsBed.Login(("replyRate", "0"), ("optOutRate", "0"));
        for (var number = 0; number < SimulatorQueue.Capacity - 1; number++)
        {
            await bed.Simulator.SendAsync(login, ChannelsBed.Message(), Stop);
        }

        ChannelsBed.Describe(await bed.Simulator.SendAsync(login, ChannelsBed.Message(), Stop)).Should().Be("refused RateLimited Account 429 retry free after=1");
    }

    [Fact]
    public async Task A_callback_for_another_account_of_another_time_or_altered_is_forged()
    {
        await using var bed = new ChannelsBed(new FakeTimeProvider(Start));
        var account = AccountId.From(Guid.CreateVersion7());
        var told = new SimulatedEvent(account, Start, "SIM1", "a1", ChannelsBed.Number(ChannelsBed.Them), ChannelsBed.Number(ChannelsBed.Us), MessageStatus.Sent, null);
        var callback = bed.Get<SimulatorCallbacks>().Write(told, Start);
        var login = new ProviderLogin(account, new Dictionary<string, string>());

        bed.Simulator.ReadCallback(login, callback, Start).Should().BeOfType<CallbackReading.Read>().Which.EventKey.Should().Be("SIM1:message.sent");
        bed.Simulator.ReadStored(login, callback).Should().BeOfType<CallbackReading.Read>();
        bed.Simulator.ReadCallback(ChannelsBed.Login(), callback, Start).Should().BeOfType<CallbackReading.Forged>();
        bed.Simulator.ReadCallback(login, callback, Start.AddMinutes(6)).Should().BeOfType<CallbackReading.Forged>();
        bed.Simulator.ReadCallback(login, callback with { Body = new byte[3] }, Start).Should().BeOfType<CallbackReading.Forged>();
        bed.Simulator.ReadCallback(login, callback with { Headers = new Dictionary<string, string>() }, Start).Should().BeOfType<CallbackReading.Forged>();
        await using var other = new ChannelsBed(new FakeTimeProvider(Start));
        other.Simulator.ReadCallback(login, callback, Start).Should().BeOfType<CallbackReading.Forged>();
    }

    [Fact]
    public async Task The_list_is_empty_and_the_login_always_good()
    {
        await using var bed = new ChannelsBed();

        (await bed.Simulator.ListAsync(ChannelsBed.Login(), ChannelsBed.Query(Start), Stop)).Should().BeEmpty();
        (await bed.Simulator.CheckAsync(ChannelsBed.Login(), Stop)).IsOk.Should().BeTrue();
    }

    private static async Task<IReadOnlyCollection<ChannelEvent>> PlayAsync(int people, params (string Name, string Value)[] settings)
    {
        var sink = new Sink();
        var time = new FakeTimeProvider(Start);
        await using var bed = new ChannelsBed(time, sink);
        sink.Bed = bed;
        var login = sink.Login = ChannelsBed.Login(settings);
        for (var number = 0; number < people; number++)
        {
            var answer = await bed.Simulator.SendAsync(login, ChannelsBed.Message(to: $"+1617{5550000 + number}"), Stop);
            answer.Should().BeOfType<ProviderAnswer.Accepted>();
        }

        time.Advance(TimeSpan.FromMinutes(1));
        await TellAllAsync(bed);
        return sink.Told;
    }

    private static async Task TellAllAsync(ChannelsBed bed)
    {
        var traffic = bed.GetAll<IHostedService>().OfType<SimulatorTraffic>().Single();
        while (await traffic.TellDueAsync(Stop))
        {
        }
    }

    /// <summary>A clock that says when somebody lay down to sleep by it.</summary>
    private sealed class WatchedTime() : FakeTimeProvider(SimulatorTests.Start)
    {
        public SemaphoreSlim Slept { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Slept.Release();
            return timer;
        }
    }

    /// <summary>Reads what it is given as the receiving room will: through the provider, signature first.</summary>
    private sealed class Sink : ICallbackSink
    {
        private int _failures;

        public ChannelsBed Bed { get; set; } = null!;

        public ProviderLogin Login { get; set; } = null!;

        public int Failures { init => _failures = value; }

        public ConcurrentQueue<ChannelEvent> Told { get; } = [];

        public SemaphoreSlim Heard { get; } = new(0);

        public Task DeliverAsync(AccountId account, IncomingCallback callback, CancellationToken cancellationToken)
        {
            if (Interlocked.Decrement(ref _failures) >= 0)
            {
                throw new IOException("Not now.");
            }

            var reading = Bed.Simulator.ReadCallback(Login with { AccountId = account }, callback, Bed.Get<TimeProvider>().GetUtcNow());
            Told.Enqueue(((CallbackReading.Read)reading).Event!);
            Heard.Release();
            return Task.CompletedTask;
        }
    }
}
