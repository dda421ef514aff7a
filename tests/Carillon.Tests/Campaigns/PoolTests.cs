using System.Text.Json;
using AwesomeAssertions;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Campaigns;

public sealed class PoolTests
{
    private const int People = 60;

    [Theory, EachDatabase]
    public async Task A_person_of_a_sticky_pool_hears_from_the_same_number_again_also_when_the_pool_grows(Engine engine)
    {
        await using var road = await SimulatedRoad.StartAsync(engine, "+14155550101", "+12125550102", "+13105550103");
        var pool = await road.PoolAsync("sticky", road.Senders.Take(2));
        var first = await road.SendAsync(pool);
        await road.Client.PatchJsonAsync($"/api/v1/pools/{pool}", JsonSerializer.Serialize(new { senderIds = road.Senders }));
        var second = await road.SendAsync(pool);

        second.Should().BeEquivalentTo(first);
        first.Values.Distinct().Should().HaveCount(2);
    }

    [Theory, EachDatabase]
    public async Task A_round_robin_pool_shares_evenly_and_as_the_plan_said(Engine engine)
    {
        await using var road = await SimulatedRoad.StartAsync(engine, "+14155550101", "+12125550102", "+13105550103");
        var pool = await road.PoolAsync("roundRobin", road.Senders);
        var campaign = await road.DraftAsync(pool);
        var planned = (await road.Client.GetJsonAsync($"/api/v1/campaigns/{campaign}/plan?limit=500")).GetProperty("items").EnumerateArray()
            .ToDictionary(row => row.GetProperty("to").GetString()!, row => road.Addresses[row.GetProperty("senderId").GetString()!]);

        var sent = await road.RunAsync(campaign);

        sent.Values.GroupBy(from => from).Select(group => group.Count()).Should().Equal(People / 3, People / 3, People / 3);
        sent.Should().BeEquivalentTo(planned);
    }

    [Theory, EachDatabase]
    public async Task A_pool_by_area_code_texts_from_a_number_near_the_person(Engine engine)
    {
        await using var road = await SimulatedRoad.StartAsync(engine, "+14155550101", "+12125550102");
        var sent = await road.SendAsync(await road.PoolAsync("areaCode", road.Senders));

        sent.Should().OnlyContain(pair => pair.Key.StartsWith("+1415") ? pair.Value == "+14155550101" : pair.Value == "+12125550102");
    }

    [Fact]
    public async Task A_pool_that_cannot_be_is_refused_by_field_and_one_in_use_stays()
    {
        await using var road = await SimulatedRoad.StartAsync(Engine.Sqlite, "+14155550101");
        var pool = await road.PoolAsync("sticky", road.Senders);

        using var empty = await road.Client.PostJsonAsync("/api/v1/pools", """{"name": "None", "senderIds": []}""");
        using var stranger = await road.Client.PostJsonAsync("/api/v1/pools", """{"name": "None", "senderIds": ["0123456789abcdef0123456789abcdef"]}""");
        using var both = await road.Client.PostJsonAsync("/api/v1/campaigns", JsonSerializer.Serialize(new { name = "Both", from = new { senderId = road.Senders[0], poolId = pool } }));
        var draft = await road.DraftAsync(pool);
        var account = (await road.Client.GetJsonAsync("/api/v1/accounts")).GetProperty("items")[0].GetProperty("id").GetString();
        using var priced = await road.Client.PatchJsonAsync($"/api/v1/accounts/{account}", """{"pricePerSegment": {"amount": "0.02", "currency": "EUR"}}""");
        (await road.Client.GetJsonAsync($"/api/v1/campaigns/{draft}/stats")).GetProperty("cost").GetProperty("currency").GetString().Should().Be("EUR");
        using var deleted = await road.Client.DeleteAsync(new Uri($"/api/v1/pools/{pool}", UriKind.Relative), TestContext.Current.CancellationToken);

        ((int)empty.StatusCode, (int)stranger.StatusCode, (int)both.StatusCode, (int)deleted.StatusCode).Should().Be((422, 422, 422, 409));
        (await both.JsonAsync()).GetProperty("errors").TryGetProperty("from.poolId", out _).Should().BeTrue();
    }

    /// <summary>A server with senders on its simulator and people in two area codes.</summary>
    private sealed class SimulatedRoad(TestServer server, string list, IReadOnlyDictionary<string, string> addresses) : IAsyncDisposable
    {
        public HttpClient Client => server.Client;

        /// <summary>Number by sender.</summary>
        public IReadOnlyDictionary<string, string> Addresses => addresses;

        public IReadOnlyList<string> Senders => [.. addresses.Keys];

        public static async Task<SimulatedRoad> StartAsync(Engine engine, params IEnumerable<string> numbers)
        {
            var server = await TestServer.StartAsync(engine);
            var account = (await server.Client.GetJsonAsync("/api/v1/accounts")).GetProperty("items")[0].GetProperty("id").GetString();
            var addresses = new Dictionary<string, string>();
            foreach (var number in numbers)
            {
                addresses[await MakeAsync(server.Client, "senders", new { accountId = account, address = number })] = number;
            }

            var list = await MakeAsync(server.Client, "lists", new { name = "Everybody" });
            List<string> people = [];
            for (var n = 0; n < People; n++)
            {
                people.Add(await MakeAsync(server.Client, "contacts", new { phone = $"+1{(n % 2 == 0 ? "415" : "212")}555{2000 + n}", firstName = $"Ada{n}" }));
            }

            using var members = await server.Client.PostJsonAsync($"/api/v1/lists/{list}/members", JsonSerializer.Serialize(new { contactIds = people }));
            members.EnsureSuccessStatusCode();
            return new SimulatedRoad(server, list, addresses);
        }

        public Task<string> PoolAsync(string strategy, IEnumerable<string> senders) => MakeAsync(Client, "pools", new { name = "All", senderIds = senders, strategy });

        public Task<string> DraftAsync(string pool) => MakeAsync(
            Client, "campaigns", new { name = "Autumn", purpose = "transactional", audience = new { lists = new[] { list } }, body = "We open at nine.", from = new { poolId = pool } });

        /// <summary>From which number each person was texted.</summary>
        public async Task<IReadOnlyDictionary<string, string>> SendAsync(string pool) => await RunAsync(await DraftAsync(pool));

        public async Task<IReadOnlyDictionary<string, string>> RunAsync(string campaign)
        {
            using var started = await Client.PostJsonAsync($"/api/v1/campaigns/{campaign}/start", "{}");
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync());
            using var events = await Client.GetStreamAsync(new Uri($"/api/v1/campaigns/{campaign}/events", UriKind.Relative));
            using var reader = new StreamReader(events);
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("data:", StringComparison.Ordinal) && JsonDocument.Parse(line["data:".Length..]).RootElement is var stats
                    && stats.GetProperty("recipients").GetInt32() == People && stats.GetProperty("queued").GetInt32() + stats.GetProperty("sending").GetInt32() == 0)
                {
                    break;
                }
            }

            return (await Client.GetJsonAsync($"/api/v1/messages?campaign={campaign}&direction=outbound&limit=500")).GetProperty("items").EnumerateArray()
                .ToDictionary(row => row.GetProperty("to").GetString()!, row => row.GetProperty("from").GetString()!);
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();

        private static async Task<string> MakeAsync(HttpClient client, string path, object fields)
        {
            using var answer = await client.PostJsonAsync($"/api/v1/{path}", JsonSerializer.Serialize(fields));
            var made = await answer.JsonAsync();
            Assert.True(answer.IsSuccessStatusCode, made.ToString());
            return made.GetProperty("id").GetString()!; // every made thing has an id
        }
    }
}
