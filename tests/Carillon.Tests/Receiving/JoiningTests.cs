using AwesomeAssertions;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Programmes;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Receiving;

public sealed class JoiningTests
{
    private static readonly PhoneNumber Them = PhoneNumber.FromStored("+16175550123");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_keyword_of_our_own_is_an_opt_in_with_its_wording_as_evidence(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await AddProgrammeAsync(world, "JOIN");

        await SayAsync(world, "Join please!");

        (await ConsentAsync(world)).Should().Be(ConsentStatus.Subscribed);
        (await world.ReadAsync(db => db.ConsentEvents.SingleAsync(Token))).Should().Match<ConsentEvent>(x =>
            x.Kind == ConsentEventKind.OptIn && x.Method == ConsentMethod.Keyword && x.Keyword == "JOIN" && x.Evidence!.Contains("as advertised"));
        (await world.AnswersAsync()).Should().ContainSingle(answer => answer.Body!.Contains("you are subscribed"));
        await SayAsync(world, "join us for dinner");
        (await world.ReadAsync(db => db.ConsentEvents.CountAsync(Token))).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task A_keyword_of_our_own_for_leaving_is_an_opt_out_at_once_and_confirmed_once(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await AddProgrammeAsync(world, "GOODBYES", isOptOut: true);

        await SayAsync(world, "goodbyes and good luck to you all my friends");
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse("only the word alone leaves");

        await world.DeliverAsync(world.Text(Them, "Goodbyes, please!"));
        (await world.ReadAsync(db => db.Suppressions.SingleAsync(Token))).Phone.Should().Be(Them, "it commits with its event");
        await world.HandleAsync();
        await SayAsync(world, "GOODBYES");

        (await world.ReadAsync(db => db.ConsentEvents.Where(x => x.Kind == ConsentEventKind.OptOut).OrderBy(x => x.Id).FirstAsync(Token))).Should().Match<ConsentEvent>(x =>
            x.Method == ConsentMethod.Keyword && x.Keyword == "GOODBYES");
        (await world.AnswersAsync()).Should().ContainSingle(answer => answer.Body!.Contains("unsubscribed"));
    }

    [Theory, EachDatabase]
    public async Task A_confirmation_that_something_kept_from_leaving_is_overtaken_by_the_persons_next_word(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await SayAsync(world, "STOP");
        world.Time.Advance(TimeSpan.FromSeconds(30));
        await SayAsync(world, "START");

        (await world.AnswersAsync()).Select(answer => answer.Status).Should().Equal(MessageStatus.Cancelled, MessageStatus.Queued);
    }

    [Theory, EachDatabase]
    public async Task The_same_text_told_in_two_events_is_one_opt_out(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var now = world.Time.GetUtcNow();
        await world.DeliverToldAsync(Them, "STOP", now, "ACsame");
        await world.HandleAsync();
        await world.DeliverToldAsync(Them, "STOP", now, "ACsame");
        await world.HandleAsync();

        (await world.ReadAsync(db => db.ConsentEvents.CountAsync(x => x.Kind == ConsentEventKind.OptOut, Token))).Should().Be(1);
        (await world.ReadAsync(db => db.InboundMessages.CountAsync(Token))).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task Only_while_it_is_pending_a_yes_is_an_opt_in(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await AddProgrammeAsync(world, "JOIN", isDouble: true);
        await SayAsync(world, "YES");
        (await ConsentAsync(world)).Should().Be(ConsentStatus.Unknown);

        await SayAsync(world, "JOIN");
        (await ConsentAsync(world)).Should().Be(ConsentStatus.Unknown);
        (await world.AnswersAsync()).Should().ContainSingle(answer => answer.Body!.Contains("reply YES"));
        world.Time.Advance(TimeSpan.FromHours(23));
        await SayAsync(world, "Yes!");

        (await ConsentAsync(world)).Should().Be(ConsentStatus.Subscribed);
        var told = await world.ReadAsync(db => db.ConsentEvents.SingleAsync(Token));
        told.Evidence.Should().Contain("as advertised").And.Contain("Yes!");
        (await world.ReadAsync(db => db.PendingOptIns.AnyAsync(Token))).Should().BeFalse();
    }

    [Theory, EachDatabase]
    public async Task A_yes_after_a_day_is_none(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await AddProgrammeAsync(world, "JOIN", isDouble: true);
        await SayAsync(world, "JOIN");
        world.Time.Advance(TimeSpan.FromHours(24));

        await SayAsync(world, "YES");

        (await ConsentAsync(world)).Should().Be(ConsentStatus.Unknown);
    }

    [Theory, EachDatabase]
    public async Task An_opt_out_ends_what_is_pending(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await AddProgrammeAsync(world, "JOIN", isDouble: true);
        await SayAsync(world, "JOIN");
        await SayAsync(world, "STOP");

        await SayAsync(world, "YES");

        (await ConsentAsync(world)).Should().Be(ConsentStatus.Unsubscribed);
        (await world.ReadAsync(db => db.Suppressions.CountAsync(Token))).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task A_keyword_after_a_stop_is_a_new_agreement(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await AddProgrammeAsync(world, "JOIN");
        await SayAsync(world, "STOP");
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await SayAsync(world, "JOIN");

        (await ConsentAsync(world)).Should().Be(ConsentStatus.Subscribed);
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse();
    }

    [Theory, EachDatabase]
    public async Task A_wrong_number_is_suppressed_and_taken_from_the_person(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var contact = await world.AddContactAsync(Them);

        await SayAsync(world, "Sorry, you have the wrong number");

        (await world.ReadAsync(db => db.Set<Contact>().SingleAsync(x => x.Id == contact, Token))).Phone.Should().BeNull();
        (await world.ReadAsync(db => db.Suppressions.SingleAsync(Token))).Phone.Should().Be(Them);
        (await world.ReadAsync(db => db.ConsentEvents.SingleAsync(Token))).Evidence.Should().Contain("wrongNumber");
    }

    private static async Task SayAsync(ReceivingWorld world, string words)
    {
        await world.DeliverAsync(world.Text(Them, words));
        await world.HandleAsync();
    }

    private static async Task<ConsentStatus> ConsentAsync(ReceivingWorld world) => await world.ReadAsync(db => db.ConsentStates
        .Where(x => x.Phone == Them && x.Purpose == Purpose.Marketing).Select(x => (ConsentStatus?)x.Status).SingleOrDefaultAsync(Token)) ?? ConsentStatus.Unknown;

    private static async Task AddProgrammeAsync(ReceivingWorld world, string keyword, bool isDouble = false, bool isOptOut = false)
    {
        await using var db = world.Database.OpenEverybody();
        db.Add(new KeywordProgramme
        {
            Id = Id.New<ProgrammeId>(world.Time),
            WorkspaceId = world.Workspace,
            Keyword = keyword,
            Name = "Offers",
            Wording = "as advertised",
            IsDoubleOptIn = isDouble,
            IsOptOut = isOptOut,
            CreatedAt = world.Time.GetUtcNow(),
        });
        await db.SaveChangesAsync(Token);
    }
}
