using System.Text.Json;
using Carillon.Server.Campaigns;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;

namespace Carillon.Tests.Campaigns;

/// <summary>Each figure of a proof opens exactly its rows.</summary>
public sealed class ProofTests
{
    private const int People = 30;

    [Theory, EachDatabase]
    public async Task Each_figure_has_as_many_rows_as_it_says(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings);
        for (var n = 0; n < 4; n++)
        {
            await Road.Road.PostAsync(road.Client, "/api/v1/opt-outs", new { phone = Road.Road.Number(n), reason = "at the till" });
        }

        var campaign = await road.CampaignAsync(await road.ListOfAsync(People));
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() + stats.GetProperty("sent").GetInt32() + stats.GetProperty("delivered").GetInt32() == People - 4);

        var proof = await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/proof");
        Assert.True(proof.GetProperty("addsUp").GetBoolean(), proof.ToString());
        Assert.Equal(People, proof.GetProperty("planned").GetInt32());
        Assert.Equal(People, await RowsAsync(road.Client, campaign, ""));
        Assert.Equal(4, await RowsAsync(road.Client, campaign, "?part=skipped&reason=optedOut"));
        foreach (var part in new[] { "planned", "accepted", "held", "cancelled", "inDoubt", "underReview", "acceptedTwice" })
        {
            Assert.Equal(proof.GetProperty(part).GetInt64(), await RowsAsync(road.Client, campaign, $"?part={part}"));
        }

        foreach (var part in new[] { "refused", "skipped" })
        {
            Assert.Equal(proof.GetProperty(part).EnumerateObject().Sum(reason => reason.Value.GetInt64()), await RowsAsync(road.Client, campaign, $"?part={part}"));
        }

        using var wrong = await road.Client.GetAsync(new Uri($"/api/v1/campaigns/{campaign}/proof.csv?part=everything", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
    }

    [Fact]
    public void The_form_of_pace_and_brakes_gives_back_what_it_took_and_names_what_is_wrong()
    {
        var form = new BrakesModel();
        Assert.Equal(new PaceDraft(null, null, null), form.Read([]));

        (form.PerSecond, form.PerHour, form.Errors, form.SpendCap, form.Canary, form.InDoubt) = ("0.5", "100", "10", "$12.50", "25", "");
        var read = form.Read([]);
        Assert.Equal((0.5, 100, null), (read.PerSecond, read.Pacing?.PerHour, read.Pacing?.PerDay));
        Assert.Equal((0.1, 12_500_000, 25, null), (read.Brakes?.ErrorShare, read.Brakes?.SpendCapMicros, read.Brakes?.Canary, read.Brakes?.InDoubtShare));
        var again = new BrakesModel();
        again.Take(read.PerSecond, read.Pacing, read.Brakes);
        Assert.Equal(JsonSerializer.Serialize(read), JsonSerializer.Serialize(again.Read([])));

        var wrong = new Dictionary<string, string>();
        (form.PerSecond, form.Errors, form.PerDay, form.Canary) = ("0", "150", "2.5", "many");
        form.Read(wrong);
        Assert.Equal(["brakes.canary", "brakes.errorShare", "pacing.perDay", "pacing.perSecond"], wrong.Keys.Order(StringComparer.Ordinal));
    }

    private static async Task<long> RowsAsync(HttpClient client, string campaign, string query)
    {
        var csv = await client.GetStringAsync(new Uri($"/api/v1/campaigns/{campaign}/proof.csv{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        return csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1;
    }
}
