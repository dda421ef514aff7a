using System.Net;
using AwesomeAssertions;
using Carillon.Tests.Web;

namespace Carillon.Tests.Campaigns;

/// <summary>Campaigns as programs write them.</summary>
public sealed class CampaignsApiTests
{
    private const string NoId = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData($$$"""{"from": {"senderId": "{{{NoId}}}"}}""", "from.senderId")]
    [InlineData($$$"""{"from": {"poolId": "{{{NoId}}}"}}""", "from.poolId")]
    [InlineData("""{"schedule": {"startAt": "2027-01-10T10:00:00Z", "expiresAt": "2027-01-09T10:00:00Z"}}""", "schedule.expiresAt")]
    [InlineData("""{"schedule": {"startAt": "2027-01-10T10:00:00Z", "expiresAt": "2027-01-10T10:00:00Z"}}""", "schedule.expiresAt")]
    [InlineData("""{"schedule": {"recurrence": "FREQ=WEEKLY"}}""", "schedule.recurrence")]
    [InlineData("""{"experiment": {"metric": "reply"}}""", "experiment")]
    [InlineData($$"""{"templateId": "{{NoId}}"}""", "templateId")]
    [InlineData("""{"variants": [null, null]}""", "variants")]
    [InlineData("""{"window": {"start": "09:00", "end": "18:00", "days": [null]}}""", "window.days")]
    [InlineData("""{"status": "running"}""", "status")]
    public async Task What_cannot_be_kept_is_refused_by_name_in_a_new_one_and_in_a_change(string fields, string named)
    {
        await using var server = await TestServer.StartAsync();
        using var draft = await server.Client.PostJsonAsync("/api/v1/campaigns", """{"name": "Autumn"}""");

        using var made = await server.Client.PostJsonAsync("/api/v1/campaigns", $"{{\"name\": \"Winter\", {fields[1..]}");
        using var changed = await server.Client.PatchJsonAsync(draft.Headers.Location!.ToString(), fields);

        foreach (var answer in new[] { made, changed })
        {
            answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
            (await answer.FieldsAsync()).Should().ContainSingle().Which.Should().StartWith(named);
        }
    }

    [Fact]
    public async Task The_sender_of_another_workspace_is_no_sender_here()
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.ClientOfAsync(Carillon.Access.ApiScope.Admin, await server.AddWorkspaceAsync());
        var theirs = (await other.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString();

        using var answer = await server.Client.PostJsonAsync("/api/v1/campaigns", $$$"""{"name": "Autumn", "from": {"senderId": "{{{theirs}}}"}}""");

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Totals_count_what_the_pages_list()
    {
        await using var server = await TestServer.StartAsync();
        var people = new List<string>();
        foreach (var number in Enumerable.Range(0, 5))
        {
            using var person = await server.Client.PostJsonAsync("/api/v1/contacts", $$"""{"phone": "+1212555010{{number}}"}""");
            people.Add($"\"{(await person.JsonAsync()).GetProperty("id").GetString()}\"");
        }

        using var made = await server.Client.PostJsonAsync("/api/v1/campaigns", $$$"""{"name": "Autumn", "audience": {"contactIds": [{{{string.Join(',', people)}}}], "limit": 4}}""");
        var plan = await server.Client.GetJsonAsync($"{made.Headers.Location}/plan?limit=3&count=true");

        plan.GetProperty("items").GetArrayLength().Should().Be(3);
        plan.GetProperty("total").GetInt32().Should().Be(4);
    }
}
