using AwesomeAssertions;
using Carillon.Contacts.Engagement;
using Carillon.Primitives;
using Carillon.Receiving.Texts;
using Carillon.Sending;
using Carillon.Tests.Engines;
using Carillon.Tests.Receiving;

namespace Carillon.Tests.Contacts;

public sealed class EngagementScoreTests
{
    private static readonly PhoneNumber Them = PhoneNumber.FromStored("+16175550123");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>100·(1 − e^(−sum/10)), by hand: 5 → 39.3469…, 5 + 5/2 → 52.7633…, (5 + 5/2)/2 → 31.2710….</summary>
    [Theory, EachDatabase]
    public async Task An_answer_counts_five_half_of_it_goes_in_thirty_days_and_all_with_an_opt_out(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var person = await world.AddContactAsync(Them);
        (await ScoreAsync(world, person)).Should().Be(0);

        await SayAsync(world, "When do you open?");
        (await ScoreAsync(world, person)).Should().BeApproximately(39.3469340287, 1e-4);
        world.Time.Advance(TimeSpan.FromDays(30));
        await SayAsync(world, "And on Sundays?");
        (await ScoreAsync(world, person)).Should().BeApproximately(52.7633447259, 1e-4);
        world.Time.Advance(TimeSpan.FromDays(30));
        (await ScoreAsync(world, person)).Should().BeApproximately(31.2710720610, 1e-4);
        (await PartsAsync(world, person)).Single(part => part.Count > 0).Should().Match<EngagementPart>(part => part.Words == "texts from them" && part.Count == 2 && Math.Abs(part.Sum - 3.75) < 1e-4);

        await SayAsync(world, "STOP");
        (await ScoreAsync(world, person)).Should().Be(0);
        (await PartsAsync(world, person)).Should().OnlyContain(part => part.Count == 0);
        await SayAsync(world, "START");
        (await ScoreAsync(world, person)).Should().BeApproximately(39.3469340287, 1e-4, "what was before the opt-out stays forgotten");
    }

    [Theory, EachDatabase]
    public async Task A_delivery_counts_a_tenth(Engine engine)
    {
        await using var world = await ReceivingWorld.CreateAsync(engine);
        var person = await world.AddContactAsync(Them);
        await world.AddMessageAsync(person, Them, CampaignId.From(Guid.NewGuid()), RunId.From(Guid.NewGuid()), "SM1");

        await world.DeliverAsync(ReceivingWorld.Receipt("SM1", "delivered", Them));
        await world.HandleAsync();

        (await ScoreAsync(world, person)).Should().BeApproximately(0.99501662508, 1e-4);
    }

    private static async Task SayAsync(ReceivingWorld world, string words)
    {
        await world.DeliverAsync(world.Text(Them, words));
        await world.HandleAsync();
    }

    private static EngagementScore Score(ReceivingWorld world) => new([new Deliveries(), new Answers()], world.Time);

    private static async Task<double> ScoreAsync(ReceivingWorld world, ContactId person)
    {
        await using var db = world.Database.Open(Carillon.Storage.WorkspaceScope.Of(world.Workspace));
        return (await Score(world).OfAsync(db, [person], Token))[person];
    }

    private static async Task<IReadOnlyList<EngagementPart>> PartsAsync(ReceivingWorld world, ContactId person)
    {
        await using var db = world.Database.Open(Carillon.Storage.WorkspaceScope.Of(world.Workspace));
        return await Score(world).PartsAsync(db, person, Token);
    }
}
