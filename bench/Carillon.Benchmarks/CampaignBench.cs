using Carillon.Access;
using Carillon.Audiences;
using Carillon.Benchmarks.Carriers;
using Carillon.Campaigns;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Server.Web;
using Carillon.Server.Web.Settings;
using Carillon.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Benchmarks;

/// <summary>The product in this process with an account at the carrier, people, and campaigns to them.</summary>
internal sealed class CampaignBench : IAsyncDisposable
{
    private const int Page = 5000;
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly TimeProvider _time = TimeProvider.System;
    private int _people;

    private CampaignBench(WebApplication app, string folder, WorkspaceId workspace) => (_app, _folder, Workspace) = (app, folder, workspace);

    public WorkspaceId Workspace { get; }

    public AccountId Account { get; private set; }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First());

    public Database Database => _app.Services.GetRequiredService<Database>();

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the product.</summary>
    /// <param name="connectionString">An empty PostgreSQL database; null: SQLite in a temporary folder.</param>
    /// <param name="carrier">Where its account is.</param>
    /// <param name="limits">The account's limits.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<CampaignBench> StartAsync(string? connectionString, CarrierProcess carrier, Limits limits, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("carillon-bench-").FullName;
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

        var app = CarillonServer.Build(builder, settings);
        await app.StartAsync(cancellationToken);
        var workspace = await app.Services.GetRequiredService<Workspaces>().EnsureFirstAsync(cancellationToken);
        var bench = new CampaignBench(app, folder, workspace);
        await using var scope = bench.Enter();
        var draft = new AccountDraft("Carrier", Channels.Provider.Twilio, carrier.Settings, limits, null, "USD");
        bench.Account = await scope.ServiceProvider.GetRequiredService<AccountBook>().AddAsync(draft, cancellationToken) is AccountOutcome.Done done
            ? done.Account.Id
            : throw new InvalidOperationException("The account was refused.");
        return bench;
    }

    /// <summary>A scope within the workspace.</summary>
    public AsyncServiceScope Enter()
    {
        var scope = _app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(Workspace, "bench");
        return scope;
    }

    /// <summary>Adds a sender.</summary>
    public async Task<SenderId> AddSenderAsync(int number, Limits limits, CancellationToken cancellationToken)
    {
        await using var db = Database.OpenEverybody();
        var sender = new Sender
        {
            Id = Id.New<SenderId>(_time),
            WorkspaceId = Workspace,
            AccountId = Account,
            Channel = Channel.Sms,
            Address = $"+1555{1000000 + number}",
            Limits = limits,
            CreatedAt = _time.GetUtcNow().Stored(),
        };
        db.Add(sender);
        await db.SaveChangesAsync(cancellationToken);
        return sender.Id;
    }

    /// <summary>Adds people in a list of their own.</summary>
    public async Task<ContactListId> AddPeopleAsync(int people, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().Stored();
        var list = new ContactList { Id = Id.New<ContactListId>(_time), WorkspaceId = Workspace, Name = $"From {_people}", CreatedAt = now };
        await using var db = Database.OpenEverybody();
        db.Add(list);
        await db.SaveChangesAsync(cancellationToken);
        for (var from = 0; from < people; from += Page)
        {
            for (var n = from; n < Math.Min(people, from + Page); n++)
            {
                var contact = new Contact
                {
                    Id = Id.New<ContactId>(_time),
                    WorkspaceId = Workspace,
                    Phone = PhoneNumber.FromStored($"+1{2_000_000_000L + _people++}"),
                    FirstName = $"Ada{n}",
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                db.Add(contact);
                db.Add(new ListMember { ListId = list.Id, ContactId = contact.Id, WorkspaceId = Workspace, AddedAt = now });
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        return list.Id;
    }

    /// <summary>Adds a campaign.</summary>
    public async Task<Campaign> AddCampaignAsync(ContactListId list, SenderId sender, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().Stored();
        var campaign = new Campaign
        {
            Id = Id.New<CampaignId>(_time),
            WorkspaceId = Workspace,
            Name = "Bench",
            Purpose = Purpose.Transactional, // leaves at any hour
            Body = "Hi {{ first_name | default: \"there\" }}, we open at nine.",
            SenderId = sender,
            Audience = new Audience { Lists = [list] },
            CreatedBy = "bench",
            CreatedAt = now,
            UpdatedAt = now,
        };
        await using var db = Database.OpenEverybody();
        db.Add(campaign);
        await db.SaveChangesAsync(cancellationToken);
        return campaign;
    }

    /// <summary>Starts a campaign.</summary>
    public async Task StartAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        await using var scope = Enter();
        await scope.ServiceProvider.GetRequiredService<CampaignActions>().StartAsync(campaign.Id, cancellationToken);
    }

    /// <summary>Waits until so many answers are recorded and counted.</summary>
    public async Task RecordedAsync(Campaign campaign, long count, CancellationToken cancellationToken)
    {
        // Asked seldom and for one figure: the asking is in the same process and counts as its work.
        while (await CountAsync(campaign.Id, cancellationToken) < count)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellationToken);
        }
    }

    private async Task<long> CountAsync(CampaignId campaign, CancellationToken cancellationToken)
    {
        const string accepted = nameof(MessageStatus.Accepted);
        await using var db = Database.OpenEverybody();
        var runs = db.Runs;
        return await db.RunCounters.Where(row => runs.Any(run => run.Id == row.RunId && run.CampaignId == campaign) && row.Metric == accepted).SumAsync(row => row.Count, cancellationToken);
    }

    /// <summary>The figures now.</summary>
    public async Task<CampaignStats> StatsAsync(Campaign campaign, CancellationToken cancellationToken)
    {
        await using var db = Database.OpenEverybody();
        var now = db.Set<Campaign>().Single(row => row.Id == campaign.Id);
        return await CampaignStats.OfAsync(db, now, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
