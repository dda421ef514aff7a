using AwesomeAssertions;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Receiving.Conversations;
using Carillon.Server.Receiving.Conversations;
using Carillon.Storage;
using Carillon.Tests.Engines;

namespace Carillon.Tests.Receiving;

public sealed class InboxOrderTests
{
    private static readonly Carillon.Server.Receiving.Conversations.ConversationFilter Everything = new(null, false, null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task What_may_be_an_opt_out_stands_first_then_who_wants_something_then_the_unread_then_the_newest(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var (read, plain, hot, doubtful) = (Number(1), Number(2), Number(3), Number(4));
        foreach (var (from, words) in new[] { (doubtful, "no need of more of these I think"), (hot, "How much is it?"), (plain, "Thanks"), (read, "Fine") })
        {
            await world.DeliverAsync(world.Text(from, words));
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await world.HandleAsync();
        await using var db = world.Database.Open(WorkspaceScope.Of(world.Workspace));
        var reads = new ConversationReads(db);
        var lines = await reads.ListAsync(Everything, 10, Token);
        foreach (var head in db.Conversations)
        {
            head.NeedsReview = head.LastText.StartsWith("no need", StringComparison.Ordinal);
        }

        await db.SaveChangesAsync(Token);
        await reads.ReadAsync(lines.Single(line => line.LastText == "Fine").Contact, 1, Token);

        (await reads.ListAsync(Everything, 10, Token)).Select(line => line.LastText)
            .Should().Equal("no need of more of these I think", "How much is it?", "Thanks", "Fine");
        (await reads.ListAsync(Everything with { NeedsPerson = true }, 10, Token)).Should().HaveCount(3);
    }

    [Theory, EachDatabase]
    public async Task An_answer_cools_it_and_a_decision_settles_it(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        await world.DeliverAsync(world.Text(Number(1), "Can you call me?"));
        await world.HandleAsync();
        await using var db = world.Database.Open(WorkspaceScope.Of(world.Workspace));
        var reads = new ConversationReads(db);
        var line = (await reads.ListAsync(Everything, 10, Token)).Single();

        await reads.AnsweredAsync(line.Contact, Token);
        var answered = (await reads.ListAsync(Everything, 10, Token)).Single();
        await reads.SettleAsync(line.Contact, Token);

        (line.IsHot, answered.IsHot, answered.Unread).Should().Be((true, false, 1));
        (await reads.ListAsync(Everything with { NeedsPerson = true }, 10, Token)).Should().BeEmpty();
    }

    [Theory, EachDatabase]
    public async Task A_saved_reply_is_kept_under_one_name_and_only_if_it_can_be_read(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);

        var kept = await world.AskAsync<SavedReplyBook, IReadOnlyList<string>>(book => book.SaveAsync(null, "Hours", "Hi {{ first_name }}, we open at 7.", Token));
        var doubled = await world.AskAsync<SavedReplyBook, IReadOnlyList<string>>(book => book.SaveAsync(null, "Hours", "At 8.", Token));
        var unreadable = await world.AskAsync<SavedReplyBook, IReadOnlyList<string>>(book => book.SaveAsync(null, "Broken", "Hi {{ first_name", Token));

        kept.Should().BeEmpty();
        doubled.Should().ContainSingle();
        unreadable.Should().ContainSingle();
        (await world.AskAsync<SavedReplyBook, IReadOnlyList<SavedReply>>(book => book.ListAsync(Token))).Select(reply => reply.Name).Should().Equal("Hours");
    }

    private static PhoneNumber Number(int last) => PhoneNumber.FromStored($"+1617555010{last}");
}
