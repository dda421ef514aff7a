using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.Sessions;
using Carillon.Server.Access;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Access;

/// <summary>The door behind the sign-in pages, through a page of the test's own.</summary>
public sealed class SignInDoorTests
{
    private const string SignInPage = "/test/sign-in";
    private const string FirstPage = "/test/first";
    private const string WhoPage = "/test/who";
    private const string TokenPage = "/test/token";

    private readonly ShiftedClock _time = new();

    [Theory, EachDatabase]
    public async Task A_session_begins_holds_and_ends(Engine engine)
    {
        await using var server = await StartAsync(engine, hasOwner: true);
        using var browser = BrowserOf(server);

        (await browser.GetStringAsync(WhoPage)).Should().Be("nobody");
        (await browser.PostAsync(SignInPage, Form("email", AccessRoom.Email, "password", "not the password"))).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        var answer = await browser.PostAsync(SignInPage, Form("email", AccessRoom.Email, "password", AccessRoom.Password));
        var who = await browser.GetStringAsync(WhoPage);
        var withoutToken = await browser.PostAsync("/sign-out", Form());
        var token = await browser.GetStringAsync(TokenPage);
        var signedOut = await browser.PostAsync("/sign-out", Form("__RequestVerificationToken", token));

        answer.Headers.GetValues("Set-Cookie").Should().Contain(cookie => cookie.StartsWith("carillon=", StringComparison.Ordinal))
            .Which.Should().Contain("httponly").And.Contain("samesite=lax").And.Contain("path=/").And.NotContain("domain");
        who.Should().StartWith($"{server.Workspace} user:");
        withoutToken.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        signedOut.Headers.Location!.ToString().Should().Be("/sign-in");
        (await browser.GetStringAsync(WhoPage)).Should().Be("nobody");
    }

    [Theory, EachDatabase]
    public async Task A_session_lives_twelve_hours_without_a_request_and_thirty_days_at_most(Engine engine)
    {
        await using var server = await StartAsync(engine, hasOwner: true);
        using var busy = BrowserOf(server);
        using var idle = BrowserOf(server);
        foreach (var browser in new[] { busy, idle })
        {
            await browser.PostAsync(SignInPage, Form("email", AccessRoom.Email, "password", AccessRoom.Password));
        }

        _time.Advance(TimeSpan.FromHours(7));
        (await busy.GetStringAsync(WhoPage)).Should().NotBe("nobody");
        _time.Advance(TimeSpan.FromHours(6));
        (await busy.GetStringAsync(WhoPage)).Should().NotBe("nobody");
        (await idle.GetStringAsync(WhoPage)).Should().Be("nobody");

        for (var hours = 13; hours + 7 < 30 * 24; hours += 7)
        {
            _time.Advance(TimeSpan.FromHours(7));
            (await busy.GetStringAsync(WhoPage)).Should().NotBe("nobody");
        }

        _time.Advance(TimeSpan.FromHours(7));
        (await busy.GetStringAsync(WhoPage)).Should().Be("nobody");
    }

    [Theory, EachDatabase]
    public async Task Whoever_is_shut_out_is_out_within_five_seconds(Engine engine)
    {
        await using var server = await StartAsync(engine, hasOwner: true);
        using var browser = BrowserOf(server);
        await browser.PostAsync(SignInPage, Form("email", AccessRoom.Email, "password", AccessRoom.Password));
        (await browser.GetStringAsync(WhoPage)).Should().NotBe("nobody");

        await using var db = server.Database.OpenEverybody();
        await db.Memberships.ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromSeconds(5));

        (await browser.GetStringAsync(WhoPage)).Should().Be("nobody");
    }

    [Theory, EachDatabase]
    public async Task The_first_administrator_is_made_at_the_machine_and_signed_in(Engine engine)
    {
        await using var server = await StartAsync(engine, hasOwner: false);
        using var browser = BrowserOf(server);
        using var proxied = BrowserOf(server);
        proxied.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        using var rebound = BrowserOf(server);
        rebound.DefaultRequestHeaders.Host = "evil.example";

        var wish = Form("email", AccessRoom.Email, "password", AccessRoom.Password);
        (await proxied.PostAsync(FirstPage, wish)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await rebound.PostAsync(FirstPage, wish)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        (await browser.PostAsync(FirstPage, wish)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await browser.GetStringAsync(WhoPage)).Should().StartWith($"{server.Workspace} user:");
    }

    [Fact]
    public async Task A_session_does_not_open_the_api_nor_stand_in_the_way_of_a_key()
    {
        await using var server = await StartAsync(Engine.Sqlite, hasOwner: true);
        using var browser = BrowserOf(server);
        await browser.PostAsync(SignInPage, Form("email", AccessRoom.Email, "password", AccessRoom.Password));
        var other = await (await server.Client.PostJsonAsync("/api/v1/workspaces", """{"name": "Other"}""")).JsonAsync();

        (await browser.GetAsync("/api/v1/workspace")).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        browser.DefaultRequestHeaders.Authorization = new("Bearer", other.GetProperty("key").GetString());
        (await browser.GetJsonAsync("/api/v1/workspace")).GetProperty("name").GetString().Should().Be("Other");
    }

    [Theory]
    [InlineData("/campaigns?x=1", "/campaigns?x=1")]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/a\tb", "/")]
    public void After_signing_in_the_way_leads_to_a_page_of_ours(string? returnUrl, string expected) => SignInDoor.LocalOrHome(returnUrl).Should().Be(expected);

    private static FormUrlEncodedContent Form(params string[] pairs) =>
        new(pairs.Chunk(2).Select(pair => new KeyValuePair<string, string>(pair[0], pair[1])));

    private static HttpClient BrowserOf(TestServer server) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };

    private static async Task AnswerAsync(HttpContext context)
    {
        var door = context.RequestServices.GetRequiredService<SignInDoor>();
        switch (context.Request.Path.Value)
        {
            case SignInPage:
                var signed = await door.SignInAsync(context.Request.Form["email"]!, context.Request.Form["password"]!, context.RequestAborted); // the test sends both
                context.Response.StatusCode = signed is SignInOutcome.SignedIn ? 200 : 401;
                break;
            case FirstPage:
                var made = await door.MakeFirstAsync(context.Request.Form["email"]!, context.Request.Form["password"]!, null, context.RequestAborted); // the test sends both
                context.Response.StatusCode = made is FirstAdministratorOutcome.Created ? 200 : 401;
                break;
            case WhoPage:
                var current = context.RequestServices.GetRequiredService<CurrentWorkspace>();
                await context.Response.WriteAsync(current.Id is { } id ? $"{id} {current.Actor}" : "nobody");
                break;
            case TokenPage:
                await context.Response.WriteAsync(context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context).RequestToken!); // always made
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
    }

    private Task<TestServer> StartAsync(Engine engine, bool hasOwner) => TestServer.StartAsync(
        engine,
        hasOwner ? new Dictionary<string, string?> { ["Carillon:Bootstrap:AdminEmail"] = AccessRoom.Email, ["Carillon:Bootstrap:AdminPassword"] = AccessRoom.Password } : null,
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_time);
            builder.Services.AddSingleton<IStartupFilter>(new TestPages());
        });

    private sealed class TestPages : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                if (context.Request.Path.StartsWithSegments("/test", StringComparison.Ordinal))
                {
                    // Chosen before routing looks, so that no page of the product answers in its place.
                    context.SetEndpoint(new Endpoint(AnswerAsync, EndpointMetadataCollection.Empty, "test"));
                }

                return following(context);
            });
            next(app);
        };
    }
}
