using System.Collections.Concurrent;
using System.Globalization;
using Carillon.Sending;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Storms;

/// <summary>
/// Two hundred people ask to be left alone while their texts are waiting, claimed, on the wire, to be tried again, or in doubt. Nothing to them
/// begins once the wish was acknowledged.
/// </summary>
public sealed class StopRaceTests(ITestOutputHelper output)
{
    private const int People = 300;
    private const int Wishes = 200;
    private const int Seed = 11;

    /// <summary>How late the carrier's own clock may note a request that left in time: the machine may be busy.</summary>
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(2);

    [Theory, EachDatabase]
    public async Task Two_hundred_opt_outs_beat_every_text_that_has_not_begun(Engine engine)
    {
        var random = new Random(Seed);
        await using var twilio = await FakeTwilio.StartAsync();
        var asked = new ConcurrentDictionary<string, int>();
        twilio.Script = send => asked.AddOrUpdate(send.To, 1, static (_, count) => count + 1) is var time && time == 1 ? First(send) : FakeStep.Accept;
        await using var road = await Road.Road.StartAsync(
            engine, "twilio", twilio.Settings, perSecond: 40, serverSettings: new Dictionary<string, string?> { ["Carillon:Sending:ReconcileAfterSeconds"] = "4" });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(People), more: new { brakes = KillStorm.NoBrakes });
        var wishes = Enumerable.Range(0, People).OrderBy(_ => random.Next()).Take(Wishes).Select(n => (Phone: Road.Road.Number(n), Moment: random.Next(1, 220))).OrderBy(wish => wish.Moment).ToList();
        await road.ActAsync(campaign, "start");

        var acknowledged = new ConcurrentDictionary<string, DateTimeOffset>();
        List<Task> asking = [];
        foreach (var (n, (phone, moment)) in wishes.Index())
        {
            await twilio.Log.WaitForAskedAsync(moment, TestContext.Current.CancellationToken);
            asking.Add(AskAsync(road, twilio, n, phone, acknowledged));
        }

        await Task.WhenAll(asking);
        await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed", TimeSpan.FromMinutes(4));

        Assert.Equal(Wishes, acknowledged.Count);
        var sends = twilio.Log.Sends();
        Assert.Empty(sends.Where(send => acknowledged.TryGetValue(send.To, out var at) && send.BeganAt > at + Busy).Select(send => $"{send.To} at {send.BeganAt:O}, acknowledged {acknowledged[send.To]:O}"));
        Assert.Empty(await BegunAfterAsync(road, acknowledged));
        Assert.Empty(twilio.Log.Duplicates());
        var rows = await Judge.ProofAsync(road.Client, campaign);
        Assert.All(rows.Where(row => !acknowledged.ContainsKey(row.Phone)), row => Assert.True(row.IsAccepted, row.ToString()));
        Assert.All(rows, row => Assert.Equal(row.IsAccepted, twilio.Log.To(row.Phone).Count == 1));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{engine}: {Wishes} wishes; {rows.Count(row => !row.IsAccepted)} texts never sent, {wishes.Count(wish => asked.GetValueOrDefault(wish.Phone) > 0)} had been tried, {wishes.Count(wish => twilio.Log.To(wish.Phone).Count > 0)} were out; 0 began after"));
    }

    /// <summary>A third is refused for now, a third gets no answer, a third is taken.</summary>
    private static FakeStep First(FakeSend send) => ((send.To[^1] - '0') % 3) switch
    {
        0 => FakeStep.Refuse(400, "30020"),
        1 => FakeStep.Reset,
        _ => FakeStep.Accept with { Delay = TimeSpan.FromMilliseconds(30) },
    };

    /// <summary>Half write STOP to the number, half tell somebody.</summary>
    private static async Task AskAsync(Road.Road road, FakeTwilio twilio, int n, string phone, ConcurrentDictionary<string, DateTimeOffset> acknowledged)
    {
        if (n % 2 == 0)
        {
            Assert.InRange(await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), phone, Road.Road.From, "STOP", stop: TestContext.Current.CancellationToken), 200, 204);
        }
        else
        {
            await Road.Road.PostAsync(road.Client, "/api/v1/opt-outs", new { phone, reason = "asked on the phone" });
        }

        acknowledged[phone] = TimeProvider.System.GetUtcNow();
    }

    /// <summary>Attempts that were committed after the wish was acknowledged.</summary>
    private static async Task<IReadOnlyList<string>> BegunAfterAsync(Road.Road road, ConcurrentDictionary<string, DateTimeOffset> acknowledged)
    {
        await using var db = road.Server.Database.OpenEverybody();
        var messages = db.Set<OutboundMessage>();
        var attempts = await db.Set<SendAttempt>().Join(messages, attempt => attempt.MessageId, message => message.Id, (attempt, message) => new { message.To, message.Kind, attempt.StartedAt, attempt.Outcome })
            .ToListAsync(TestContext.Current.CancellationToken);
        return [.. attempts
            .Where(attempt => attempt.Kind == MessageKind.Campaign && attempt.Outcome != AttemptOutcome.Withdrawn && attempt.To is { } to && acknowledged.TryGetValue(to.E164, out var at) && attempt.StartedAt > at)
            .Select(attempt => $"{attempt.To} at {attempt.StartedAt:O}")];
    }
}
