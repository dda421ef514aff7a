using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Server.Commands;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;

namespace Carillon.Tests.Web;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("serve --Carillon:DataDirectory=/x", "Carillon:DataDirectory=/x", "serve")]
    [InlineData("--Carillon__DataDirectory /x keys create", "Carillon:DataDirectory=/x", "keys create")]
    [InlineData("keys create --urls http://+:80 --json", "urls=http://+:80", "keys create --json")]
    [InlineData("import people.csv --list Friends", "", "import people.csv --list Friends")]
    [InlineData("--Carillonx:Y=1", "", "--Carillonx:Y=1")]
    public void Settings_are_taken_out_of_the_words(string words, string settings, string rest)
    {
        var (taken, others) = CommandLine.TakeOutSettings(words.Split(' '));

        string.Join(' ', taken).Should().Be(settings.Length > 0 ? $"--{settings}" : "");
        string.Join(' ', others).Should().Be(rest);
    }

    [Theory]
    [InlineData("--help", 0, "serve")]
    [InlineData("keys create --help", 0, "--scope")]
    [InlineData("users create --help", 0, "--email")]
    [InlineData("doctor --help", 0, "--json")]
    [InlineData("nonsense", 2, "nonsense")]
    [InlineData("keys create", 2, "--scope")]
    [InlineData("keys create --scope everything", 2, "everything")]
    [InlineData("serve --prot 80", 2, "--prot")]
    [InlineData("serve --Carillon:Colour=red", 2, "Carillon__Colour")]
    [InlineData("keys create --scope read --ConnectionStrings:Database=nonsense", 2, "ConnectionStrings__Database")]
    public async Task Each_use_has_its_exit_code_and_words(string words, int exitCode, string said)
    {
        var (code, output, errors) = await RunAsync(TestFolders.Add(), words.Split(' '));

        (output + errors).Should().Contain(said);
        code.Should().Be(exitCode, output + errors);
    }

    [Fact]
    public async Task A_server_starts_is_alone_on_its_folder_takes_commands_beside_it_and_stops_when_told()
    {
        var folder = TestFolders.Add();
        using var server = Start(folder, "--urls", "http://127.0.0.1:0");
        var address = await AddressAsync(server);
        using var client = new HttpClient { BaseAddress = address };

        var second = await RunAsync(folder, "serve", "--urls", "http://127.0.0.1:0");
        second.Code.Should().Be(2);
        second.Errors.Trim().Should().Contain("data folder").And.NotContain("\n");

        var made = await RunAsync(folder, "keys", "create", "--scope", "read", "--json");
        made.Code.Should().Be(0, made.Errors);
        var key = JsonSerializer.Deserialize<JsonElement>(made.Output);
        key.EnumerateObject().Select(member => member.Name).Should().Equal("id", "key", "scope");
        client.DefaultRequestHeaders.Authorization = new("Bearer", key.GetProperty("key").GetString());
        (await client.GetAsync("/api/v1/system")).StatusCode.Should().Be(HttpStatusCode.OK);

        (await RunAsync("/bin", "kill", "-TERM", $"{server.Id}")).Code.Should().Be(0);
        await server.WaitForExitAsync();
        server.ExitCode.Should().Be(0);
    }

    [Fact]
    public async Task An_account_is_made_once_and_an_easy_password_refused()
    {
        var folder = TestFolders.Add();

        var easy = await RunAsync(folder, "users", "create", "--email", "ada@example.com", "--password", "short");
        var made = await RunAsync(folder, "users", "create", "--email", "ada@example.com", "--password", "violet anchor under snow", "--json");
        var again = await RunAsync(folder, "users", "create", "--email", "ada@example.com", "--password", "violet anchor under snow");

        easy.Code.Should().Be(2);
        made.Code.Should().Be(0, made.Errors);
        JsonSerializer.Deserialize<JsonElement>(made.Output).GetProperty("email").GetString().Should().Be("ada@example.com");
        again.Code.Should().Be(1);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("migrate")]
    [InlineData("import")]
    [InlineData("send")]
    [InlineData("plan")]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("keys create")]
    [InlineData("users create")]
    [InlineData("verify")]
    [InlineData("doctor")]
    [InlineData("demo")]
    public async Task Each_command_explains_itself(string command)
    {
        var (code, output, _) = await RunAsync(TestFolders.Add(), [.. command.Split(' '), "--help"]);

        code.Should().Be(0);
        output.Should().Contain($"Carillon.Server {command}");
    }

    [Fact]
    public async Task A_plan_and_the_ledger_are_told_to_people_and_programs()
    {
        const string Key = "a-key-for-the-plan-000001";
        var folder = TestFolders.Add();
        using var server = Start(
            folder, "--urls", "http://127.0.0.1:0", "--Carillon:Bootstrap:AdminEmail=ada@example.com",
            "--Carillon:Bootstrap:AdminPassword=violet anchor under snow", $"--Carillon:Bootstrap:ApiKey={Key}");
        using var client = new HttpClient { BaseAddress = await AddressAsync(server) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        var sender = (await client.GetJsonAsync("/api/v1/senders")).GetProperty("items")[0].GetProperty("id").GetString();
        var people = new List<string?>();
        foreach (var phone in new[] { "+12125550100", "+12125550101" })
        {
            people.Add((await (await client.PostAsJsonAsync("/api/v1/contacts", new { phone })).JsonAsync()).GetProperty("id").GetString());
        }

        (await client.PostAsJsonAsync("/api/v1/opt-ins", new { phone = "+12125550100", evidence = "asked at the counter" })).StatusCode.Should().Be(HttpStatusCode.Created);
        var made = await client.PostAsJsonAsync("/api/v1/campaigns", new
        {
            name = "Autumn",
            body = "Hi, we open at nine. Reply STOP to opt out.",
            audience = new { contactIds = people },
            from = new { senderId = sender },
            schedule = new { startAt = "2027-01-13T15:00:00Z" },
        });
        made.StatusCode.Should().Be(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());

        var told = await RunAsync(folder, "plan", "Autumn");
        var rows = await RunAsync(folder, "plan", "Autumn", "--json");
        var missing = await RunAsync(folder, "plan", "Spring");
        var bare = await RunAsync(folder, "plan");
        var sound = await RunAsync(folder, "verify", "--json");

        (told.Code, rows.Code, missing.Code, bare.Code, sound.Code).Should().Be((0, 0, 1, 2, 0), told.Errors + rows.Errors + sound.Errors);
        told.Output.Should().Contain("+12125550100  2027-01-13 15:00:00Z to 2027-01-14 01:54:59Z").And.Contain("not sent: noConsent");
        told.Errors.Should().Contain("1 would be sent, 1 not. Nothing was sent.");
        var planned = rows.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        planned.Should().HaveCount(2);
        planned.Where(row => row.TryGetProperty("reason", out _)).Should().ContainSingle();
        missing.Errors.Should().Contain("Spring");
        JsonSerializer.Deserialize<JsonElement>(sound.Output).EnumerateArray().Should().ContainSingle().Which.GetProperty("isSound").GetBoolean().Should().BeTrue();
        (await client.GetJsonAsync("/api/v1/messages?count=true")).GetProperty("total").GetInt32().Should().Be(0);
        (await RunAsync("/bin", "kill", "-TERM", $"{server.Id}")).Code.Should().Be(0);
        await server.WaitForExitAsync();
    }

    [Fact]
    public async Task The_doctor_says_what_to_do()
    {
        var folder = TestFolders.Add();

        var before = await RunAsync(folder, "doctor", "--json");
        (await RunAsync(folder, "migrate")).Code.Should().Be(0);
        var after = await RunAsync(folder, "doctor");
        var unreachable = await RunAsync(folder, "doctor", "--ConnectionStrings:Database=Host=127.0.0.1;Port=1;Database=x;Timeout=2");

        before.Code.Should().Be(1);
        JsonSerializer.Deserialize<JsonElement>(before.Output).EnumerateArray().Select(finding => finding.GetProperty("subject").GetString())
            .Should().Contain(["settings", "data folder", "database", "tables", "clock", "callbacks"]);
        after.Code.Should().Be(0, after.Output + after.Errors);
        after.Output.Should().Contain("ok       tables");
        unreachable.Code.Should().Be(1);
        unreachable.Output.Should().Contain("problem  database").And.Contain("ConnectionStrings__Database");
    }

    [Fact]
    public async Task The_doctor_asks_each_provider_whether_it_takes_the_login()
    {
        const string Key = "a-key-for-the-doctor-0001";
        var folder = TestFolders.Add();
        await using var fake = await FakeTwilio.StartAsync();
        using var server = Start(
            folder, "--urls", "http://127.0.0.1:0", "--Carillon:Bootstrap:AdminEmail=ada@example.com",
            "--Carillon:Bootstrap:AdminPassword=violet anchor under snow", $"--Carillon:Bootstrap:ApiKey={Key}");
        using var client = new HttpClient { BaseAddress = await AddressAsync(server) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        foreach (var (name, token) in new[] { ("Right", fake.AuthToken), ("Wrong", "00000000000000000000000000000000") })
        {
            var made = await client.PostAsJsonAsync(
                "/api/v1/accounts", new { name, provider = "twilio", settings = new { accountSid = fake.AccountSid, authToken = token, baseUrl = fake.BaseUrl } });
            made.StatusCode.Should().Be(HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        }

        var (code, output, errors) = await RunAsync(folder, "doctor");

        code.Should().Be(1, errors);
        output.Should().Contain("ok       provider Simulator").And.Contain("ok       provider Right").And.Contain("problem  provider Wrong");
        (await RunAsync("/bin", "kill", "-TERM", $"{server.Id}")).Code.Should().Be(0);
        await server.WaitForExitAsync();
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string folder, params string[] words)
    {
        using var process = folder is "/bin" ? Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })! : Start(folder, words);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }

    private static Process Start(string folder, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Carillon.Server.dll"), .. words])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        start.Environment["Carillon__DataDirectory"] = folder;
        start.Environment.Remove("ASPNETCORE_URLS");
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private static async Task<Uri> AddressAsync(Process server)
    {
        const string Mark = "Now listening on: ";
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at)
            {
                return new Uri(line[(at + Mark.Length)..].Trim());
            }
        }

        throw new InvalidOperationException($"The server ended: {await server.StandardError.ReadToEndAsync()}");
    }
}
