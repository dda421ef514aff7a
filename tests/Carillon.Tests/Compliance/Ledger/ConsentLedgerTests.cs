using AwesomeAssertions;
using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.Ledger;
using Carillon.Compliance.OptOuts;
using Carillon.Contacts.Imports;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Compliance.Ledger;

public sealed class ConsentLedgerTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 15, 0, 0, TimeSpan.Zero));
    private readonly WorkspaceId _workspace = Id.New<WorkspaceId>(TimeProvider.System);
    private readonly ErasedNumbers _erased = new(MasterKey.Create());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task An_untouched_chain_is_sound_and_tells_its_last_hash(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await StopAsync(store, 1);
        await StopAsync(store, 2);
        await StopAsync(store, 1);

        var finding = await CheckAsync(store);

        finding.Should().Match<LedgerFinding>(x => x.IsSound && x.Entries == 3 && x.Events == 3 && x.Outside == 0);
        finding.Head.Should().HaveLength(64);
        (await CheckAsync(store)).Head.Should().Be(finding.Head);
    }

    [Theory, EachDatabase]
    public async Task Appending_at_once_leaves_no_gap(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);

        await Task.WhenAll(Enumerable.Range(0, 24).Select(number => Task.Run(() => StopAsync(store, number % 8), Token)));

        (await CheckAsync(store)).Should().Match<LedgerFinding>(x => x.IsSound && x.Entries == 24);
    }

    [Theory, EachDatabase]
    public async Task A_changed_byte_is_found_and_its_event_named(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await StopAsync(store, 1);
        var changed = await StopAsync(store, 2);
        await StopAsync(store, 3);
        await using (var db = store.Database.OpenEverybody())
        {
            await db.ConsentEvents.Where(row => row.Id == changed).ExecuteUpdateAsync(row => row.SetProperty(x => x.Text, "Stop?"), Token);
        }

        (await CheckAsync(store)).Should().Match<LedgerFinding>(x => !x.IsSound && x.BrokenEntry == 2 && x.BrokenEvent == changed && x.Entries == 1);
    }

    [Theory, EachDatabase]
    public async Task A_removed_event_a_removed_entry_and_a_cut_end_are_found(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await StopAsync(store, 1);
        var second = await StopAsync(store, 2);
        var third = await StopAsync(store, 3);
        await using var db = store.Database.OpenEverybody();

        await db.LedgerEntries.Where(row => row.Sequence == 3).ExecuteDeleteAsync(Token);
        (await CheckAsync(store)).Should().Match<LedgerFinding>(x => !x.IsSound && x.BrokenEvent == third);

        await db.ConsentEvents.Where(row => row.Id == third).ExecuteDeleteAsync(Token);
        (await CheckAsync(store)).IsSound.Should().BeTrue("an end that is gone with all its events shows only against a hash noted elsewhere");

        await db.ConsentEvents.Where(row => row.Id == second).ExecuteDeleteAsync(Token);
        (await CheckAsync(store)).Should().Match<LedgerFinding>(x => !x.IsSound && x.BrokenEntry == 2);

        await db.LedgerEntries.Where(row => row.Sequence == 1).ExecuteDeleteAsync(Token);
        (await CheckAsync(store)).Should().Match<LedgerFinding>(x => !x.IsSound && x.BrokenEntry == 2);
    }

    [Theory, EachDatabase]
    public async Task Erasing_takes_number_and_words_and_the_chain_still_holds(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await StopAsync(store, 1);
        await StopAsync(store, 2);

        await WriteAsync(store, db => _erased.ForgetAsync(db, _workspace, Number(1), Token));

        await using var db = store.Database.OpenEverybody();
        (await db.ConsentEvents.CountAsync(row => row.Phone == Number(1), Token)).Should().Be(0);
        (await db.ConsentStates.CountAsync(row => row.Phone == Number(1), Token)).Should().Be(0);
        (await db.Suppressions.CountAsync(row => row.Phone == Number(1), Token)).Should().Be(0);
        (await db.ConsentEvents.SingleAsync(row => row.Phone == _erased.HashOf(_workspace, Number(1)), Token)).Text.Should().BeNull();
        (await CheckAsync(store)).Should().Match<LedgerFinding>(x => x.IsSound && x.Entries == 2);
        (await ErasedNumbers.AnyAsync(db, _workspace, Token)).Should().BeTrue();
        (await ErasedNumbers.AnyAsync(db, Id.New<WorkspaceId>(_time), Token)).Should().BeFalse();
    }

    [Theory, EachDatabase]
    public async Task An_erased_number_that_comes_back_is_suppressed_in_plain_again(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await StopAsync(store, 1);
        await WriteAsync(store, db => _erased.ForgetAsync(db, _workspace, Number(1), Token));

        await WriteAsync(store, db => _erased.ReturnAsync(db, _workspace, [Number(1), Number(2)], Token));

        await using var db = store.Database.OpenEverybody();
        (await db.Suppressions.SingleAsync(Token)).Should().Match<Suppression>(x => x.Phone == Number(1) && x.Reason == SkipReason.OptedOut);
        (await db.ConsentStates.Where(row => row.Phone == Number(1)).Select(row => row.Status).ToListAsync(Token)).Should().AllBeEquivalentTo(ConsentStatus.Unsubscribed);
        var other = new ErasedNumbers(MasterKey.Create());
        other.HashOf(_workspace, Number(1)).Should().NotBe(_erased.HashOf(_workspace, Number(1)), "without the key nobody finds out whose it was");
    }

    [Theory, EachDatabase]
    public async Task A_batch_of_an_import_is_one_entry(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await StopAsync(store, 1);

        await ImportAsync(store, 1, 200);
        await ImportAsync(store, 150, 200);

        var finding = await CheckAsync(store);
        finding.Should().Match<LedgerFinding>(x => x.IsSound && x.Entries == 3 && x.Events == 1 + 199 + 149, "the opted-out one and those known already are no news");
    }

    [Theory, EachDatabase]
    public async Task Implied_consent_runs_out_by_itself_and_the_ledger_tells_it(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var list = List(store);
        await WriteAsync(store, db => list.OptInAsync(db, Wish(1), _time.GetUtcNow(), "bought a roof", Token, ConsentBasis.ImpliedInquiry));
        await WriteAsync(store, db => list.OptInAsync(db, Wish(2), _time.GetUtcNow(), "bought a roof", Token, ConsentBasis.ImpliedPurchase));
        await WriteAsync(store, db => list.OptInAsync(db, Wish(3), _time.GetUtcNow(), "signed", Token));
        var expiry = new ConsentExpiry(store.Database, list, _time);

        (await expiry.FindDueAsync(_time.GetUtcNow(), Token)).Should().BeEmpty();
        _time.Advance(TimeSpan.FromDays(182));
        (await expiry.RoundAsync(Token)).Should().Be(1);

        await using var db = store.Database.OpenEverybody();
        (await db.ConsentStates.AsNoTracking().SingleAsync(row => row.Phone == Number(1), Token)).Status.Should().Be(ConsentStatus.Unknown);
        (await db.ConsentStates.AsNoTracking().SingleAsync(row => row.Phone == Number(2), Token)).Status.Should().Be(ConsentStatus.Subscribed);
        (await db.ConsentEvents.CountAsync(row => row.Kind == ConsentEventKind.Revoked && row.Actor == "system", Token)).Should().Be(1);
        _time.Advance(TimeSpan.FromDays(365 * 3));
        await expiry.RunAsync("all", Token);
        (await db.ConsentStates.AsNoTracking().SingleAsync(row => row.Phone == Number(2), Token)).Status.Should().Be(ConsentStatus.Unknown);
        (await db.ConsentStates.AsNoTracking().SingleAsync(row => row.Phone == Number(3), Token)).Status.Should().Be(ConsentStatus.Subscribed, "what was said never runs out");
    }

    [Theory, EachDatabase]
    public async Task What_an_import_declares_takes_the_place_of_an_implied_consent(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var list = List(store);
        await WriteAsync(store, db => list.OptInAsync(db, Wish(1), _time.GetUtcNow(), "asked for a quote", Token, ConsentBasis.ImpliedInquiry));
        await WriteAsync(store, db => list.OptInAsync(db, Wish(2), _time.GetUtcNow(), "signed", Token));

        await ImportAsync(store, 1, 2);

        await using var db = store.Database.OpenEverybody();
        (await db.ConsentStates.SingleAsync(row => row.Phone == Number(1) && row.Purpose == Purpose.Marketing, Token)).Should()
            .Match<ConsentState>(x => x.Status == ConsentStatus.Subscribed && x.Basis == ConsentBasis.Express && x.ExpiresAt == null && x.Source == "shop");
        (await db.ConsentStates.SingleAsync(row => row.Phone == Number(2) && row.Purpose == Purpose.Marketing, Token)).Source.Should().Be("signed");
        (await db.ConsentEvents.SingleAsync(row => row.Kind == ConsentEventKind.Imported, Token)).Phone.Should().Be(Number(1));
        (await CheckAsync(store)).IsSound.Should().BeTrue();
    }

    [Theory, EachDatabase]
    public async Task Consent_that_ran_out_under_an_opt_out_is_not_restored_by_START(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var list = List(store);
        await WriteAsync(store, db => list.OptInAsync(db, Wish(1), _time.GetUtcNow(), "asked for a quote", Token, ConsentBasis.ImpliedInquiry));
        _time.Advance(TimeSpan.FromDays(10));
        await StopAsync(store, 1);
        _time.Advance(TimeSpan.FromDays(200));
        await new ConsentExpiry(store.Database, list, _time).RoundAsync(Token);

        await WriteAsync(store, db => list.ResumeAsync(db, Wish(1), Token));

        await using var db = store.Database.OpenEverybody();
        (await db.ConsentStates.SingleAsync(row => row.Phone == Number(1) && row.Purpose == Purpose.Marketing, Token)).Status.Should().Be(ConsentStatus.Unknown);
    }

    private static PhoneNumber Number(int number) => PhoneNumber.FromStored($"+1555010{number:0000}");

    private OptOutList List(TestStore store) => new(store.Database, [], new FreshSuppressions(_time), _time);

    private Task<LedgerFinding> CheckAsync(TestStore store) => new LedgerCheck(store.Database).CheckAsync(_workspace, Token);

    private async Task<ConsentEventId> StopAsync(TestStore store, int number) =>
        (await WriteAsync(store, db => List(store).OptOutAsync(db, Wish(number), Token))).EventId;

    private Wish Wish(int number) => new()
    {
        Workspace = _workspace,
        Phone = Number(number),
        At = _time.GetUtcNow(),
        Method = ConsentMethod.Keyword,
        Keyword = "STOP",
        Text = "Stop!",
        Actor = "recipient",
    };

    private async Task ImportAsync(TestStore store, int first, int count)
    {
        var import = Id.New<ImportId>(_time);
        await using (var db = store.Database.OpenEverybody())
        {
            db.Add(new ContactImport { Id = import, WorkspaceId = _workspace, FileName = "people.csv", Options = "{}", CreatedAt = _time.GetUtcNow() });
            await db.SaveChangesAsync(Token);
            await db.Set<ContactImport>().Where(row => row.Id == import).ExecuteUpdateAsync(row => row.SetProperty(x => x.Status, ImportStatus.Running), Token);
        }

        var numbers = Enumerable.Range(first, count).Select(Number).ToList();
        var turn = new ImportTurn(import, _workspace, null, 0, [.. numbers.Select(number => number.E164)], _time.GetUtcNow());
        await store.Database.Dialect.SettleImportAsync(
            turn,
            _ => new ImportPlan
            {
                Created = [],
                Changed = [],
                Joining = [],
                Refusals = [],
                Counts = new ImportCounts(0, 0, count, 0, 0),
                Consents = [.. numbers.Select(number => new DeclaredConsent(Id.New<ConsentEventId>(_time), Id.New<ContactId>(_time), number.E164))],
                ConsentSource = "shop",
                Actor = "tester",
                ConsentDigest = (settled, agreed) => EventDigest.OfImported(settled, agreed, "shop", "tester"),
            },
            Token);
    }

    private static async Task WriteAsync(TestStore store, Func<CarillonDb, Task> work) => await WriteAsync(store, async db =>
    {
        await work(db);
        return true;
    });

    private static async Task<T> WriteAsync<T>(TestStore store, Func<CarillonDb, Task<T>> work)
    {
        await using var db = store.Database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(Token);
        var result = await work(db);
        await transaction.CommitAsync(Token);
        return result;
    }
}
