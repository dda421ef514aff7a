using System.Globalization;
using System.Text.Json;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Sending;

namespace Carillon.Tests.Storms;

/// <summary>Everything that goes wrong at a provider, one after the other within one campaign, while another login's campaign goes on beside it.</summary>
public sealed class ProviderStormTests(ITestOutputHelper output)
{
    private const int People = 700;
    private const int PerSecond = 50;

    /// <summary>One call at a time: while it waits for its answer none is on the wire that could not know of it, however busy the machine is.</summary>
    private const int AtOnce = 1;
    private const int MostFailures = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    private static readonly string[] Unknown = [.. Enumerable.Range(0, 7).Select(n => Road.Road.Number(n * 100))];
    private Func<FakeSend, FakeStep> _weather = _ => FakeStep.Accept;

    [Theory, EachDatabase]
    public async Task A_storm_at_the_provider_loses_nobody_texts_nobody_twice_and_breaks_no_limit(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var calm = await FakeTwilio.StartAsync();
        twilio.Script = send => Volatile.Read(ref _weather)(send);
        foreach (var number in Unknown)
        {
            twilio.RefuseRecipient(number, 21211);
        }

        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, perSecond: PerSecond, serverSettings: new Dictionary<string, string?>
        {
            ["Carillon:Sending:ReconcileAfterSeconds"] = "6",
            ["Carillon:Channels:CallDeadlineSeconds"] = "2",
        });
        await LimitTests.PatchAsync(road, $"/api/v1/accounts/{road.AccountId}", new { limits = new { perSecond = PerSecond, concurrency = AtOnce } });
        var campaign = await road.CampaignAsync(await road.ListOfAsync(People), more: new { brakes = KillStorm.NoBrakes });
        var other = await OtherAsync(road, calm);
        await road.ActAsync(campaign, "start");
        await twilio.Log.WaitForAskedAsync(100, TestContext.Current.CancellationToken);

        var (failures, probes) = await OutageAsync(road, twilio, other);
        var refused = await PausesAsync(twilio);
        await OddAnswersAsync(twilio);
        await RefusedLoginAsync(road);
        await NobodyThereAsync(road, twilio);
        var stats = await road.StatsWhenAsync(campaign, state => state.GetProperty("status").GetString() == "completed", TimeSpan.FromMinutes(4));

        var verdict = Judge.Of(CarrierHistory.Of(twilio.Log), await Judge.ProofAsync(road.Client, campaign));
        var excess = Excess(twilio.Log);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{engine}: {verdict}; breaker opened after {failures} failures, {probes}; {excess:0.0} requests beyond {PerSecond}/s at most, {refused.Count} pauses kept, {twilio.Log.SendCount} requests"));
        Assert.True(verdict.IsClean, verdict.ToString());
        Assert.Equal(Unknown.Length, stats.GetProperty("failed").GetInt64());
        var sends = twilio.Log.Sends();
        Assert.All(Unknown, number => Assert.Single(sends, send => send.To == number));
        Assert.All(refused, told => Assert.InRange(sends.Count(send => send.BeganAt > told.BeganAt && send.BeganAt < told.BeganAt + Pause - TimeSpan.FromMilliseconds(50)), 0, AtOnce - 1));

        // A busy machine lets what left evenly arrive unevenly, by at most a second; more than that no limit lets through.
        Assert.InRange(excess, 0, PerSecond + 1);
    }

    /// <summary>The provider fails, and takes a third all the same; the other login's campaign is done before it is over.</summary>
    private async Task<(int Failures, string Probes)> OutageAsync(Road.Road road, FakeTwilio twilio, string other)
    {
        var before = twilio.Log.SendCount;
        Become(send => send.Number % 3 == 0 ? FakeStep.AcceptThenFail(503) : FakeStep.Fail(503));
        await road.ActAsync(other, "start");
        await StatusAsync(road, "open");
        var failures = twilio.Log.SendCount - before;
        Assert.InRange(failures, 1, MostFailures);
        var (open, opened) = (twilio.Log.SendCount, TimeProvider.System.GetTimestamp());
        var others = await road.StatsWhenAsync(other, state => state.GetProperty("status").GetString() == "completed");
        Assert.Equal(100, others.GetProperty("accepted").GetInt64());
        await twilio.Log.WaitForAskedAsync(open + 2, TestContext.Current.CancellationToken);
        var (probes, seconds) = (twilio.Log.SendCount - open, TimeProvider.System.GetElapsedTime(opened).TotalSeconds);
        Assert.InRange(probes, 1, (int)seconds + 2);
        Become(_ => FakeStep.Accept);
        await StatusAsync(road, "healthy");
        await twilio.Log.WaitForAskedAsync(twilio.Log.SendCount + 20, TestContext.Current.CancellationToken);
        return (failures, string.Create(CultureInfo.InvariantCulture, $"{probes} probes in {seconds:0} s"));
    }

    /// <summary>Three times a pause is asked for.</summary>
    private async Task<IReadOnlyList<FakeSend>> PausesAsync(FakeTwilio twilio)
    {
        List<FakeSend> told = [];
        for (var time = 0; time < 3; time++)
        {
            var isTold = 0;
            Become(send =>
            {
                if (Interlocked.Exchange(ref isTold, 1) == 1)
                {
                    return FakeStep.Accept;
                }

                lock (told)
                {
                    told.Add(send);
                }

                return FakeStep.Refuse(429, "20429", Pause);
            });
            await twilio.Log.WaitForAskedAsync(twilio.Log.SendCount + 15, TestContext.Current.CancellationToken);
        }

        return told;
    }

    /// <summary>Takes without a word, breaks off, drips, drops.</summary>
    private async Task OddAnswersAsync(FakeTwilio twilio)
    {
        var first = twilio.Log.SendCount;
        Become(send => (send.Number - first) switch
        {
            < 1 or > 24 => FakeStep.Accept,
            var n => (n % 12) switch
            {
                1 => FakeStep.AcceptThenHang,
                3 => FakeStep.AcceptThenCut,
                5 => FakeStep.AcceptThenDrip,
                7 => FakeStep.Reset,
                9 => FakeStep.AcceptAfter(TimeSpan.FromSeconds(3)),
                _ => FakeStep.Accept,
            },
        });
        await twilio.Log.WaitForAskedAsync(first + 30, TestContext.Current.CancellationToken);
        Become(_ => FakeStep.Accept);
    }

    /// <summary>The login is refused, which stops it and spends nothing, until somebody mends it.</summary>
    private async Task RefusedLoginAsync(Road.Road road)
    {
        Become(_ => FakeStep.Refuse(401, "20003"));
        await StatusAsync(road, "disabled");
        Become(_ => FakeStep.Accept);
        await Road.Road.PostAsync(road.Client, $"/api/v1/accounts/{road.AccountId}/test", null);
        await StatusAsync(road, "healthy");
    }

    /// <summary>Nobody listens where the provider was.</summary>
    private static async Task NobodyThereAsync(Road.Road road, FakeTwilio twilio)
    {
        await LimitTests.PatchAsync(road, $"/api/v1/accounts/{road.AccountId}", new { settings = new { baseUrl = "http://127.0.0.1:1/" } });
        await StatusAsync(road, "open");
        await LimitTests.PatchAsync(road, $"/api/v1/accounts/{road.AccountId}", new { settings = new { baseUrl = twilio.BaseUrl.ToString() } });
    }

    private void Become(Func<FakeSend, FakeStep> weather) => Volatile.Write(ref _weather, weather);

    private static Task<JsonElement> StatusAsync(Road.Road road, string status) =>
        LimitTests.WhenAsync(road, road.AccountId, account => account.GetProperty("status").GetString() == status, "accounts");

    /// <summary>A campaign of a hundred through another login of the same server.</summary>
    private static async Task<string> OtherAsync(Road.Road road, FakeTwilio calm)
    {
        var account = await Road.Road.PostAsync(road.Client, "/api/v1/accounts", new { name = "Calm", provider = "twilio", settings = calm.Settings, limits = new { perSecond = 50 } });
        var sender = await Road.Road.PostAsync(road.Client, "/api/v1/senders", new { accountId = account.GetProperty("id").GetString(), address = "+15550100300" });
        var list = await road.ListOfAsync(100, "Others", first: 5000);
        return await road.CampaignAsync(list, more: new { from = new { senderId = sender.GetProperty("id").GetString() } });
    }

    /// <summary>By how many requests any span of time held more than the limit allows in it.</summary>
    private static double Excess(CarrierLog log)
    {
        var (most, least, n) = (0.0, double.MaxValue, 0);
        var begun = log.Sends().Select(send => send.BeganAt).Order().ToList();
        foreach (var at in begun)
        {
            var allowed = (at - begun[0]).TotalSeconds * PerSecond;
            least = Math.Min(least, n - allowed);
            n++;
            most = Math.Max(most, n - allowed - least);
        }

        return most;
    }
}
