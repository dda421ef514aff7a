using System.Diagnostics;
using System.Globalization;
using Carillon.Benchmarks.Carriers;
using Carillon.Campaigns;
using Carillon.Campaigns.Planning;
using Carillon.Channels;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.QuietHours;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Benchmarks;

/// <summary>How long the plan of a large marketing campaign takes, and what the rules of the gate cost beside a message that is dispatched.</summary>
internal static class PlanBenchmark
{
    private const int People = 100_000;
    private const int Page = 5000;
    private const double LimitSeconds = 5;
    private const double Share = 0.15;

    /// <summary>Measures.</summary>
    public static async Task RunAsync(string? connectionString, BenchSize size, TextWriter output, CancellationToken cancellationToken)
    {
        await using var carrier = await CarrierProcess.StartAsync();
        await using var bench = await CampaignBench.StartAsync(connectionString, carrier, new Limits(Concurrency: 64), cancellationToken);
        var name = connectionString is null ? "SQLite" : "PostgreSQL";
        var sender = await bench.AddSenderAsync(1, Limits.None, cancellationToken);
        var campaign = await bench.AddCampaignAsync(await bench.AddPeopleAsync(People, cancellationToken), sender, cancellationToken);
        campaign.Purpose = Purpose.Marketing;
        await AgreeAsync(bench, cancellationToken);
        await LookAsync(bench, campaign, cancellationToken);
        var clock = Stopwatch.StartNew();
        var planned = await LookAsync(bench, campaign, cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"| plan of {planned.Recipients:N0}, {name} | {seconds:N1} s | limit {LimitSeconds:N0} s | {seconds / LimitSeconds:P0} |"));

        var sent = await bench.AddCampaignAsync(await bench.AddPeopleAsync(size.People, cancellationToken), sender, cancellationToken);
        var dispatch = await Measured.OfAsync(size.People, async () =>
        {
            await bench.StartAsync(sent, cancellationToken);
            await bench.RecordedAsync(sent, size.People, cancellationToken);
        });
        var rules = Rules(bench.Services.GetRequiredService<LegalHours>());
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| rules of the gate, a message, {name} | {rules:N1} µs | limit {Share * dispatch.CpuMicroseconds:N1} µs of {dispatch.CpuMicroseconds:N1} | {rules / (Share * dispatch.CpuMicroseconds):P0} |"));
    }

    /// <summary>Everybody agreed to marketing.</summary>
    private static async Task AgreeAsync(CampaignBench bench, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow().Stored();
        await using var db = bench.Database.OpenEverybody();
        for (var n = 0; n < People; n++)
        {
            db.Add(new ConsentState
            {
                WorkspaceId = bench.Workspace,
                Phone = PhoneNumber.FromStored($"+1{2_000_000_000L + n}"),
                Channel = Channel.Sms,
                Purpose = Purpose.Marketing,
                Status = ConsentStatus.Subscribed,
                ConfirmedAt = now,
            });
            if (n % Page == Page - 1)
            {
                await db.SaveChangesAsync(cancellationToken);
                db.ChangeTracker.Clear();
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static async Task<CampaignEstimate> LookAsync(CampaignBench bench, Campaign campaign, CancellationToken cancellationToken)
    {
        await using var scope = bench.Enter();
        var db = scope.ServiceProvider.GetRequiredService<CarillonDb>();
        var plan = await CampaignPlan.OfAsync(db, scope.ServiceProvider.GetRequiredService<RecipientPlanner>(), campaign, TimeProvider.System.GetUtcNow().Stored(), cancellationToken);
        return await CampaignEstimate.OfAsync(
            plan, campaign, scope.ServiceProvider.GetRequiredService<LegalHours>().Pack, scope.ServiceProvider.GetRequiredService<MessageProviders>(), [], cancellationToken);
    }

    /// <summary>Processor time of place, hours and decision for one message, in microseconds.</summary>
    private static double Rules(LegalHours hours)
    {
        var now = TimeProvider.System.GetUtcNow();
        var wish = new HoursWish(QuietHoursRule.Strictest, null, "America/New_York");
        var allowed = 0;
        var cpu = 0.0;
        for (var round = 0; round < 2; round++)
        {
            cpu = Measured.Cpu();
            for (var n = 0; n < People; n++)
            {
                var place = Whereabouts.Of(PhoneNumber.FromStored($"+1{2_000_000_000L + (n * 7919L)}"), null, null);
                var facts = new SendFacts
                {
                    At = now,
                    Purpose = Purpose.Marketing,
                    Suppressions = [],
                    Consent = ConsentStatus.Subscribed,
                    Place = place,
                    Hours = hours.Of(place, wish),
                };
                allowed += SendGate.Decide(facts, hours.Pack) is GateDecision.Allow ? 1 : 0;
            }
        }

        return allowed < 0 ? 0 : (Measured.Cpu() - cpu) * 1e6 / People;
    }
}
