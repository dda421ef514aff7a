using System.Diagnostics;
using System.Text.Json;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Road;
using Carillon.Tests.Web;

namespace Carillon.Tests.Sending;

/// <summary>Data that went back in time does not send by itself, and texts nobody again when it goes on.</summary>
public sealed class RestoredTests
{
    private const int People = 40;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_copy_of_the_data_comes_up_paused_and_asks_the_provider_before_it_goes_on()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        var (folder, copy) = (TestFolders.Add(), TestFolders.Add());
        var campaign = "";
        using (var server = Server(folder))
        {
            await server.StartAsync();
            campaign = await BeginAsync(server, twilio);
            await server.KillAsync();
            Copy(folder, copy);
            await server.StartAsync();
            await HurryAsync(server.Client);
            await UntilAsync(server.Client, campaign, "completed");
            Assert.Equal(People, twilio.Log.Count);
        }

        using var restored = Server(copy);
        await restored.StartAsync();
        await AssertHeldAsync(restored.Client, campaign);

        await HurryAsync(restored.Client);
        await Road.Road.PostAsync(restored.Client, $"/api/v1/campaigns/{campaign}/resume", null);
        await UntilAsync(restored.Client, campaign, "completed");
        Assert.Equal(People, twilio.Log.Count);
        Assert.Empty(twilio.Log.Duplicates());
    }

    [Fact]
    public async Task A_backup_put_back_over_the_data_texts_nobody_twice_and_keeps_what_people_said_since()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        var folder = TestFolders.Add();
        var file = Path.Combine(TestFolders.Add(), "monday.carillon");
        using var server = Server(folder);
        await server.StartAsync();
        var campaign = await BeginAsync(server, twilio);
        var later = await ScheduledAsync(server.Client);
        await RunAsync(folder, 0, "backup", file);
        await HurryAsync(server.Client);
        await UntilAsync(server.Client, campaign, "completed");
        await Road.Road.PostAsync(server.Client, $"/api/v1/campaigns/{later}/start", null);
        await UntilAsync(server.Client, later, "completed");
        Assert.Equal(2 * People, twilio.Log.Count);
        await Road.Road.PostAsync(server.Client, "/api/v1/opt-outs", new { phone = Road.Road.Number(3), reason = "said so at the till" });
        var forgotten = (await server.Client.GetJsonAsync($"/api/v1/contacts?phone=%2B{Road.Road.Number(4)[1..]}")).GetProperty("items")[0].GetProperty("id").GetString()!; // imported above
        await Road.Road.PostAsync(server.Client, $"/api/v1/contacts/{forgotten}/erase", null);
        await RunAsync(folder, 1, "restore", file); // beside a running server
        await server.KillAsync();

        var answer = await RunAsync(folder, 0, "restore", file, "--json");
        await server.StartAsync();

        Assert.Equal(1, answer.GetProperty("suppressionsKept").GetInt32());
        Assert.Equal(1, answer.GetProperty("erasuresKept").GetInt32());
        Assert.True(File.Exists(Path.Combine(answer.GetProperty("replaced").GetString()!, "carillon.db")));
        await AssertHeldAsync(server.Client, campaign);
        await AssertHeldAsync(server.Client, later);
        var optedOut = (await server.Client.GetJsonAsync($"/api/v1/contacts?phone=%2B{Road.Road.Number(3)[1..]}")).GetProperty("items")[0];
        Assert.Equal("unsubscribed", optedOut.GetProperty("consent").GetProperty("sms").GetString());
        using var gone = await server.Client.GetAsync(new Uri($"/api/v1/contacts/{forgotten}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, gone.StatusCode);

        await HurryAsync(server.Client);
        await Road.Road.PostAsync(server.Client, $"/api/v1/campaigns/{campaign}/resume", null);
        await UntilAsync(server.Client, campaign, "completed");
        await Road.Road.PostAsync(server.Client, $"/api/v1/campaigns/{later}/resume", null);
        await Road.Road.PostAsync(server.Client, $"/api/v1/campaigns/{later}/start", null);
        await UntilAsync(server.Client, later, "completed");
        Assert.Equal(2 * People, twilio.Log.Count);
    }

    [Fact]
    public async Task A_backup_begins_anew_in_an_empty_folder_and_a_damaged_one_is_refused()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        var (folder, elsewhere, files) = (TestFolders.Add(), TestFolders.Add(), TestFolders.Add());
        var (whole, damaged, noKey) = (Path.Combine(files, "whole"), Path.Combine(files, "damaged"), Path.Combine(files, "no-key"));
        using (var server = Server(folder))
        {
            await server.StartAsync();
            await BeginAsync(server, twilio);
            await RunAsync(folder, 0, "backup", whole);
            await RunAsync(folder, 2, "backup", whole);
            await RunAsync(folder, 0, "backup", noKey, "--without-key");
        }

        var bytes = await File.ReadAllBytesAsync(whole, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 0xff;
        await File.WriteAllBytesAsync(damaged, bytes, TestContext.Current.CancellationToken);
        await RunAsync(elsewhere, 1, "restore", damaged);
        await RunAsync(elsewhere, 1, "restore", noKey);
        await RunAsync(elsewhere, 2, "restore", Path.Combine(files, "nowhere"));
        Assert.False(File.Exists(Path.Combine(elsewhere, "carillon.db")));

        await RunAsync(elsewhere, 0, "restore", whole);
        using var restored = Server(elsewhere);
        await restored.StartAsync();
        var campaign = Assert.Single((await restored.Client.GetJsonAsync("/api/v1/campaigns")).GetProperty("items").EnumerateArray());
        Assert.Equal("restored", campaign.GetProperty("statusReason").GetString());
        var account = (await restored.Client.GetJsonAsync("/api/v1/accounts")).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("provider").GetString() == "twilio");
        var test = await Road.Road.PostAsync(restored.Client, $"/api/v1/accounts/{account.GetProperty("id").GetString()}/test", null);
        Assert.True(test.GetProperty("ok").GetBoolean(), test.ToString());
    }

    private static async Task<string> BeginAsync(ServerProcess server, FakeTwilio twilio)
    {
        var road = await Road.Road.AtAsync(server.Client, server.Address, "twilio", twilio.Settings, perSecond: 1);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(People));
        await road.ActAsync(campaign, "start");
        await twilio.Log.WaitForAsync(4, TestContext.Current.CancellationToken);
        return campaign;
    }

    /// <summary>A campaign to the same people that begins in a day.</summary>
    private static async Task<string> ScheduledAsync(HttpClient client)
    {
        var list = (await client.GetJsonAsync("/api/v1/lists")).GetProperty("items")[0].GetProperty("id").GetString();
        var sender = (await client.GetJsonAsync("/api/v1/senders")).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("address").GetString() == Road.Road.From).GetProperty("id").GetString();
        var campaign = (await Road.Road.PostAsync(client, "/api/v1/campaigns", new
        {
            name = "Later",
            purpose = "transactional",
            audience = new { lists = new[] { list } },
            body = "We close at six.",
            from = new { senderId = sender },
            schedule = new { startAt = TimeProvider.System.GetUtcNow().AddDays(1) },
        })).GetProperty("id").GetString()!; // it was made
        await Road.Road.PostAsync(client, $"/api/v1/campaigns/{campaign}/schedule", null);
        return campaign;
    }

    /// <summary>Until now it was slow, so that what happened in the middle happened in the middle.</summary>
    private static async Task HurryAsync(HttpClient client)
    {
        var account = (await client.GetJsonAsync("/api/v1/accounts")).GetProperty("items").EnumerateArray().Single(one => one.GetProperty("provider").GetString() == "twilio");
        using var content = new StringContent("""{"limits": {"perSecond": 500}}""", System.Text.Encoding.UTF8, "application/json");
        using var answer = await client.PatchAsync(new Uri($"/api/v1/accounts/{account.GetProperty("id").GetString()}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static async Task AssertHeldAsync(HttpClient client, string campaign)
    {
        var found = await client.GetJsonAsync($"/api/v1/campaigns/{campaign}");
        Assert.Equal("paused", found.GetProperty("status").GetString());
        Assert.Equal("restored", found.GetProperty("statusReason").GetString());
    }

    private static ServerProcess Server(string folder) => new(new Dictionary<string, string>
    {
        ["Carillon__DataDirectory"] = folder,
        ["ConnectionStrings__Database"] = "",
        ["Carillon__Sending__ReconcileAfterSeconds"] = "2",
    });

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!); // it lies in the folder
            File.Copy(file, target);
        }
    }

    private static async Task<JsonElement> RunAsync(string folder, int expected, params string[] words)
    {
        var info = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Carillon.Server.dll"), .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["Carillon__DataDirectory"] = folder;
        info.Environment["ConnectionStrings__Database"] = "";
        using var process = Process.Start(info)!; // it is there, the tests were built with it
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == expected, $"{string.Join(' ', words)}: {process.ExitCode}\n{await output}{await errors}");
        return words.Contains("--json") ? JsonSerializer.Deserialize<JsonElement>(await output) : default;
    }

    private static async Task UntilAsync(HttpClient client, string campaign, string status)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            var found = await client.GetJsonAsync($"/api/v1/campaigns/{campaign}");
            if (found.GetProperty("status").GetString() == status)
            {
                return;
            }

            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"It is never {status}: {found}\n{await client.GetJsonAsync($"/api/v1/campaigns/{campaign}/stats")}");
            }
        }
    }
}
