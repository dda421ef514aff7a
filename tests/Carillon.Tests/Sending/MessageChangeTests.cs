using AwesomeAssertions;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage.Dialects;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Sending;

/// <summary>Changes of messages by many at once.</summary>
public sealed class MessageChangeTests
{
    [Theory, EachDatabase]
    public async Task Changes_of_one_message_that_meet_are_made_one_after_the_other(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var ids = Enumerable.Range(0, 20).Select(_ => Id.New<MessageId>(TimeProvider.System)).ToArray();
        await using (var db = store.Database.OpenEverybody())
        {
            db.AddRange(ids.Select(id => OutboundMessage.Single(
                id, Id.New<WorkspaceId>(TimeProvider.System), Id.New<SenderId>(TimeProvider.System), null, PhoneNumber.FromStored("+14155550100"),
                MessageKind.Direct, Purpose.Transactional, "Hi", 1, DateTimeOffset.UnixEpoch)));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => store.Database.Dialect.ChangeMessagesAsync(
            new MessageChanges(ids, DateTimeOffset.UnixEpoch, (message, _) => new MessageChange(message.Status) { Attempts = message.Attempts + 1 }),
            TestContext.Current.CancellationToken)));

        await using var read = store.Database.OpenEverybody();
        Assert.All(await read.OutboundMessages.ToListAsync(TestContext.Current.CancellationToken), message => Assert.Equal(12, message.Attempts));
    }

    [Theory, EachDatabase]
    public async Task What_was_known_of_messages_and_is_true_no_more_is_not_written(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var (workspace, sender, to) = (Id.New<WorkspaceId>(TimeProvider.System), Id.New<SenderId>(TimeProvider.System), PhoneNumber.FromStored("+14155550100"));
        var ids = Enumerable.Range(0, 3).Select(_ => Id.New<MessageId>(TimeProvider.System)).ToArray();
        await using (var db = store.Database.OpenEverybody())
        {
            db.AddRange(ids.Select(id => OutboundMessage.Single(id, workspace, sender, null, to, MessageKind.Direct, Purpose.Transactional, "Hi", 1, DateTimeOffset.UnixEpoch)));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
            await db.OutboundMessages.Where(row => row.Id == ids[0]).ExecuteUpdateAsync(set => set.SetProperty(row => row.Attempts, 7), TestContext.Current.CancellationToken);
            await db.OutboundMessages.Where(row => row.Id == ids[1]).ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        }

        var decided = new Dictionary<MessageId, int>();
        await store.Database.Dialect.ChangeMessagesAsync(
            new MessageChanges(ids, DateTimeOffset.UnixEpoch, (message, _) =>
            {
                decided[message.Id] = message.Attempts;
                return new MessageChange(message.Status) { Attempts = message.Attempts + 1 };
            })
            {
                Known = [.. ids.Select(id => new MessageNow(id, workspace, default, sender, to, "", MessageStatus.Queued, null, 0, 0, 1))],
                Begin = decided.Clear,
            },
            TestContext.Current.CancellationToken);

        decided.Should().BeEquivalentTo(new Dictionary<MessageId, int> { [ids[0]] = 7, [ids[2]] = 0 });
        await using var read = store.Database.OpenEverybody();
        (await read.OutboundMessages.OrderByDescending(row => row.Attempts).Select(row => row.Attempts).ToListAsync(TestContext.Current.CancellationToken)).Should().Equal(8, 1);
    }
}
