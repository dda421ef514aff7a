using AwesomeAssertions;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Receiving.Conversations;
using Carillon.Sending;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Receiving;

public sealed class InboundTextTests
{
    private static readonly PhoneNumber Them = PhoneNumber.FromStored("+16175550123");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_text_from_an_unknown_number_makes_a_contact_and_a_conversation(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);

        await world.DeliverAsync(world.Text(Them, "Who is this?"));
        await world.DeliverAsync(world.Text(Them, "Are you open today?"));
        await world.HandleAsync();

        var contact = await world.ReadAsync(db => db.Set<Contact>().SingleAsync(Token));
        contact.Phone.Should().Be(Them);
        contact.LastRepliedAt.Should().NotBeNull();
        (await world.ReadAsync(db => db.Conversations.SingleAsync(Token))).Should().Match<Conversation>(x =>
            x.ContactId == contact.Id && x.LastText == "Are you open today?" && x.UnreadCount == 2 && x.SenderId == world.Sender.Id);
        (await world.ReadAsync(db => db.InboundMessages.OrderBy(x => x.ReceivedAt).Select(x => x.Body).ToListAsync(Token)))
            .Should().Equal("Who is this?", "Are you open today?");
        (await world.EventsAsync()).Should().OnlyContain(x => x.Status == EventStatus.Processed && x.Attempts == 1);
    }

    [Theory, EachDatabase]
    public async Task A_reply_is_credited_to_the_newest_campaign_of_the_last_three_days_and_counted_once_a_person(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var contact = await world.AddContactAsync(Them);
        var (old, oldRun) = (Id.New<CampaignId>(world.Time), Id.New<RunId>(world.Time));
        var (campaign, run) = (Id.New<CampaignId>(world.Time), Id.New<RunId>(world.Time));
        await world.AddMessageAsync(contact, Them, old, oldRun, "SM-old");
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.AddMessageAsync(contact, Them, campaign, run, "SM-new");
        world.Time.Advance(TimeSpan.FromHours(71));

        await world.DeliverAsync(world.Text(Them, "Yes, call me"));
        await world.DeliverAsync(world.Text(Them, "After five"));
        await world.HandleAsync();

        (await world.ReadAsync(db => db.InboundMessages.Select(x => x.CampaignId).ToListAsync(Token))).Should().Equal(campaign, campaign);
        (await world.CounterAsync(run, RunCounters.Replied)).Should().Be(1);
        (await world.CounterAsync(oldRun, RunCounters.Replied)).Should().Be(0);
        world.Time.Advance(TimeSpan.FromHours(2));
        await world.DeliverAsync(world.Text(Them, "Hello?"));
        await world.HandleAsync();
        (await world.ReadAsync(db => db.InboundMessages.OrderBy(x => x.ReceivedAt).Select(x => x.CampaignId).LastAsync(Token))).Should().BeNull();
    }

    [Theory]
    [EachDatabase(-30, true)]
    [EachDatabase(-90, false)]
    public async Task A_reply_dated_by_a_clock_a_little_behind_ours_answers_the_message_all_the_same(Engine engine, int seconds, bool isAnswer)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var campaign = Id.New<CampaignId>(world.Time);
        await world.AddMessageAsync(await world.AddContactAsync(Them), Them, campaign, Id.New<RunId>(world.Time), "SM-sent");

        await world.DeliverToldAsync(Them, "Yes please", world.Time.GetUtcNow().AddSeconds(seconds));
        await world.HandleAsync();

        (await world.ReadAsync(db => db.InboundMessages.Select(x => x.CampaignId).SingleAsync(Token))).Should().Be(isAnswer ? campaign : null);
    }

    [Theory, EachDatabase]
    public async Task What_is_told_to_be_older_than_any_delivery_was_said_when_it_came_and_equal_stamps_go_by_arrival(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var told = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var campaign = Id.New<CampaignId>(world.Time);
        await world.AddMessageAsync(await world.AddContactAsync(Them), Them, campaign, Id.New<RunId>(world.Time), "SM-sent");

        await world.DeliverToldAsync(Them, "please stop", told);
        await world.HandleAsync();

        (await world.ReadAsync(db => db.ConsentEvents.SingleAsync(Token))).Should().Match<ConsentEvent>(x => x.CampaignId == campaign && x.At == new DateTimeOffset(2026, 11, 3, 15, 0, 0, TimeSpan.Zero));
        (await world.AnswersAsync()).Should().ContainSingle();

        await world.DeliverToldAsync(Them, "start again", told);
        await world.HandleAsync();
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse();

        await world.DeliverToldAsync(Them, "STOP", told);
        await world.HandleAsync();
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeTrue();
    }

    [Theory]
    [EachDatabase(0, true)]
    [EachDatabase(1, false)]
    public async Task Stop_and_start_of_one_instant_go_by_arrival_and_a_stop_said_later_stands(Engine engine, int secondsLater, bool isLifted)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var told = world.Time.GetUtcNow().AddSeconds(-20);

        await world.DeliverToldAsync(Them, "STOP", told.AddSeconds(secondsLater));
        await world.DeliverToldAsync(Them, "START", told);
        await world.HandleAsync();

        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().Be(!isLifted);
    }

    [Theory]
    [EachDatabase(0)]
    [EachDatabase(-10)]
    public async Task A_start_that_comes_again_after_a_later_stop_lifts_nothing(Engine engine, int days)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var told = world.Time.GetUtcNow().AddDays(days);

        // Handled late on purpose: the opt-out is committed before either is handled.
        await world.DeliverToldAsync(Them, "START", told);
        await world.DeliverToldAsync(Them, "STOP", days == 0 ? told : world.Time.GetUtcNow());
        await world.DeliverToldAsync(Them, "START", told.AddMilliseconds(-1));
        await world.HandleAsync();

        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeTrue();
    }

    [Theory]
    [EachDatabase("ENOUGH", "STOP", ConsentEventKind.OptOut)]
    [EachDatabase("stop please", "STOP", ConsentEventKind.OptOut)]
    [EachDatabase("stop please", "START", ConsentEventKind.OptOut)]
    [EachDatabase("JOIN", "START", ConsentEventKind.OptIn)]
    [EachDatabase("What is this?", "HELP", ConsentEventKind.Help)]
    public async Task What_the_provider_took_for_a_keyword_counts_whatever_the_words_and_was_answered_already(Engine engine, string body, string type, ConsentEventKind kind)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        if (kind is ConsentEventKind.OptIn)
        {
            await world.DeliverAsync(world.TextTakenFor(Them, "STOP", "STOP"));
            await world.HandleAsync();
        }

        await world.DeliverAsync(world.TextTakenFor(Them, body, type));
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().Be(kind is not ConsentEventKind.Help, "an opt-out is committed with its event");
        await world.HandleAsync();

        (await world.ReadAsync(db => db.ConsentEvents.OrderBy(x => x.At).Select(x => x.Kind).LastAsync(Token))).Should().Be(kind);
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().Be(kind is ConsentEventKind.OptOut);
        (await world.AnswersAsync()).Should().BeEmpty();
        (await world.ReadAsync(db => db.OptOutReviews.AnyAsync(Token))).Should().BeFalse();
    }

    [Theory, EachDatabase]
    public async Task A_stop_is_written_down_with_the_message_it_answers_counted_once_and_confirmed_once(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var contact = await world.AddContactAsync(Them);
        var (campaign, run) = (Id.New<CampaignId>(world.Time), Id.New<RunId>(world.Time));
        var sent = await world.AddMessageAsync(contact, Them, campaign, run, "SM-sent");
        world.Time.Advance(TimeSpan.FromMinutes(3));

        await world.DeliverAsync(world.Text(Them, "STOP"));
        await world.HandleAsync();
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.DeliverAsync(world.Text(Them, "stop!!"));
        await world.HandleAsync();

        var wishes = await world.ReadAsync(db => db.ConsentEvents.OrderBy(x => x.At).ToListAsync(Token));
        wishes.Should().HaveCount(2);
        wishes[0].Should().Match<ConsentEvent>(x => x.Kind == ConsentEventKind.OptOut && x.MessageId == sent.Id && x.CampaignId == campaign
            && x.ContactId == contact && x.Keyword == "STOP" && x.Method == ConsentMethod.Keyword && x.Actor == "recipient");
        (await world.CounterAsync(run, RunCounters.OptedOut)).Should().Be(1);
        (await world.CounterAsync(run, RunCounters.Replied)).Should().Be(1);
        (await world.AnswersAsync()).Should().ContainSingle().Which.Should().Match<OutboundMessage>(x =>
            x.To == Them && x.SenderId == world.Sender.Id && x.Purpose == Purpose.Transactional && x.Body!.StartsWith("Acme: ")
            && x.ExpiresAt == wishes[0].At + TimeSpan.FromMinutes(5) && x.Segments == 1);
    }

    [Theory]
    [EachDatabase("STOP", 0)]
    [EachDatabase("stop please", 1)]
    [EachDatabase("HELP", 0)]
    public async Task Where_the_provider_answers_a_word_itself_ours_stays_silent_for_that_word_only(Engine engine, string body, int answers)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine, answersKeywords: true);

        await world.DeliverAsync(world.Text(Them, body));
        await world.HandleAsync();

        (await world.AnswersAsync()).Should().HaveCount(answers);
    }

    [Theory, EachDatabase]
    public async Task A_confirmation_never_comes_later_than_five_minutes_after_the_word(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.DeliverAsync(world.Text(Them, "STOP"));
        world.Time.Advance(TimeSpan.FromMinutes(5));

        await world.HandleAsync();

        (await world.AnswersAsync()).Should().BeEmpty();
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeTrue();
    }

    [Theory, EachDatabase]
    public async Task Start_lifts_the_stop_before_it_and_is_answered(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.DeliverAsync(world.Text(Them, "STOP"));
        await world.HandleAsync();
        world.Time.Advance(TimeSpan.FromMinutes(10));

        await world.DeliverAsync(world.Text(Them, "START"));
        await world.HandleAsync();

        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse();
        (await world.AnswersAsync()).Should().HaveCount(2);
        (await world.ReadAsync(db => db.ConsentEvents.CountAsync(x => x.Kind == ConsentEventKind.OptIn, Token))).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task Start_handled_late_lifts_no_stop_that_came_after_it(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.DeliverAsync(world.Text(Them, "STOP"));
        await world.DeliverAsync(world.Text(Them, "START"));
        await world.DeliverAsync(world.Text(Them, "STOP"));

        await world.HandleAsync();

        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeTrue();
        (await world.AnswersAsync()).Should().ContainSingle();
    }

    [Theory, EachDatabase]
    public async Task Start_from_a_number_that_never_stopped_is_an_inquiry(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);

        await world.DeliverAsync(world.Text(Them, "START"));
        await world.HandleAsync();

        (await world.AnswersAsync()).Should().BeEmpty();
        (await world.ReadAsync(db => db.ConsentStates.AnyAsync(x => x.Status == ConsentStatus.Subscribed, Token))).Should().BeFalse();
        (await world.ReadAsync(db => db.Conversations.CountAsync(Token))).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task Help_is_answered_once_in_five_minutes_also_to_who_opted_out(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.DeliverAsync(world.Text(Them, "STOP"));
        await world.DeliverAsync(world.Text(Them, "HELP"));
        await world.DeliverAsync(world.Text(Them, "help"));
        await world.HandleAsync();
        (await world.AnswersAsync()).Should().HaveCount(2);

        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.DeliverAsync(world.Text(Them, "help"));
        await world.HandleAsync();

        (await world.AnswersAsync()).Should().HaveCount(3);
        (await world.ReadAsync(db => db.ConsentEvents.CountAsync(x => x.Kind == ConsentEventKind.Help, Token))).Should().Be(3);
    }

    [Theory, EachDatabase]
    public async Task A_text_with_a_character_that_no_database_holds_is_heard_all_the_same(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);

        await world.DeliverAsync(world.Text(Them, "ST\0OP"));
        await world.DeliverAsync(world.Text(Them, "Hel\0lo"));
        await world.HandleAsync();

        (await world.ReadAsync(db => db.InboundMessages.OrderBy(x => x.ReceivedAt).Select(x => x.Body).ToListAsync(Token))).Should().Equal("STOP", "Hello");
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeTrue();
    }

    [Theory, EachDatabase]
    public async Task Our_own_words_quoted_in_a_reaction_are_no_wish(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);

        await world.DeliverAsync(world.Text(Them, "Liked “Acme: 20% off today. Reply STOP to opt out”"));
        await world.HandleAsync();

        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse();
    }

    [Theory, EachDatabase]
    public async Task A_number_that_is_no_sender_of_ours_is_heard_and_not_answered(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await using (var db = world.Database.OpenEverybody())
        {
            await db.Senders.ExecuteDeleteAsync(Token);
        }

        await world.DeliverAsync(world.Text(Them, "STOP"));
        await world.HandleAsync();

        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeTrue();
        (await world.AnswersAsync()).Should().BeEmpty();
        (await world.EventsAsync()).Should().OnlyContain(x => x.Status == EventStatus.Processed);
    }
}
