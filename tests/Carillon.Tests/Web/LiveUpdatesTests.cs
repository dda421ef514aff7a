using System.Diagnostics;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Server.Web.Api;
using Carillon.Tests.Engines;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Web;

public sealed class LiveUpdatesTests
{
    [Fact]
    public async Task Each_change_is_told_once_at_most_twice_a_second_until_the_last()
    {
        var looks = 0;
        int[] states = [1, 1, 2, 2, 3];
        await using var server = await TestServer.StartAsync(Engine.Sqlite, alter: builder => builder.Services.AddSingleton(new MoreRoutes(api =>
            api.MapGet("/progress", (LiveUpdates live, CancellationToken cancellationToken) => live.Follow(
                "progress",
                _ => Task.FromResult<Progress?>(new Progress(states[Math.Min(looks++, states.Length - 1)], [1, 2])),
                state => state.Done is 3,
                cancellationToken)).Needs(ApiScope.Read))));
        var began = Stopwatch.GetTimestamp();

        var answer = await server.Client.GetAsync("/api/v1/progress");
        var text = await answer.Content.ReadAsStringAsync();

        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Should().Equal(
            "event: progress\ndata: {\"done\":1,\"of\":[1,2]}",
            "event: progress\ndata: {\"done\":2,\"of\":[1,2]}",
            "event: progress\ndata: {\"done\":3,\"of\":[1,2]}");
        Stopwatch.GetElapsedTime(began).Should().BeGreaterThan(TimeSpan.FromSeconds(1.9));
    }

    [Fact]
    public async Task A_stopping_server_ends_the_stream()
    {
        HttpResponseMessage answer;
        await using (var server = await TestServer.StartAsync(Engine.Sqlite, alter: builder => builder.Services.AddSingleton(new MoreRoutes(api =>
            api.MapGet("/progress", (LiveUpdates live, CancellationToken cancellationToken) =>
                live.Follow("progress", _ => Task.FromResult<Progress?>(new Progress(1, [])), _ => false, cancellationToken)).Needs(ApiScope.Read)))))
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/progress");
            answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await answer.Content.ReadAsStreamAsync();
            using var reader = new StreamReader(stream);
            (await reader.ReadLineAsync()).Should().Be("event: progress");
            await server.StopAsync();
            (await reader.ReadToEndAsync()).Should().StartWith("data:");
        }
    }

    private sealed record Progress(int Done, IReadOnlyList<int> Of);
}
