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
}
