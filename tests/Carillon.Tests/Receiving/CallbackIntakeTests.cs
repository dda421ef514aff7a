using System.Text;
using AwesomeAssertions;
using Carillon.Channels;
using Carillon.Compliance;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Receiving.Callbacks;
using Carillon.Sending;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Receiving;

public sealed class CallbackIntakeTests
{
    private static readonly PhoneNumber Them = PhoneNumber.FromStored("+16175550123");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_signed_callback_is_stored_and_waits(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);

        var outcome = await world.Intake.TakeAsync(Provider.Twilio, world.Account, world.Text(Them, "Hello"), Token);

        outcome.Should().Be(new CallbackOutcome.Stored(IsNew: true, IsText: true));
        (await world.EventsAsync()).Should().ContainSingle().Which.Should().Match<ProviderEvent>(x =>
            x.Status == EventStatus.Pending && x.Number == Them && x.WorkspaceId == world.Workspace && x.Source == Provider.Twilio && x.Type == "received");
    }

    [Theory, EachDatabase]
    public async Task A_forged_callback_leaves_nothing(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var callback = world.Text(Them, "STOP");

        var outcome = await world.Intake.TakeAsync(
            Provider.Twilio, world.Account, callback with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(callback.Body.Span) + "&Extra=1") }, Token);

        outcome.Should().BeOfType<CallbackOutcome.Forged>();
        (await world.EventsAsync()).Should().BeEmpty();
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse();
    }

    [Theory, EachDatabase]
    public async Task An_account_of_another_provider_or_none_is_unknown(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);

        (await world.Intake.TakeAsync(Provider.OpenPhone, world.Account, world.Text(Them, "Hi"), Token)).Should().BeOfType<CallbackOutcome.UnknownAccount>();
        (await world.Intake.TakeAsync(Provider.Twilio, Id.New<AccountId>(world.Time), world.Text(Them, "Hi"), Token)).Should().BeOfType<CallbackOutcome.UnknownAccount>();
    }

    [Theory, EachDatabase]
    public async Task A_callback_seen_before_changes_nothing_also_when_many_come_at_once(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var callback = world.Text(Them, "Hello");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.Intake.TakeAsync(Provider.Twilio, world.Account, callback, Token)));

        outcomes.Count(outcome => outcome is CallbackOutcome.Stored { IsNew: true }).Should().Be(1);
        outcomes.Should().AllBeOfType<CallbackOutcome.Stored>();
        (await world.EventsAsync()).Should().ContainSingle();
    }

    [Theory, EachDatabase]
    public async Task Instants_of_receipt_rise_while_the_clock_stands(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);

        for (var i = 0; i < 5; i++)
        {
            await world.DeliverAsync(world.Text(Them, $"Hello {i}"));
        }

        (await world.EventsAsync()).Select(x => x.ReceivedAt).Should().OnlyHaveUniqueItems();
    }

    [Theory, EachDatabase]
    public async Task What_is_signed_and_cannot_be_read_is_dead_and_kept(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);

        await world.DeliverAsync(ReceivingWorld.Receipt("", "delivered", Them));

        (await world.EventsAsync()).Should().ContainSingle().Which.Should().Match<ProviderEvent>(x => x.Status == EventStatus.Dead && x.LastError != null);
    }

    [Theory, EachDatabase]
    public async Task A_kind_that_tells_nothing_is_stored_and_done_with(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);

        await world.DeliverAsync(ReceivingWorld.Receipt("SM1", "newer-word", Them));

        (await world.EventsAsync()).Should().ContainSingle().Which.Status.Should().Be(EventStatus.Processed);
    }

    [Theory, EachDatabase]
    public async Task An_opt_out_is_committed_with_its_event_and_cancels_what_waits(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var contact = await world.AddContactAsync(Them);
        var (campaign, run) = (Id.New<CampaignId>(world.Time), Id.New<RunId>(world.Time));
        var waiting = await world.AddMessageAsync(contact, Them, campaign, run, providerId: null);

        await world.DeliverAsync(world.Text(Them, "Please stop texting me"));

        (await world.EventsAsync()).Should().ContainSingle().Which.Status.Should().Be(EventStatus.Pending);
        (await world.ReadAsync(db => db.Suppressions.SingleAsync(Token))).Should().Match<Suppression>(x => x.Phone == Them && x.Reason == SkipReason.OptedOut);
        (await world.ReadAsync(db => db.OutboundMessages.SingleAsync(x => x.Id == waiting.Id, Token))).Status.Should().Be(MessageStatus.Cancelled);
        world.Fresh.Covers(world.Workspace, Them).Should().BeTrue();
    }

    [Theory, EachDatabase]
    public async Task The_answer_to_an_opt_out_waits_until_nothing_can_begin_any_more_also_for_its_repetition(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var stop = world.Text(Them, "STOP");
        await world.DeliverAsync(stop);

        var answer = world.Intake.TakeAsync(Provider.Twilio, world.Account, stop, Token);
        while (!answer.IsCompleted)
        {
            // The wait begins after the look into the database: the clock goes on in steps until it is over.
            world.Time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        (await answer).Should().Be(new CallbackOutcome.Stored(IsNew: false, IsText: true));
        world.Time.GetUtcNow().Should().BeOnOrAfter(new DateTimeOffset(2026, 11, 3, 15, 0, 0, 250, TimeSpan.Zero));
    }

    [Theory, EachDatabase]
    public async Task The_same_stop_from_many_connections_is_one_opt_out(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var stop = world.Text(Them, "STOP");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.DeliverAsync(stop)));
        await world.HandleAsync();

        (await world.ReadAsync(db => db.ConsentEvents.CountAsync(Token))).Should().Be(1);
        (await world.AnswersAsync()).Should().ContainSingle();
    }
}
