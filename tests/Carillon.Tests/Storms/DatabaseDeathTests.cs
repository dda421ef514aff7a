using System.Diagnostics;
using System.Globalization;
using Carillon.Sending;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Road;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Carillon.Tests.Storms;

/// <summary>The database dies, loses its sessions, runs out of room, or is left in the middle of copying its log, while a campaign runs.</summary>
public sealed class DatabaseDeathTests(ITestOutputHelper output)
{
    private const int Deaths = 10;
    private const int Cuts = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task A_database_server_that_dies_ten_times_and_loses_its_sessions_fifty_times_costs_nobody_a_text_or_a_second_one()
    {
        MissingEngine.SkipWithoutPostgres();
        const int People = 900;
        await using var postgres = await PostgresServer.StartMortalAsync();
        if (postgres is null)
        {
            Assert.Skip("The database server is not ours to kill.");
        }

        // Goes with its server; taking it down by itself would need a session that outlived all this.
        var database = await postgres.AddDatabaseAsync();
        await using var twilio = await FakeTwilio.StartAsync();
        await using var road = await Road.Road.StartAsync(
            Engine.Sqlite, "twilio", twilio.Settings, perSecond: 150, serverSettings: Quiet(new() { ["ConnectionStrings:Database"] = database.ConnectionString }));
        var campaign = await road.CampaignAsync(await road.ListOfAsync(People), more: new { brakes = KillStorm.NoBrakes });
        await road.ActAsync(campaign, "start");

        // At each of sixty instants along the way; every sixth time the whole server goes.
        for (var blow = 1; blow <= Deaths + Cuts; blow++)
        {
            await twilio.Log.WaitForAskedAsync(blow * 14, TestContext.Current.CancellationToken);
            if (blow % 6 == 0)
            {
                await postgres.DieAsync(TestContext.Current.CancellationToken);
            }
            else
            {
                await PatientlyAsync(() => postgres.CutSessionsAsync(database));
            }
        }

        await CompletedAsync(road, campaign);

        var verdict = Judge.Of(CarrierHistory.Of(twilio.Log), await Judge.ProofAsync(road.Client, campaign));
        output.WriteLine($"{Deaths} deaths, {Cuts} times all sessions cut: {verdict}");
        Assert.True(verdict.IsClean, verdict.ToString());
    }

    [Fact]
    public async Task A_full_disk_stops_the_sending_and_when_there_is_room_again_everybody_is_texted_once()
    {
        const int People = 300;
        await using var store = await TestStore.CreateAsync(Engine.Sqlite);
        using var disk = SqliteDisk.Below(store.Options.DataDirectory);
        await using var twilio = await FakeTwilio.StartAsync();
        await using var server = await Web.TestServer.StartOnAsync(store, Quiet([]));
        await using var road = await Road.Road.AtAsync(server.Client, server.Address, "twilio", twilio.Settings, perSecond: 200);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(People), more: new { brakes = KillStorm.NoBrakes });
        await road.ActAsync(campaign, "start");
        foreach (var moment in new[] { 40, 120, 200 })
        {
            await twilio.Log.WaitForAskedAsync(moment, TestContext.Current.CancellationToken);
            disk.Refuse(SqliteDisk.Full);
            var refused = disk.RefusedCount;
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (disk.RefusedCount < refused + 12)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }

            // Each request that left stands in the database, and stood there before it left.
            var left = twilio.Log.SendCount;
            await using (var db = server.Database.OpenEverybody())
            {
                Assert.True(await db.Set<SendAttempt>().CountAsync(TestContext.Current.CancellationToken) >= left);
            }

            disk.Refuse(0);
        }

        await CompletedAsync(road, campaign);

        var verdict = Judge.Of(CarrierHistory.Of(twilio.Log), await Judge.ProofAsync(road.Client, campaign));
        output.WriteLine($"disk full three times, {disk.RefusedCount} writes refused: {verdict}");
        Assert.True(verdict.IsClean, verdict.ToString());
        Assert.Equal("ok", await IntegrityAsync(store.Options.DatabaseFile));
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_copying_the_log_into_the_file_breaks_nothing()
    {
        const int People = 500;
        await using var store = await TestStore.CreateAsync(Engine.Sqlite);
        await using var twilio = await FakeTwilio.StartAsync();
        using var server = new ServerProcess(KillStorm.Settings(store.Options.DataDirectory, null));
        await server.StartAsync();
        await using var road = await Road.Road.AtAsync(server.Client, server.Address, "twilio", twilio.Settings, perSecond: 200);
        var campaign = await road.CampaignAsync(await road.ListOfAsync(People), more: new { brakes = KillStorm.NoBrakes });
        await road.ActAsync(campaign, "start");
        foreach (var moment in new[] { 60, 150, 240, 330, 420 })
        {
            using var copying = await CopyAsync(store.Options.DatabaseFile);
            await twilio.Log.WaitForAskedAsync(moment, TestContext.Current.CancellationToken);
            copying.Kill();
            await server.KillAsync();
            await copying.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal("ok", await IntegrityAsync(store.Options.DatabaseFile));
            await server.StartAsync();
        }

        await CompletedAsync(road, campaign);

        var verdict = Judge.Of(CarrierHistory.Of(twilio.Log), await Judge.ProofAsync(road.Client, campaign));
        output.WriteLine($"killed five times while the log was copied: {verdict}");
        Assert.True(verdict.IsClean, verdict.ToString());
        Assert.Equal("ok", await IntegrityAsync(store.Options.DatabaseFile));
    }

    private static Dictionary<string, string?> Quiet(Dictionary<string, string?> more) => new(more)
    {
        ["Carillon:Sending:ReconcileAfterSeconds"] = "4",
        ["Logging:LogLevel:Default"] = "None",
        ["Logging:LogLevel:Orleans"] = "None",
        ["Logging:LogLevel:Microsoft"] = "None",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "None",
    };

    /// <summary>Waits until it is completed, while the server may not be able to say so.</summary>
    private static async Task CompletedAsync(Road.Road road, string campaign)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        var last = "";
        while (last != "completed")
        {
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            if (patience.IsCancellationRequested)
            {
                Assert.Fail($"It never completed; last: {await road.StatsAsync(campaign)}");
            }

            using var answer = await road.Client.GetAsync(new Uri($"/api/v1/campaigns/{campaign}", UriKind.Relative), TestContext.Current.CancellationToken);
            last = answer.IsSuccessStatusCode ? (await Web.TestTalk.JsonAsync(answer)).GetProperty("status").GetString() : last;
            Assert.NotEqual("paused", last);
        }
    }

    /// <summary>Does it as soon as the database lets it.</summary>
    private static async Task PatientlyAsync(Func<Task> act)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (NpgsqlException)
            {
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task<Process> CopyAsync(string file)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Carillon.Tests.dll"), "checkpoint", file]) { RedirectStandardOutput = true })!; // an existing program gives a process
        await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return process;
    }

    private static async Task<string> IntegrityAsync(string file)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 30 }.ToString());
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return Convert.ToString(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture) ?? "";
    }
}
