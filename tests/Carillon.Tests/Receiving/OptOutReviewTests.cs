using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.OptOuts;
using Carillon.Compliance.Programmes;
using Carillon.Compliance.Reviews;
using Carillon.Contacts.Erasure;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Receiving.Conversations;
using Carillon.Sending;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Receiving;

public sealed class OptOutReviewTests
{
    private static readonly PhoneNumber Them = PhoneNumber.FromStored("+16175550123");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_doubtful_text_opens_one_review_and_marketing_rests(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var contact = await world.AddContactAsync(Them);
        var waiting = await AddWaitingAsync(world, contact, Purpose.Marketing);
        var notice = await AddWaitingAsync(world, contact, Purpose.Transactional);

        await SayAsync(world, "Who is this?");
        await SayAsync(world, "Not interested");

        var review = await world.ReadAsync(db => db.OptOutReviews.SingleAsync(Token));
        review.Should().Match<OptOutReview>(x => x.Status == ReviewStatus.Open && x.Text == "Who is this?" && x.DueAt == x.At + TimeSpan.FromHours(24) && x.ContactId == contact);
        (await MessageAsync(world, waiting)).DueAt.Should().Be(review.DueAt);
        (await MessageAsync(world, notice)).DueAt.Should().BeBefore(review.DueAt);
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse();
    }

    [Theory, EachDatabase]
    public async Task Undecided_for_a_day_it_is_an_opt_out(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await SayAsync(world, "this is spam");
        var timeout = new ReviewTimeout(world.Database, Book(world), world.Time);
        world.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(2)); // a second went by since the text
        (await timeout.FindDueAsync(world.Time.GetUtcNow(), Token)).Should().BeEmpty();

        world.Time.Advance(TimeSpan.FromSeconds(1));
        (await timeout.FindDueAsync(world.Time.GetUtcNow(), Token)).Should().ContainSingle();
        await timeout.RunAsync("all", Token);

        (await world.ReadAsync(db => db.OptOutReviews.SingleAsync(Token))).Should().Match<OptOutReview>(x => x.Status == ReviewStatus.TimedOut && x.DecidedBy == "system");
        (await world.ReadAsync(db => db.Suppressions.SingleAsync(Token))).Reason.Should().Be(SkipReason.OptedOut);
        (await world.ReadAsync(db => db.ConsentEvents.SingleAsync(Token))).Should().Match<ConsentEvent>(x => x.Kind == ConsentEventKind.OptOut && x.Text == "this is spam" && x.Actor == "system");
        (await world.AnswersAsync()).Should().BeEmpty("nothing is confirmed later than five minutes after the word");
    }

    [Theory, EachDatabase]
    public async Task Of_two_who_decide_one_does(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var contact = await world.AddContactAsync(Them);
        var waiting = await AddWaitingAsync(world, contact, Purpose.Marketing);
        await SayAsync(world, "Who is this?");
        var review = await world.ReadAsync(db => db.OptOutReviews.SingleAsync(Token));

        var first = await Book(world).DecideAsync(world.Workspace, review.Id, isOptOut: false, "user:ann", Token);
        var second = await Book(world).DecideAsync(world.Workspace, review.Id, isOptOut: true, "user:bob", Token);

        first.Should().BeOfType<ReviewOutcome.Decided>();
        second.Should().BeOfType<ReviewOutcome.DecidedBefore>();
        (await world.ReadAsync(db => db.Suppressions.AnyAsync(Token))).Should().BeFalse();
        (await MessageAsync(world, waiting)).DueAt.Should().BeOnOrBefore(world.Time.GetUtcNow());
        (await Book(world).DecideAsync(Id.New<WorkspaceId>(world.Time), review.Id, isOptOut: true, "user:eve", Token)).Should().BeOfType<ReviewOutcome.NotFound>();
    }

    [Theory, EachDatabase]
    public async Task A_stop_meanwhile_decides_it(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await SayAsync(world, "Who is this?");
        await SayAsync(world, "STOP");

        (await world.ReadAsync(db => db.OptOutReviews.SingleAsync(Token))).Should().Match<OptOutReview>(x => x.Status == ReviewStatus.OptedOut && x.DecidedBy == "recipient");
        await SayAsync(world, "this is spam");
        (await world.ReadAsync(db => db.OptOutReviews.CountAsync(Token))).Should().Be(1, "who is opted out already needs no review");
    }

    [Theory, EachDatabase]
    public async Task Decided_anywhere_it_leaves_the_inbox_and_the_queue_together(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.AddContactAsync(Them);
        await SayAsync(world, "Who is this?");
        (await world.ReadAsync(db => db.Conversations.SingleAsync(Token))).NeedsReview.Should().BeTrue();

        await Book(world).DecideAsync(world.Workspace, (await world.ReadAsync(db => db.OptOutReviews.SingleAsync(Token))).Id, isOptOut: false, "user:ann", Token);
        (await world.ReadAsync(db => db.Conversations.SingleAsync(Token))).NeedsReview.Should().BeFalse();

        await SayAsync(world, "this is spam");
        await using (var db = world.Database.Open(WorkspaceScope.Of(world.Workspace)))
        {
            await using var write = await db.BeginWriteAsync(Token);
            await List(world).OptOutAsync(
                db, new Wish { Workspace = world.Workspace, Phone = Them, At = world.Time.GetUtcNow(), Method = ConsentMethod.Manual, Text = "at the till", Actor = "user:bob" }, Token);
            await write.CommitAsync(Token);
        }

        (await world.ReadAsync(db => db.OptOutReviews.CountAsync(row => row.Status == ReviewStatus.Open, Token))).Should().Be(0);
        (await world.ReadAsync(db => db.Conversations.SingleAsync(Token))).NeedsReview.Should().BeFalse();
    }

    [Theory, EachDatabase]
    public async Task Where_the_person_is_forgotten_it_is_an_opt_out_and_keeps_neither_number_nor_words(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var contact = await world.AddContactAsync(Them);
        await SayAsync(world, "Who is this?");
        await using (var db = world.Database.OpenEverybody())
        {
            db.Add(new PendingOptIn
            {
                WorkspaceId = world.Workspace,
                Phone = Them,
                AskedAt = world.Time.GetUtcNow(),
                ExpiresAt = world.Time.GetUtcNow().AddDays(1),
                Evidence = "{}",
                Source = "form",
                Method = ConsentMethod.WebForm,
            });
            await db.SaveChangesAsync(Token);
        }

        var hash = await world.AskAsync<ErasedNumbers, PhoneNumber>(erased => Task.FromResult(erased.HashOf(world.Workspace, Them)));
        await EraseAsync(world, contact);

        (await world.ReadAsync(db => db.OptOutReviews.SingleAsync(Token))).Should().Match<OptOutReview>(x => x.Status == ReviewStatus.TimedOut && x.Phone == hash && x.Text == "" && x.ContactId == null);
        (await world.ReadAsync(db => db.Suppressions.SingleAsync(Token))).Should().Match<Suppression>(x => x.Phone == hash && x.Reason == SkipReason.OptedOut);
        (await world.ReadAsync(db => db.ConsentEvents.SingleAsync(Token))).Should().Match<ConsentEvent>(x => x.Phone == hash && x.Kind == ConsentEventKind.OptOut && x.Text == null);
        (await world.ReadAsync(db => db.PendingOptIns.AnyAsync(Token))).Should().BeFalse();

        await SayAsync(world, "STOP");
        (await world.ReadAsync(db => db.Suppressions.SingleAsync(Token))).Phone.Should().Be(Them);
        (await world.AnswersAsync()).Should().BeEmpty("who is opted out already is told nothing again");
    }

    private static async Task EraseAsync(ReceivingWorld world, ContactId contact)
    {
        var erased = await world.AskAsync<ErasedNumbers, ErasedNumbers>(Task.FromResult);
        await using var db = world.Database.Open(WorkspaceScope.Of(world.Workspace, "user:ann"));
        await new ContactEraser(db, Book(world), erased, new AuditLog(world.Database, MasterKey.Create(), world.Time), [], world.Time).EraseAsync(contact, Token);
    }

    private static ReviewBook Book(ReceivingWorld world) => new(world.Database, List(world), [new ReviewRest(), new ReviewMarks()], world.Time);

    private static OptOutList List(ReceivingWorld world) => new(world.Database, [new ReviewMarks()], new FreshSuppressions(world.Time), world.Time);

    private static async Task SayAsync(ReceivingWorld world, string words)
    {
        await world.DeliverAsync(world.Text(Them, words));
        await world.HandleAsync();
        world.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task<MessageId> AddWaitingAsync(ReceivingWorld world, ContactId contact, Purpose purpose)
    {
        var message = OutboundMessage.Single(
            Id.New<MessageId>(world.Time), world.Workspace, world.Sender.Id, contact, Them, MessageKind.Direct, purpose, "Sale", 1, world.Time.GetUtcNow());
        await using var db = world.Database.OpenEverybody();
        db.Add(message);
        await db.SaveChangesAsync(Token);
        return message.Id;
    }

    private static Task<OutboundMessage> MessageAsync(ReceivingWorld world, MessageId id) => world.ReadAsync(db => db.OutboundMessages.AsNoTracking().SingleAsync(x => x.Id == id, Token));
}
