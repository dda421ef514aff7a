using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Carillon.Access;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Server.Web;
using Carillon.Server.Web.Settings;
using Carillon.Storage;
using Carillon.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Benchmarks;

/// <summary>
/// A campaign from its start to its last recorded answer, through the Twilio adapter to a fake on a socket that answers at once;
/// beside it a bare HttpClient loop with as many connections against the same fake. Prints the ratio of the rates.
/// </summary>
public sealed class DispatchBenchmark
{
    private const int Connections = 64;
    private const string From = "+15550100200";

    /// <summary>Measures.</summary>
    /// <param name="connectionString">An empty PostgreSQL database; null: SQLite in a temporary folder.</param>
    /// <param name="people">How many recipients.</param>
    /// <param name="output">Where the figures go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(string? connectionString, int people, TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("carillon-dispatch-").FullName;
        await using var fake = await FakeTwilio.StartAsync();
        try
        {
            await BareAsync(fake, people / 5, cancellationToken);
            var before = await BareAsync(fake, people, cancellationToken);
            var ours = await CampaignAsync(fake, folder, connectionString, people, cancellationToken);
            var after = await BareAsync(fake, people, cancellationToken);
            var name = connectionString is null ? "SQLite" : "PostgreSQL";
            var bare = (before + after) / 2;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| campaign of {people:N0} end to end, {name} | {ours:N0}/s | bare loop {before:N0}/s and {after:N0}/s | {ours / bare:P0} |"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> CampaignAsync(FakeTwilio fake, string folder, string? connectionString, int people, CancellationToken cancellationToken)
    {
        var builder = CarillonServer.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Logging:LogLevel:Default"] = "Error",
            ["Carillon:DataDirectory"] = folder,
            ["ConnectionStrings:Database"] = connectionString,
        });
        if (!CarillonSettings.TryRead(builder.Configuration, out var settings, out var refusal))
        {
            throw new InvalidOperationException(refusal.ToString());
        }

        await using var app = CarillonServer.Build(builder, settings);
        await app.StartAsync(cancellationToken);
        var campaign = await PrepareAsync(app, fake, people, cancellationToken);
        var taken = fake.Log.Count;
        var clock = Stopwatch.StartNew();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(campaign.WorkspaceId, "bench");
            await scope.ServiceProvider.GetRequiredService<CampaignActions>().StartAsync(campaign.Id, cancellationToken);
        }

        await fake.Log.WaitForAsync(taken + people, cancellationToken);
        await RecordedAsync(app, campaign, people, cancellationToken);
        var rate = people / clock.Elapsed.TotalSeconds;
        var duplicates = fake.Log.Acceptances().Skip(taken).GroupBy(message => message.To).Count(group => group.Count() > 1);
        await app.StopAsync(cancellationToken);
        return duplicates == 0 ? rate : throw new InvalidOperationException($"{duplicates} people were texted twice.");
    }

    /// <summary>Waits until every answer is recorded and counted.</summary>
    private static async Task RecordedAsync(WebApplication app, Campaign campaign, int people, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var db = app.Services.GetRequiredService<Database>().OpenEverybody();
            var now = db.Set<Campaign>().Single(row => row.Id == campaign.Id);
            var stats = await CampaignStats.OfAsync(db, now, cancellationToken);
            if (stats[MessageStatus.Accepted] == people)
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<Campaign> PrepareAsync(WebApplication app, FakeTwilio fake, int people, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var workspace = await app.Services.GetRequiredService<Workspaces>().EnsureFirstAsync(cancellationToken);
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(workspace, "bench");
        var book = scope.ServiceProvider.GetRequiredService<AccountBook>();
        var draft = new AccountDraft(
            "Fake", Channels.Provider.Twilio, fake.Settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value), new Limits(Concurrency: Connections), null, "USD");
        var account = await book.AddAsync(draft, cancellationToken) is AccountOutcome.Done done ? done.Account : throw new InvalidOperationException("The account was refused.");
        var db = scope.ServiceProvider.GetRequiredService<CarillonDb>();
        var now = time.GetUtcNow().Stored();
        var sender = new Sender { Id = Id.New<SenderId>(time), WorkspaceId = workspace, AccountId = account.Id, Channel = Channel.Sms, Address = From, CreatedAt = now };
        var list = new ContactList { Id = Id.New<ContactListId>(time), WorkspaceId = workspace, Name = "Everybody", CreatedAt = now };
        db.AddRange(sender, list);
        await db.SaveChangesAsync(cancellationToken);
        for (var from = 0; from < people; from += 5000)
        {
            AddPeople(db, workspace, list.Id, from, Math.Min(5000, people - from), now);
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        var campaign = new Campaign
        {
            Id = Id.New<CampaignId>(time),
            WorkspaceId = workspace,
            Name = "Bench",
            Purpose = Purpose.Transactional, // leaves at any hour
            Body = "Hi {{ first_name | default: \"there\" }}, we open at nine.",
            SenderId = sender.Id,
            Audience = new Audience { Lists = [list.Id] },
            CreatedBy = "bench",
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(campaign);
        await db.SaveChangesAsync(cancellationToken);
        return campaign;
    }

    private static void AddPeople(CarillonDb db, WorkspaceId workspace, ContactListId list, int from, int count, DateTimeOffset now)
    {
        for (var n = from; n < from + count; n++)
        {
            var contact = new Contact
            {
                Id = Id.New<ContactId>(TimeProvider.System),
                WorkspaceId = workspace,
                Phone = PhoneNumber.FromStored($"+1415{2000000 + n}"),
                FirstName = $"Ada{n}",
                CreatedAt = now,
                UpdatedAt = now,
            };
            db.Add(contact);
            db.Add(new ListMember { ListId = list, ContactId = contact.Id, WorkspaceId = workspace, AddedAt = now });
        }
    }

    /// <summary>As fast as the machine posts such forms and reads such answers, with nothing stored.</summary>
    private static async Task<double> BareAsync(FakeTwilio fake, int requests, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseCookies = false });
        var url = new Uri(fake.BaseUrl, $"2010-04-01/Accounts/{fake.AccountSid}/Messages.json");
        var authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{fake.AccountSid}:{fake.AuthToken}")));
        var next = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var n && n <= requests)
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, url);
                request.Headers.Authorization = authorization;
                request.Content = new StringContent($"To=%2B1212{n:D7}&From=%2B15550100200&Body=Hi+Ada%2C+we+open+at+nine.", Encoding.UTF8, "application/x-www-form-urlencoded");
                using var answer = await client.SendAsync(request, cancellationToken);
                await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
                using var json = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
                if (answer.StatusCode != HttpStatusCode.Created || !json.RootElement.TryGetProperty("sid", out var _))
                {
                    throw new InvalidOperationException($"The fake answered {(int)answer.StatusCode}.");
                }
            }
        }));
        return requests / clock.Elapsed.TotalSeconds;
    }
}
