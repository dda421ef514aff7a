using System.Globalization;
using AwesomeAssertions;
using Carillon.Channels;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Sending;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Receiving;

public sealed class InboxTests
{
    private static readonly PhoneNumber Them = PhoneNumber.FromStored("+16175550123");
    private static readonly PhoneNumber Other = PhoneNumber.FromStored("+16175550124");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase("sent,delivered")]
    [EachDatabase("delivered,sent")]
    [EachDatabase("delivered,sent,delivered,sent")]
    public async Task Receipts_end_in_the_same_state_whatever_their_order(Engine engine, string statuses)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var message = await SentAsync(world, Them, "SM-1");

        foreach (var status in statuses.Split(','))
        {
            await world.DeliverAsync(ReceivingWorld.Receipt("SM-1", status, Them));
            await world.HandleAsync();
        }

        (await StatusAsync(world, message)).Should().Be(MessageStatus.Delivered);
        (await world.EventsAsync()).Should().HaveCount(2).And.OnlyContain(x => x.Status == EventStatus.Processed);
    }

    [Theory, EachDatabase]
    public async Task A_receipt_that_comes_before_our_record_of_the_answer_is_tried_again_soon(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.DeliverAsync(ReceivingWorld.Receipt("SM-1", "delivered", Them));
        await world.HandleAsync();
        (await world.EventsAsync()).Single().Should().Match<ProviderEvent>(x =>
            x.Status == EventStatus.Retrying && x.NextAttemptAt == world.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
        var message = await SentAsync(world, Them, "SM-1");

        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.HandleAsync();

        (await StatusAsync(world, message)).Should().Be(MessageStatus.Delivered);
        (await world.EventsAsync()).Single().Should().Match<ProviderEvent>(x => x.Status == EventStatus.Processed && x.Attempts == 2 && x.LastError == null);
    }

    [Theory, EachDatabase]
    public async Task A_receipt_of_a_message_that_is_none_of_ours_is_given_up_in_the_end(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.DeliverAsync(ReceivingWorld.Receipt("SM-1", "delivered", Them));

        for (var hour = 0; hour < 8; hour++)
        {
            await world.HandleAsync();
            world.Time.Advance(TimeSpan.FromHours(1));
        }

        (await world.EventsAsync()).Single().Should().Match<ProviderEvent>(x => x.Status == EventStatus.Dead && x.LastError != null);
    }

    [Theory, EachDatabase]
    public async Task A_receipt_without_its_message_holds_nobody_up(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.DeliverAsync(ReceivingWorld.Receipt("SM-unknown", "delivered", Them));
        await world.DeliverAsync(world.Text(Them, "HELP"));

        await world.HandleAsync();

        (await world.AnswersAsync()).Should().ContainSingle();
    }

    [Theory, EachDatabase]
    public async Task An_opt_out_that_only_the_provider_knew_becomes_ours(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await SentAsync(world, Them, "SM-1");

        await world.DeliverAsync(ReceivingWorld.Receipt("SM-1", "undelivered", Them, errorCode: "21610"));
        await world.HandleAsync();

        (await world.ReadAsync(db => db.Suppressions.SingleAsync(Token))).Phone.Should().Be(Them);
        (await world.ReadAsync(db => db.ConsentEvents.SingleAsync(Token))).Method.Should().Be(ConsentMethod.Carrier);
    }

    [Theory]
    [EachDatabase("30006", SkipReason.Landline)]
    [EachDatabase("30640", SkipReason.DoNotCall)]
    [EachDatabase("30003", null)]
    public async Task What_a_carrier_tells_of_the_number_itself_stays_with_it(Engine engine, string code, SkipReason? reason)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await SentAsync(world, Them, "SM-1");

        await world.DeliverAsync(ReceivingWorld.Receipt("SM-1", "undelivered", Them, errorCode: code));
        await world.HandleAsync();

        (await world.ReadAsync(db => db.Suppressions.Select(row => (SkipReason?)row.Reason).SingleOrDefaultAsync(Token))).Should().Be(reason);
        (await world.ReadAsync(db => db.Contacts.SingleAsync(Token))).LineType.Should().Be(reason is SkipReason.Landline ? LineType.Landline : LineType.Unknown);
    }

    [Theory, EachDatabase]
    public async Task An_unknown_subscriber_is_believed_the_second_time_three_days_later_until_the_number_writes(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await FailAsync("SM-1");
        world.Time.Advance(TimeSpan.FromHours(71));
        await FailAsync("SM-2");
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse("the two lie less than 72 hours apart");

        world.Time.Advance(TimeSpan.FromHours(1));
        await FailAsync("SM-3");
        (await world.ReadAsync(db => db.Suppressions.SingleAsync(Token))).Reason.Should().Be(SkipReason.Unreachable);
        (await world.ReadAsync(db => db.Contacts.SingleAsync(row => row.Phone == Them, Token))).Status.Should().Be(ContactStatus.Unreachable);

        await world.DeliverAsync(world.Text(Them, "Are you open today?"));
        await world.HandleAsync();
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse();
        (await world.ReadAsync(db => db.Contacts.SingleAsync(row => row.Phone == Them, Token))).Status.Should().Be(ContactStatus.Active);

        world.Time.Advance(TimeSpan.FromHours(1));
        await FailAsync("SM-4");
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse("it wrote since the last of three days ago");

        async Task FailAsync(string sid)
        {
            var contact = await world.ReadAsync(db => db.Contacts.Where(row => row.Phone == Them).Select(row => (ContactId?)row.Id).SingleOrDefaultAsync(Token)) ?? await world.AddContactAsync(Them);
            await world.AddMessageAsync(contact, Them, Id.New<CampaignId>(world.Time), Id.New<RunId>(world.Time), sid);
            await world.DeliverAsync(ReceivingWorld.Receipt(sid, "undelivered", Them, errorCode: "30005"));
            await world.HandleAsync();
        }
    }

    [Theory, EachDatabase]
    public async Task An_event_that_fails_is_tried_again_five_times_and_holds_up_its_own_number_only(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.DeliverAsync(world.Text(Them, "first"));
        await BreakAsync(world);
        await world.DeliverAsync(world.Text(Them, "second"));
        await world.DeliverAsync(world.Text(Other, "somebody else"));
        await world.HandleAsync();

        var events = await world.EventsAsync();
        events.Select(x => x.Status).Should().Equal(EventStatus.Retrying, EventStatus.Pending, EventStatus.Processed);
        events[0].Should().Match<ProviderEvent>(x => x.Attempts == 1 && x.NextAttemptAt == world.Time.GetUtcNow() + TimeSpan.FromSeconds(60));
        events[1].NextAttemptAt.Should().Be(events[0].NextAttemptAt);
        foreach (var seconds in new[] { 60, 120, 240, 480, 960 })
        {
            world.Time.Advance(TimeSpan.FromSeconds(seconds));
            await world.HandleAsync();
        }

        events = await world.EventsAsync();
        events[0].Should().Match<ProviderEvent>(x => x.Status == EventStatus.Dead && x.Attempts == 6 && x.LastError != null);
        events[1].Status.Should().Be(EventStatus.Processed);
    }

    [Theory, EachDatabase]
    public async Task A_dead_event_can_be_tried_again_by_hand(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.DeliverAsync(world.Text(Them, "first"));
        var whole = await BreakAsync(world);
        foreach (var seconds in new[] { 0, 60, 120, 240, 480, 960 })
        {
            world.Time.Advance(TimeSpan.FromSeconds(seconds));
            await world.HandleAsync();
        }

        await world.ReadAsync(db => db.ProviderEvents.ExecuteUpdateAsync(set => set.SetProperty(x => x.Content, whole), Token));
        var failed = await world.AskAsync((ProviderEventBook book) => book.ListAsync(new ProviderEventFilter(IsFailed: true), null, 10, Token));
        (await world.AskAsync((ProviderEventBook book) => book.RetryAsync([.. failed.Select(x => x.Id)], Token))).Should().Be(1);
        await world.HandleAsync();

        (await world.EventsAsync()).Single().Status.Should().Be(EventStatus.Processed);
        (await world.ReadAsync(db => db.InboundMessages.SingleAsync(Token))).Body.Should().Be("first");
    }

    [Theory, EachDatabase]
    public async Task A_thousand_mixed_events_doubled_and_shuffled_end_as_the_clean_history_does(Engine engine)
    {
        await using var clean = await ReceivingWorld.CreateAsync(engine);
        await using var wild = await ReceivingWorld.CreateAsync(engine);

        foreach (var callback in await HistoryAsync(clean))
        {
            await clean.DeliverAsync(callback);
        }

        await clean.HandleAsync();
        var storm = new CallbackStorm(DuplicateShare: 1, IsShuffled: true, Seed: 7);
        foreach (var chunk in storm.Disturb(await HistoryAsync(wild)).Chunk(100))
        {
            await Task.WhenAll(chunk.Select(wild.DeliverAsync));
            await wild.HandleAsync();
        }

        await wild.HandleAsync();
        (await PictureAsync(wild)).Should().Equal(await PictureAsync(clean));
        (await wild.EventsAsync()).Should().HaveCount(1000).And.OnlyContain(x => x.Status == EventStatus.Processed);
    }

    /// <summary>200 people with a message each: four receipts, and a reply or a wish.</summary>
    private static async Task<List<IncomingCallback>> HistoryAsync(ReceivingWorld world)
    {
        var (campaign, run) = (Id.New<CampaignId>(world.Time), Id.New<RunId>(world.Time));
        List<IncomingCallback> history = [];
        for (var i = 0; i < 200; i++)
        {
            var number = PhoneNumber.FromStored(string.Create(CultureInfo.InvariantCulture, $"+1617555{i:0000}"));
            var sid = string.Create(CultureInfo.InvariantCulture, $"SM-{i}");
            await world.AddMessageAsync(await world.AddContactAsync(number), number, campaign, run, sid);
            foreach (var status in new[] { "accepted", "sending", "sent", i % 3 == 0 ? "undelivered" : "delivered" })
            {
                history.Add(ReceivingWorld.Receipt(sid, status, number));
            }

            history.Add(world.Text(number, (i % 4) switch { 0 => "STOP", 1 => "Thanks", 2 => "HELP", _ => "please remove me" }));
        }

        return history;
    }

    private static async Task<List<string>> PictureAsync(ReceivingWorld world)
    {
        List<string> picture = [];
        await using var db = world.Database.OpenEverybody();
        picture.AddRange(await db.OutboundMessages.OrderBy(x => x.To).ThenBy(x => x.Kind).Select(x => $"{x.To} {x.Kind} {x.Status}").ToListAsync(Token));
        picture.AddRange(await db.InboundMessages.OrderBy(x => x.From).Select(x => $"{x.From} wrote {x.Body} {x.CampaignId != null}").ToListAsync(Token));
        picture.AddRange(await db.Suppressions.OrderBy(x => x.Phone).Select(x => $"{x.Phone} {x.Reason}").ToListAsync(Token));
        picture.AddRange(await db.ConsentEvents.OrderBy(x => x.Phone).Select(x => $"{x.Phone} {x.Kind} {x.Keyword} {x.MessageId != null}").ToListAsync(Token));
        picture.AddRange(await db.Conversations.Join(db.Set<Carillon.Contacts.Contact>(), x => x.ContactId, x => x.Id, (head, contact) => new { head, contact })
            .OrderBy(x => x.contact.Phone).Select(x => $"{x.contact.Phone} {x.head.UnreadCount} {x.head.LastText}").ToListAsync(Token));
        picture.AddRange(await db.RunCounters.Where(x => x.Count != 0).OrderBy(x => x.Metric).Select(x => $"{x.Metric} {x.Count}").ToListAsync(Token));
        return picture;
    }

    /// <summary>Makes the only event there is impossible to handle; what it said before.</summary>
    private static async Task<string> BreakAsync(ReceivingWorld world)
    {
        await using var db = world.Database.OpenEverybody();
        var whole = await db.ProviderEvents.Select(x => x.Content).SingleAsync(Token);
        await db.ProviderEvents.ExecuteUpdateAsync(set => set.SetProperty(x => x.Content, "{"), Token);
        return whole;
    }

    private static async Task<OutboundMessage> SentAsync(ReceivingWorld world, PhoneNumber to, string sid) =>
        await world.AddMessageAsync(await world.AddContactAsync(to), to, Id.New<CampaignId>(world.Time), Id.New<RunId>(world.Time), sid);

    private static Task<MessageStatus> StatusAsync(ReceivingWorld world, OutboundMessage message) =>
        world.ReadAsync(db => db.OutboundMessages.Where(x => x.Id == message.Id).Select(x => x.Status).SingleAsync(Token));
}
