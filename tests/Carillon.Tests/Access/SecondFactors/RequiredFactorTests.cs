using System.Net;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Access.SecondFactors;
using Carillon.Access.Sessions;
using Carillon.Primitives;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Access.SecondFactors;

/// <summary>A workspace whose owner wants an authenticator app of everybody.</summary>
public sealed class RequiredFactorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Who_has_no_app_is_led_to_set_one_up_and_can_do_nothing_else_before(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var (owner, marketer) = (await PersonAsync(server, Role.Owner), await PersonAsync(server, Role.Marketer));
        using var browser = await server.BrowserOfAsync(marketer);
        using var elsewhere = await server.BrowserOfAsync(Role.Marketer, await server.AddWorkspaceAsync());
        (await StatusAsync(browser, "/contacts")).Should().Be(HttpStatusCode.OK);

        (await RequireAsync(server, owner, true)).Should().BeOfType<MemberOutcome.Done>();

        foreach (var path in new[] { "/", "/contacts", "/campaigns/new", "/inbox", "/search?q=a" })
        {
            using var led = await browser.GetAsync(new Uri(path, UriKind.Relative), Stop);
            led.StatusCode.Should().Be(HttpStatusCode.Redirect, path);
            led.Headers.Location!.ToString().Should().Be("/settings/you");
        }

        (await browser.GetStringAsync(new Uri("/settings/you", UriKind.Relative), Stop)).Should().Contain("Set up an authenticator app to go on");
        using var refused = await browser.GetAsync(new Uri("/api/v1/contacts", UriKind.Relative), Stop);
        refused.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await refused.CodeAsync()).Should().Be("second-factor-required");
        (await StatusAsync(server.Client, "/api/v1/contacts")).Should().Be(HttpStatusCode.OK, "a key of a program has no telephone");
        (await StatusAsync(elsewhere, "/contacts")).Should().Be(HttpStatusCode.OK, "it is one workspace's wish");

        await SetUpAsync(server, marketer);
        (await StatusAsync(browser, "/contacts")).Should().Be(HttpStatusCode.OK);
        (await StatusAsync(browser, "/api/v1/contacts")).Should().Be(HttpStatusCode.OK);
        (await RequireAsync(server, owner, false)).Should().BeOfType<MemberOutcome.Done>();
        var log = await server.Client.GetStringAsync(new Uri("/api/v1/audit-log", UriKind.Relative), Stop);
        log.Should().Contain("second-factor.required").And.Contain("second-factor.made-optional");
    }

    [Theory, EachDatabase]
    public async Task Only_an_owner_requires_it_and_what_is_required_already_is_told_once(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        var (owner, admin) = (await PersonAsync(server, Role.Owner), await PersonAsync(server, Role.Admin));

        (await RequireAsync(server, admin, true)).Should().BeOfType<MemberOutcome.NotAllowed>();
        await RequireAsync(server, owner, true);
        await RequireAsync(server, owner, true);

        var log = await server.Client.GetJsonAsync("/api/v1/audit-log?action=second-factor.required&count=true");
        log.GetProperty("total").GetInt32().Should().Be(1);
        log.GetProperty("items")[0].GetProperty("actor").GetString().Should().Be($"user:{owner.User}");
    }

    private static async Task<Session> PersonAsync(TestServer server, Role role)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var made = await scope.ServiceProvider.GetRequiredService<Users>().CreateAsync($"{role}-{Guid.NewGuid():N}@example.com", "seven green kettles", server.Workspace, role, Stop);
        var user = Assert.IsType<UserOutcome.Created>(made).User;
        return new Session(new UserId(user.Id), user.Email ?? "", server.Workspace, role, user.SecurityStamp ?? "");
    }

    private static async Task<MemberOutcome> RequireAsync(TestServer server, Session by, bool isRequired)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(by);
        return await scope.ServiceProvider.GetRequiredService<Members>().RequireSecondFactorAsync(by, isRequired, Stop);
    }

    private static async Task SetUpAsync(TestServer server, Session person)
    {
        await using var scope = server.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(person);
        var second = scope.ServiceProvider.GetRequiredService<SecondFactor>();
        var offer = second.Offer(person.User, person.Email);
        var code = Totp.CodeAt(Decoded(offer.Secret), server.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        (await second.ConfirmAsync(person.User, offer.Token, code, Stop)).Should().NotBeNull();
        server.Services.GetRequiredService<SessionCheck>().Forget(person.User);
    }

    private static byte[] Decoded(string base32)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bits = string.Concat(base32.Select(letter => Convert.ToString(letters.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(bits => bits.Length == 8).Select(bits => Convert.ToByte(new string(bits), 2))];
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return answer.StatusCode;
    }
}
