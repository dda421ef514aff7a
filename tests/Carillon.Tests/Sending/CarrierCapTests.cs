using System.Net;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Compliance.RulePacks;
using Carillon.Contacts;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Sending.Pacing;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Carillon.Tests.Sending;

/// <summary>Carriers' caps bind senders whose registration is entered, each its own recipients, counted at the fake provider by the clock of the test.</summary>
public sealed class CarrierCapTests
{
    /// <summary>Ten segments.</summary>
    private static readonly string Long = string.Concat(Enumerable.Repeat("Open at nine. ", 105));

    private readonly ShiftedClock _clock = new();

    /// <summary>Near the end of a Pacific day the next one begins at once: a test lasts longer than what is left of it.</summary>
    public CarrierCapTests()
    {
        if (PacificMidnight() is var next && next - _clock.GetUtcNow() < TimeSpan.FromMinutes(10))
        {
            _clock.AdvanceTo(next);
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task The_day_of_a_brand_ends_for_its_carrier_at_midnight_Pacific_and_all_others_go_on(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        await using var road = await StartAsync(engine, twilio, new { brand = "B1", kind = "soleProprietor", attClass = "K" });
        var list = await PeopleAsync(road, (104, "T-Mobile USA, Inc."), (3, "AT&T Wireless"), (3, "Verizon Wireless"));
        var midnight = PacificMidnight();
        _clock.AdvanceTo(midnight - TimeSpan.FromMinutes(9));
        var campaign = await road.CampaignAsync(list, Long);

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() == 106 && stats.GetProperty("sending").GetInt32() == 0);

        var held = await HeldAsync(road, campaign, 4);
        held.Should().OnlyContain(message => message.GetProperty("reason").GetString() == "carrierCap");
        var decision = (await road.Client.GetJsonAsync($"/api/v1/messages/{held[0].GetProperty("id").GetString()}/decisions")).GetProperty("items")[0];
        decision.GetProperty("rule").GetString().Should().Be("carrier-t-mobile-day");
        decision.GetProperty("until").GetDateTimeOffset().Should().Be(midnight);
        await LimitTests.WhenAsync(road, campaign, state => state.GetProperty("statusReason").GetString() == "limit");
        twilio.Log.Sends().Count(send => Index(send.To) < 104).Should().Be(100, "a sole proprietor has a thousand segments a day");

        _clock.AdvanceTo(midnight + TimeSpan.FromSeconds(1));
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() == 110);
        twilio.Log.Duplicates().Should().BeEmpty();
    }

    [Theory, EachDatabase]
    public async Task No_minute_holds_more_than_the_use_case_has_and_who_has_another_carrier_does_not_wait(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        await using var road = await StartAsync(engine, twilio, new { brand = "B1", score = 90, useCase = "C1", attClass = "W" });
        var campaign = await road.CampaignAsync(await PeopleAsync(road, (40, "AT&T Wireless"), (20, "Verizon")));

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() == 35 && stats.GetProperty("sending").GetInt32() == 0);
        twilio.Log.Sends().Count(send => Index(send.To) >= 40).Should().Be(20);
        (await HeldAsync(road, campaign, 25)).Should().OnlyContain(message => message.GetProperty("reason").GetString() == "carrierCap");
        foreach (var accepted in new[] { 50, 60 })
        {
            _clock.Advance(TimeSpan.FromSeconds(130));
            await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() >= accepted);
        }

        var starts = twilio.Log.Sends().Where(send => Index(send.To) < 40).Select(send => send.BeganAt).Order().ToList();
        starts.Should().HaveCount(40);
        for (var i = 15; i < starts.Count; i++)
        {
            (starts[i] - starts[i - 15]).Should().BeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1), "no minute holds sixteen");
        }
    }

    [Theory, EachDatabase]
    public async Task A_carriers_word_that_the_day_is_over_stops_that_carrier_and_nobody_else(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        twilio.Script = send => Index(send.To) < 10 ? FakeStep.Refuse(429, "30023") : FakeStep.Accept;
        await using var road = await StartAsync(engine, twilio, new { brand = "B1", score = 90, attClass = "K" });
        var campaign = await road.CampaignAsync(await PeopleAsync(road, (10, "T-Mobile"), (10, "AT&T")));

        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() == 10 && stats.GetProperty("sending").GetInt32() == 0);
        await HeldAsync(road, campaign, 10, "carrierCap");
        (await road.Client.GetJsonAsync($"/api/v1/senders/{road.SenderId}")).GetProperty("heldUntil").ValueKind.Should().Be(JsonValueKind.Null, "the others go on");

        twilio.Script = null;
        _clock.AdvanceTo(PacificMidnight() + TimeSpan.FromSeconds(1));
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() == 20);
        twilio.Log.Duplicates().Should().BeEmpty();
    }

    [Theory, EachDatabase]
    public async Task The_same_word_about_a_sender_without_registration_stops_the_sender_until_midnight(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        twilio.Script = _ => FakeStep.Refuse(429, "30023");
        await using var road = await StartAsync(engine, twilio, null);
        var campaign = await road.CampaignAsync(await PeopleAsync(road, (1, null)));

        await road.ActAsync(campaign, "start");
        var begun = TimeProvider.System.GetTimestamp();
        JsonElement until;
        while ((until = (await road.Client.GetJsonAsync($"/api/v1/senders/{road.SenderId}")).GetProperty("heldUntil")).ValueKind is JsonValueKind.Null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), "the sender was never stopped");
        }

        until.GetDateTimeOffset().Should().BeCloseTo(PacificMidnight(), TimeSpan.FromSeconds(1));
        twilio.Script = null;
        _clock.AdvanceTo(PacificMidnight() + TimeSpan.FromSeconds(1));
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() == 1);
    }

    [Theory, EachDatabase]
    public async Task The_same_word_in_a_receipt_stops_the_carrier_too(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        await using var road = await StartAsync(engine, twilio, new { brand = "B1", score = 90, attClass = "K" });
        var first = await road.CampaignAsync(await PeopleAsync(road, (5, "T-Mobile"), (5, "AT&T")));
        await road.ActAsync(first, "start");
        await road.StatsWhenAsync(first, stats => stats.GetProperty("accepted").GetInt32() == 10);
        var told = twilio.Log.Acceptances().First(message => Index(message.To) < 5);

        (await twilio.Callbacks.PostStatusAsync(told, "undelivered", "30023", stop: Token)).Should().Be(204);
        await road.StatsWhenAsync(first, stats => stats.GetProperty("undelivered").GetInt32() == 1);
        await UsedUpAsync(road);
        var second = await road.CampaignAsync((await road.Client.GetJsonAsync("/api/v1/lists")).GetProperty("items")[0].GetProperty("id").GetString()!, "We close at six."); // it was made above
        await road.ActAsync(second, "start");
        await road.StatsWhenAsync(second, stats => stats.GetProperty("accepted").GetInt32() == 5 && stats.GetProperty("sending").GetInt32() == 0);

        (await HeldAsync(road, second, 5)).Should().OnlyContain(message => Index(message.GetProperty("to").GetString()!) < 5); // every text has one
    }

    [Theory, EachDatabase]
    public async Task Without_a_registration_no_cap_binds_and_a_number_without_a_look_up_meets_both(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        await using var road = await StartAsync(engine, twilio, null);
        var campaign = await road.CampaignAsync(await PeopleAsync(road, (20, null)));
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() == 20);

        await EnterAsync(road, new { brand = "B1", attClass = "W" });
        var second = await road.CampaignAsync(await road.ListOfAsync(20, "Others", 500));
        await road.ActAsync(second, "start");
        await road.StatsWhenAsync(second, stats => stats.GetProperty("accepted").GetInt32() == 15 && stats.GetProperty("sending").GetInt32() == 0);

        (await HeldAsync(road, second, 5)).Should().OnlyContain(message => message.GetProperty("reason").GetString() == "carrierCap");
    }

    [Fact]
    public async Task A_registration_is_entered_read_and_taken_back_and_a_wrong_one_refused_with_its_place()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await StartAsync(Engine.Sqlite, twilio, new { brand = "B1", kind = "lowVolume", score = 12, useCase = "C1", attClass = "T" });
        var path = $"/api/v1/senders/{road.SenderId}";
        (await road.Client.GetJsonAsync(path)).GetProperty("carrierRegistration").GetProperty("kind").GetString().Should().Be("lowVolume");
        foreach (var (wrong, field) in new[]
        {
            ("""{"score": 10}""", "carrierRegistration.brand"), ("""{"brand": "B", "score": 101}""", "carrierRegistration.score"), ("""{"brand": "B", "attClass": "Z"}""", "carrierRegistration.attClass"),
            ("""{"brand": "B", "sampleMessages": ["one"]}""", "carrierRegistration.sampleMessages"),
        })
        {
            using var answer = await road.Client.PatchJsonAsync(path, $$"""{"carrierRegistration": {{wrong}}}""");
            answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
            (await answer.FieldsAsync()).Should().Contain(field);
        }

        using var gone = await road.Client.PatchJsonAsync(path, """{"carrierRegistration": null}""");
        (await gone.JsonAsync()).GetProperty("carrierRegistration").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_campaign_does_not_start_from_a_number_whose_use_case_does_not_cover_it()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        string[] samples = ["Your table is ready.", "Your order ships today."];
        await using var road = await StartAsync(Engine.Sqlite, twilio, new { brand = "B1", useCase = "C1", covers = new[] { "marketing" }, sampleMessages = samples });
        var entered = (await road.Client.GetJsonAsync($"/api/v1/senders/{road.SenderId}")).GetProperty("carrierRegistration");
        entered.GetProperty("covers")[0].GetString().Should().Be("marketing");
        entered.GetProperty("sampleMessages").GetArrayLength().Should().Be(2);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(2));

        using var refused = await road.Client.PostAsync($"/api/v1/campaigns/{campaign}/start", null, Token);
        refused.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await refused.FieldsAsync()).Should().Equal("from");
        (await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/estimate")).GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString())
            .Should().Contain(warning => warning!.Contains("unlike every sample")); // a warning is a text

        await EnterAsync(road, new { brand = "B1", useCase = "C1", covers = new[] { "transactional" } });
        await road.ActAsync(campaign, "start");
        await road.StatsWhenAsync(campaign, stats => stats.GetProperty("accepted").GetInt32() == 2);
    }

    [Theory]
    [InlineData("T-Mobile USA, Inc.", Carrier.TMobile)]
    [InlineData("Sprint Spectrum, L.P.", Carrier.TMobile)]
    [InlineData("Metro by T-Mobile", Carrier.TMobile)]
    [InlineData("AT&T Wireless", Carrier.Att)]
    [InlineData("Cricket Wireless", Carrier.Att)]
    [InlineData("New Cingular Wireless", Carrier.Att)]
    [InlineData("Verizon Wireless", Carrier.Other)]
    [InlineData("Patton Telephone", Carrier.Other)]
    [InlineData("", Carrier.Unknown)]
    [InlineData(null, Carrier.Unknown)]
    public void A_look_ups_words_name_a_carrier(string? words, Carrier carrier) => CarrierCaps.CarrierOf(words).Should().Be(carrier);

    [Theory]
    [InlineData(BrandKind.Standard, 76, 200_000)]
    [InlineData(BrandKind.Standard, 75, 40_000)] // sources differ on the border: the lower cap
    [InlineData(BrandKind.Standard, 51, 40_000)]
    [InlineData(BrandKind.Standard, 50, 10_000)]
    [InlineData(BrandKind.Standard, 25, 2_000)]
    [InlineData(BrandKind.Standard, null, 2_000)]
    [InlineData(BrandKind.LowVolume, 90, 2_000)]
    [InlineData(BrandKind.SoleProprietor, 90, 1_000)]
    [InlineData(BrandKind.Uncapped, null, null)]
    public void A_score_gives_the_brands_day(BrandKind kind, int? score, int? segments) =>
        new CarrierRegistration("B", kind, score).SegmentsPerDay(RulePack.BuiltIn.Carriers).Should().Be(segments);

    private DateTimeOffset PacificMidnight()
    {
        var pacific = DateTimeZoneProviders.Tzdb["America/Los_Angeles"];
        return pacific.AtStartOfDay(Instant.FromDateTimeOffset(_clock.GetUtcNow()).InZone(pacific).Date.PlusDays(1)).ToDateTimeOffset().ToUniversalTime();
    }

    private async Task<Road.Road> StartAsync(Engine engine, FakeTwilio twilio, object? registration)
    {
        var road = await Road.Road.StartAsync(engine, "twilio", twilio.Settings, alter: builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        await EnterAsync(road, registration);
        return road;
    }

    private static async Task EnterAsync(Road.Road road, object? registration)
    {
        using var entered = await road.Client.PatchJsonAsync($"/api/v1/senders/{road.SenderId}", JsonSerializer.Serialize(new { carrierRegistration = registration }));
        entered.StatusCode.Should().Be(HttpStatusCode.OK, await entered.Content.ReadAsStringAsync(Token));
    }

    /// <summary>Imports people, and what look-ups told of their carriers.</summary>
    private async Task<string> PeopleAsync(Road.Road road, params (int Count, string? Carrier)[] groups)
    {
        var list = await road.ListOfAsync(groups.Sum(group => group.Count));
        await using var db = road.Server.Database.Open(WorkspaceScope.Of(road.Server.Workspace));
        var n = 0;
        foreach (var (count, carrier) in groups)
        {
            for (var i = 0; i < count; i++, n++)
            {
                if (carrier is not null)
                {
                    db.NumberChecks.Add(new NumberCheck
                    {
                        WorkspaceId = road.Server.Workspace,
                        Phone = PhoneNumber.FromStored(Road.Road.Number(n)),
                        Kind = NumberCheckKind.TwilioLookup,
                        IsValid = true,
                        LineType = LineType.Mobile,
                        Carrier = carrier,
                        CheckedAt = _clock.GetUtcNow(),
                    });
                }
            }
        }

        await db.SaveChangesAsync(Token);
        return list;
    }

    /// <summary>Ends when the brand's day is full.</summary>
    private static async Task UsedUpAsync(Road.Road road)
    {
        var begun = TimeProvider.System.GetTimestamp();
        await using var db = road.Server.Database.OpenEverybody();
        while (!(await db.PaceWindows.AsNoTracking().ToListAsync(Token)).Exists(row => row.Key.StartsWith("tmobile:", StringComparison.Ordinal) && row.Uses.Sum(use => use.Used) >= 200_000))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1));
        }
    }

    private static int Index(string number) => Enumerable.Range(0, 200).First(n => Road.Road.Number(n) == number);

    private static async Task<List<JsonElement>> HeldAsync(Road.Road road, string campaign, int count, string? reason = null)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var held = (await road.Client.GetJsonAsync($"/api/v1/messages?campaign={campaign}&status=queued&limit=500")).GetProperty("items").EnumerateArray().ToList();
            if (held.Count == count && held.TrueForAll(message => message.GetProperty("reason").GetString() is { } why && (reason is null || why == reason)))
            {
                return held;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), string.Join('\n', held));
        }
    }
}
