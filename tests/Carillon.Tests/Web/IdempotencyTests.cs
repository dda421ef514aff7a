using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Server.Web.Api;
using Carillon.Tests.Engines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Web;

public sealed class IdempotencyTests
{
    private const string Things = "/api/v1/things";

    [Theory, EachDatabase]
    public async Task The_same_key_and_body_give_the_first_answer_again(Engine engine)
    {
        var counting = new Counting();
        await using var server = await StartAsync(engine, counting);

        var first = await PostAsync(server.Client, "key-1", """{"name": "a"}""");
        var second = await PostAsync(server.Client, "key-1", """{"name": "a"}""");

        first.StatusCode.Should().Be(HttpStatusCode.Created);
        first.Headers.Contains("Idempotency-Replayed").Should().BeFalse();
        second.StatusCode.Should().Be(HttpStatusCode.Created);
        second.Headers.GetValues("Idempotency-Replayed").Should().Equal("true");
        second.Headers.Location.Should().Be(first.Headers.Location);
        second.Content.Headers.ContentType.Should().Be(first.Content.Headers.ContentType);
        (await second.Content.ReadAsStringAsync()).Should().Be(await first.Content.ReadAsStringAsync());
        counting.Calls.Should().Be(1);
    }

    [Fact]
    public async Task Another_body_or_address_under_the_key_is_refused()
    {
        await using var server = await StartAsync(Engine.Sqlite, new Counting());
        await PostAsync(server.Client, "key-1", """{"name": "a"}""");

        var otherBody = await PostAsync(server.Client, "key-1", """{"name": "b"}""");
        var otherAddress = await server.Client.SendJsonAsync(HttpMethod.Post, Things + "?x=1", """{"name": "a"}""", idempotencyKey: "key-1");

        foreach (var answer in new[] { otherBody, otherAddress })
        {
            answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
            (await answer.CodeAsync()).Should().Be("idempotency-key-reused");
        }
    }

    [Fact]
    public async Task A_key_belongs_to_its_workspace()
    {
        var counting = new Counting();
        await using var server = await StartAsync(Engine.Sqlite, counting);
        var other = await server.ClientOfAsync(ApiScope.Write, await server.AddWorkspaceAsync());

        await PostAsync(server.Client, "key-1", """{"name": "a"}""");
        var theirs = await PostAsync(other, "key-1", """{"name": "b"}""");

        theirs.StatusCode.Should().Be(HttpStatusCode.Created);
        counting.Calls.Should().Be(2);
    }

    [Theory, EachDatabase]
    public async Task Of_many_at_once_one_runs_and_the_others_wait_or_hear_its_answer(Engine engine)
    {
        var counting = new Counting { Gate = new TaskCompletionSource() };
        await using var server = await StartAsync(engine, counting);
        var first = PostAsync(server.Client, "key-1", """{"name": "a"}""");
        await counting.Entered.Task;

        var meanwhile = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostAsync(server.Client, "key-1", """{"name": "a"}""")));
        counting.Gate.SetResult();
        var answer = await first;
        var later = await PostAsync(server.Client, "key-1", """{"name": "a"}""");

        meanwhile.Should().OnlyContain(early => early.StatusCode == HttpStatusCode.Conflict);
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        later.Headers.Contains("Idempotency-Replayed").Should().BeTrue();
        counting.Calls.Should().Be(1);
    }

    [Fact]
    public async Task A_failure_of_ours_is_not_kept_and_a_refusal_is()
    {
        var counting = new Counting();
        await using var server = await StartAsync(Engine.Sqlite, counting);

        (await PostAsync(server.Client, "key-1", """{"name": "break"}""")).StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await PostAsync(server.Client, "key-1", """{"name": "break"}""")).StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        counting.Calls.Should().Be(2);

        (await PostAsync(server.Client, "key-2", """{"nmae": "a"}""")).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(server.Client, "key-2", """{"name": "a"}""")).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task What_was_begun_is_finished_when_its_caller_goes_away()
    {
        var counting = new Counting { Gate = new TaskCompletionSource() };
        await using var server = await StartAsync(Engine.Sqlite, counting);
        using var leaving = new CancellationTokenSource();
        var request = new HttpRequestMessage(HttpMethod.Post, Things) { Content = new StringContent("""{"name": "a"}""", null, "application/json") };
        request.Headers.Add("Idempotency-Key", "key-1");
        var first = server.Client.SendAsync(request, leaving.Token);
        await counting.Entered.Task;

        await leaving.CancelAsync();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        counting.Gate.SetResult();
        HttpResponseMessage answer;
        do
        {
            answer = await PostAsync(server.Client, "key-1", """{"name": "a"}""");
        }
        while (answer.StatusCode is HttpStatusCode.Conflict);

        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        answer.Headers.Contains("Idempotency-Replayed").Should().BeTrue();
        counting.Calls.Should().Be(1);
    }

    [Fact]
    public async Task The_same_file_is_the_same_request_whatever_the_boundary()
    {
        var counting = new Counting();
        await using var server = await StartAsync(Engine.Sqlite, counting);

        var first = await UploadAsync(server.Client, "one", new string('x', 3_000_000));
        var second = await UploadAsync(server.Client, "two", new string('x', 3_000_000));
        var other = await UploadAsync(server.Client, "three", new string('y', 3_000_000));

        first.StatusCode.Should().Be(HttpStatusCode.OK, await first.Content.ReadAsStringAsync());
        second.Headers.Contains("Idempotency-Replayed").Should().BeTrue();
        (await other.CodeAsync()).Should().Be("idempotency-key-reused");
        counting.Calls.Should().Be(1);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(2000)]
    public async Task A_key_that_is_too_long_is_refused(int letters)
    {
        await using var server = await StartAsync(Engine.Sqlite, new Counting());
        var request = new HttpRequestMessage(HttpMethod.Post, Things) { Content = new StringContent("""{"name": "a"}""", null, "application/json") };
        request.Headers.Add("Idempotency-Key", new string('k', letters));

        var answer = await server.Client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.FieldsAsync()).Should().Equal("Idempotency-Key");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string key, string body) =>
        client.SendJsonAsync(HttpMethod.Post, Things, body, idempotencyKey: key);

    private static Task<HttpResponseMessage> UploadAsync(HttpClient client, string boundary, string content)
    {
        var form = new MultipartFormDataContent(boundary) { { new StringContent(content), "file", "people.csv" } };
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/uploads") { Content = form };
        request.Headers.Add("Idempotency-Key", "upload");
        return client.SendAsync(request);
    }

    private static Task<TestServer> StartAsync(Engine engine, Counting counting) => TestServer.StartAsync(engine, alter: builder =>
        builder.Services.AddSingleton(new MoreRoutes(api =>
        {
            api.MapPost("/things", counting.CreateAsync).Needs(ApiScope.Write);
            api.MapPost("/uploads", (IFormFile file) => TypedResults.Ok(counting.Count() + file.Length)).Needs(ApiScope.Write).TakesUpload<object>();
        })));

    private sealed class Counting
    {
        private int _calls;

        public int Calls => _calls;

        public TaskCompletionSource? Gate { get; init; }

        public TaskCompletionSource Entered { get; } = new();

        public int Count() => Interlocked.Increment(ref _calls);

        public async Task<IResult> CreateAsync(ThingRequest request)
        {
            var number = Count();
            Entered.TrySetResult();
            if (Gate is not null)
            {
                await Gate.Task;
            }

            return request.Name is "break" ? throw new InvalidOperationException("broken") : TypedResults.Created($"{Things}/{number}", new ThingResponse(number, request.Name));
        }
    }

    private sealed record ThingRequest(string Name);

    private sealed record ThingResponse(int Number, string Name);
}
