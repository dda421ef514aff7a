using System.Text;
using Carillon.Access;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Compliance;
using Carillon.Compliance.Suppressions;
using Carillon.Contacts;
using Carillon.Contacts.Engagement;
using Carillon.Contacts.Imports;
using Carillon.Contacts.Imports.Undo;
using Carillon.Contacts.Merging;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Receiving.Texts;
using Carillon.Sending;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using WakeSignals = Carillon.Cluster.WakeSignals;

namespace Carillon.Tests.Contacts;

/// <summary>A database with one workspace and the room's classes over it.</summary>
public sealed class ContactsWorld : IAsyncDisposable
{
    private readonly TestStore _store;
    private readonly List<CarillonDb> _contexts = [];

    private ContactsWorld(TestStore store)
    {
        _store = store;
        Workspace = Id.New<WorkspaceId>(Time);
        Uploads = new ImportUploads(Storage, Time);
    }

    public TimeProvider Time { get; } = TimeProvider.System;

    public StorageOptions Storage => _store.Options;

    public Database Database => _store.Database;

    public WorkspaceId Workspace { get; }

    public ImportUploads Uploads { get; }

    public WakeSignals Signals { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ContactsWorld> StartAsync(Engine engine)
    {
        var world = new ContactsWorld(await TestStore.CreateAsync(engine));
        await world.AddWorkspaceAsync(world.Workspace);
        return world;
    }

    public async Task AddWorkspaceAsync(WorkspaceId id)
    {
        await using var db = Database.OpenEverybody();
        db.Add(new Workspace { Id = id, Name = "Test", CreatedAt = Time.GetUtcNow() });
        await db.SaveChangesAsync(Token);
    }

    /// <summary>A context of the workspace that lives as long as the world.</summary>
    public CarillonDb Open(WorkspaceId? workspace = null)
    {
        var db = Database.Open(WorkspaceScope.Of(workspace ?? Workspace));
        _contexts.Add(db);
        return db;
    }

    public ContactDirectory People(WorkspaceId? workspace = null) => Directory(Open(workspace));

    /// <summary>What of audiences the tests of this and of later rooms share.</summary>
    public AudienceQuery Audiences => field ??= new AudienceQuery([new CampaignReplies()], Engagement);

    /// <summary>As the product makes it of the rooms' events.</summary>
    public EngagementScore Engagement => field ??= new EngagementScore([new Deliveries(), new Answers()], Time);

    public SegmentBook Segments(WorkspaceId? workspace = null) => new(Open(workspace), Audiences, new CampaignUses(), Time);

    public ContactBook Book(WorkspaceId? workspace = null)
    {
        var db = Open(workspace);
        return new ContactBook(db, Directory(db), Time);
    }

    public ListBook Lists(WorkspaceId? workspace = null) => new(Open(workspace), new FilteredPeople(Audiences, Time), new CampaignUses(), Time);

    public ImportDesk Desk(WorkspaceId? workspace = null) => new(Open(workspace), Database, Uploads, Undo(), Checker, Signals, Time) { LargePacked = LargePacked };

    /// <summary>From how many bytes on a packed file is large.</summary>
    public long LargePacked { get; set; } = 1_000_000;

    public ImportUndo Undo() => new(Database, Records, Time);

    public ContactMerger Merger()
    {
        var db = Open();
        return new ContactMerger(db, Directory(db), Records, Time);
    }

    public IReadOnlyList<IPersonalRecords> Records { get; } = [new PersonalMessages(), new PersonalTexts()];

    /// <summary>Who is asked about numbers.</summary>
    public PlannedChecker Checker { get; } = new();

    public NumberChecks Checks => new(Database, Checker, new SuppressionBook(Database, [], new FreshSuppressions(Time), Time), Time);

    public ImportRun Run(int batchSize = 5000) => new(Database, Uploads, Checks, Time, NullLogger<ImportRun>.Instance) { BatchSize = batchSize };

    public async Task<ContactView> AddAsync(string phone, string? firstName = null) =>
        await Book().AddAsync(new ContactChange { Phone = phone, FirstName = firstName }, Token) is ContactOutcome.Saved saved
            ? saved.Contact
            : throw new InvalidOperationException("The contact was not saved.");

    /// <summary>Loads a text to its end.</summary>
    public Task<ImportView> ImportAsync(string csv, ImportOrder? order = null) => ImportAsync(Encoding.UTF8.GetBytes(csv), order);

    /// <summary>Loads a file to its end.</summary>
    public async Task<ImportView> ImportAsync(byte[] file, ImportOrder? order = null)
    {
        var import = await AcceptAsync(file, order);
        await Run().RunAsync(import.Id, Token);
        return await FindAsync(import.Id);
    }

    public Task<ImportOutcome> OfferAsync(byte[] file, ImportOrder order) => Desk().AcceptAsync(order, "people.csv", new MemoryStream(file), "tester", Token);

    public async Task<ImportView> AcceptAsync(byte[] file, ImportOrder? order = null) =>
        await OfferAsync(file, order ?? new ImportOrder { ListName = "People" }) is ImportOutcome.Accepted accepted
            ? accepted.Import
            : throw new InvalidOperationException("The import was not accepted.");

    public async Task<ImportView> FindAsync(ImportId id) => await Desk().FindAsync(id, Token) ?? throw new InvalidOperationException("No such import.");

    public async Task<IReadOnlyList<Contact>> ContactsAsync()
    {
        await using var db = Database.Open(WorkspaceScope.Of(Workspace));
        return await db.Contacts.OrderBy(contact => contact.Phone).ToListAsync(Token);
    }

    public async Task<IReadOnlyList<ContactList>> ListsAsync()
    {
        await using var db = Database.Open(WorkspaceScope.Of(Workspace));
        return await db.ContactLists.ToListAsync(Token);
    }

    private ContactDirectory Directory(CarillonDb db) => new(db, new ContactSources(new LastContacts(), new FilteredPeople(Audiences, Time), Engagement));

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts)
        {
            await context.DisposeAsync();
        }

        await _store.DisposeAsync();
    }
}
