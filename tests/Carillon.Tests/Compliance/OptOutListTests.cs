using AwesomeAssertions;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.OptOuts;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Compliance;

public sealed class OptOutListTests
{
    private static readonly PhoneNumber Number = PhoneNumber.FromStored("+15550100001");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 15, 0, 0, TimeSpan.Zero));
    private readonly Listener _listener = new();
    private readonly WorkspaceId _workspace = Id.New<WorkspaceId>(TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task An_opt_out_suppresses_unsubscribes_tells_listeners_and_is_written_down(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var fresh = new FreshSuppressions(_time);

        var outcome = await InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token), fresh);

        outcome.Should().Match<OptOutOutcome>(x => x.IsNew && !x.IsRepeated);
        await using var db = store.Database.OpenEverybody();
        (await db.Suppressions.SingleAsync(Token)).Should().Match<Suppression>(x =>
            x.Phone == Number && x.Channel == Channel.Sms && x.Reason == SkipReason.OptedOut && x.At == _time.GetUtcNow());
        (await db.ConsentStates.Select(x => x.Status).ToListAsync(Token)).Should().Equal(ConsentStatus.Unsubscribed, ConsentStatus.Unsubscribed);
        (await db.ConsentEvents.SingleAsync(Token)).Should().Match<ConsentEvent>(x =>
            x.Kind == ConsentEventKind.OptOut && x.Keyword == "STOP" && x.Text == "Stop!" && x.Actor == "recipient");
        _listener.Told.Should().Equal(Number);
        fresh.Covers(_workspace, Number).Should().BeTrue();
    }

    [Theory, EachDatabase]
    public async Task A_second_opt_out_is_written_down_and_changes_nothing(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var since = _time.GetUtcNow();
        await InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token));
        _time.Advance(TimeSpan.FromHours(1));

        var outcome = await InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token));

        outcome.Should().Match<OptOutOutcome>(x => !x.IsNew && x.IsRepeated);
        await using var db = store.Database.OpenEverybody();
        (await db.Suppressions.SingleAsync(Token)).At.Should().Be(since);
        (await db.ConsentEvents.CountAsync(Token)).Should().Be(2);
        _listener.Told.Should().ContainSingle();
    }

    [Theory, EachDatabase]
    public async Task What_is_not_committed_never_was(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using (var db = store.Database.OpenEverybody())
        {
            await using var transaction = await db.BeginWriteAsync(Token);
            await List(store).OptOutAsync(db, Stop(), Token);
        }

        await using var after = store.Database.OpenEverybody();
        (await after.Suppressions.AnyAsync(Token)).Should().BeFalse();
        (await after.ConsentEvents.AnyAsync(Token)).Should().BeFalse();
    }

    [Theory, EachDatabase]
    public async Task Without_a_transaction_nothing_is_recorded(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using var db = store.Database.OpenEverybody();

        await FluentActions.Awaiting(() => List(store).OptOutAsync(db, Stop(), Token)).Should().ThrowAsync<InvalidOperationException>();
    }

    [Theory]
    [EachDatabase(ConsentStatus.Subscribed)]
    [EachDatabase(ConsentStatus.Unknown)]
    public async Task Start_after_stop_restores_only_the_consent_that_there_was(Engine engine, ConsentStatus before)
    {
        await using var store = await TestStore.CreateAsync(engine);
        if (before == ConsentStatus.Subscribed)
        {
            await InTransactionAsync(store, (list, db) => list.OptInAsync(db, Evidence(), null, "form", Token));
        }

        _time.Advance(TimeSpan.FromHours(1));
        await InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token));
        _time.Advance(TimeSpan.FromHours(1));

        var outcome = await InTransactionAsync(store, (list, db) => list.ResumeAsync(db, Start(), Token));

        outcome.Should().Match<OptInOutcome>(x => x is OptInOutcome.Lifted && ((OptInOutcome.Lifted)x).Consent == before);
        await using var db = store.Database.OpenEverybody();
        (await db.Suppressions.AnyAsync(Token)).Should().BeFalse();
        (await db.ConsentEvents.CountAsync(x => x.Kind == ConsentEventKind.OptIn && x.Method == ConsentMethod.Keyword, Token)).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task Start_from_a_number_that_never_stopped_is_written_down_and_gives_no_consent(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);

        var outcome = await InTransactionAsync(store, (list, db) => list.ResumeAsync(db, Start(), Token));

        outcome.Should().Match<OptInOutcome>(x => x is OptInOutcome.Recorded && ((OptInOutcome.Recorded)x).Consent == ConsentStatus.Unknown);
    }

    [Theory, EachDatabase]
    public async Task Start_lifts_no_stop_that_was_said_after_it(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token));
        _time.Advance(TimeSpan.FromMinutes(1));
        var start = Start();
        _time.Advance(TimeSpan.FromMinutes(1));
        await InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token));

        var outcome = await InTransactionAsync(store, (list, db) => list.ResumeAsync(db, start, Token));

        outcome.Should().BeOfType<OptInOutcome.StillOptedOut>().Which.EventId.Should().NotBeNull();
        await using var db = store.Database.OpenEverybody();
        (await db.Suppressions.AnyAsync(Token)).Should().BeTrue();
    }

    [Theory, EachDatabase]
    public async Task Start_leaves_other_suppressions_alone(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        await using (var db = store.Database.OpenEverybody())
        {
            db.Suppressions.Add(new Suppression { WorkspaceId = _workspace, Phone = Number, Channel = Channel.Sms, Reason = SkipReason.Complaint, At = _time.GetUtcNow() });
            await db.SaveChangesAsync(Token);
        }

        await InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token));
        _time.Advance(TimeSpan.FromHours(1));
        await InTransactionAsync(store, (list, db) => list.ResumeAsync(db, Start(), Token));

        await using var after = store.Database.OpenEverybody();
        (await after.Suppressions.Select(x => x.Reason).ToListAsync(Token)).Should().Equal(SkipReason.Complaint);
    }

    [Theory, EachDatabase]
    public async Task Evidence_lifts_an_opt_out_only_when_it_was_obtained_after_it(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var before = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(1));
        await InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token));
        _time.Advance(TimeSpan.FromMinutes(1));

        var undated = await InTransactionAsync(store, (list, db) => list.OptInAsync(db, Evidence(), null, null, Token));
        var old = await InTransactionAsync(store, (list, db) => list.OptInAsync(db, Evidence(), before, null, Token));
        var late = await InTransactionAsync(store, (list, db) => list.OptInAsync(db, Evidence(), _time.GetUtcNow(), null, Token));

        undated.Should().BeOfType<OptInOutcome.StillOptedOut>();
        old.Should().BeOfType<OptInOutcome.StillOptedOut>();
        late.Should().Match<OptInOutcome>(x => x is OptInOutcome.Lifted && ((OptInOutcome.Lifted)x).Consent == ConsentStatus.Subscribed);
        await using var db = store.Database.OpenEverybody();
        (await db.ConsentEvents.CountAsync(x => x.Kind == ConsentEventKind.OptIn, Token)).Should().Be(1);
        (await db.ConsentStates.SingleAsync(x => x.Purpose == Purpose.Transactional, Token)).Status.Should().Be(ConsentStatus.Unknown);
    }

    [Theory, EachDatabase]
    public async Task Workspaces_keep_their_wishes_apart(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var other = Id.New<WorkspaceId>(TimeProvider.System);

        await InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token));
        var outcome = await InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop() with { Workspace = other }, Token));

        outcome.IsNew.Should().BeTrue();
    }

    [Theory, EachDatabase]
    public async Task The_same_wish_at_the_same_time_from_many_sides_suppresses_once(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token))));

        outcomes.Count(outcome => outcome.IsNew).Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task A_wish_waits_for_gates_that_are_open_and_gates_do_not_wait_for_each_other(Engine engine)
    {
        await using var store = await TestStore.CreateAsync(engine);
        var dialect = store.Database.Dialect;
        await using var one = store.Database.OpenEverybody();
        var gate = await one.BeginWriteAsync(Token);
        await dialect.LockWishesAsync(one.Database.GetDbConnection(), _workspace, exclusive: false, Token);
        if (engine is Engine.Postgres)
        {
            await using var other = store.Database.OpenEverybody();
            await using var second = await other.BeginWriteAsync(Token);
            await dialect.LockWishesAsync(other.Database.GetDbConnection(), _workspace, exclusive: false, Token);
        }

        var wish = InTransactionAsync(store, (list, db) => list.OptOutAsync(db, Stop(), Token));
        wish.IsCompleted.Should().BeFalse();
        await gate.CommitAsync(Token);
        await gate.DisposeAsync();

        (await wish).IsNew.Should().BeTrue();
    }

    private OptOutList List(TestStore store, FreshSuppressions? fresh = null) =>
        new(store.Database, [_listener], fresh ?? new FreshSuppressions(_time), _time);

    private async Task<T> InTransactionAsync<T>(TestStore store, Func<OptOutList, CarillonDb, Task<T>> work, FreshSuppressions? fresh = null)
    {
        await using var db = store.Database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(Token);
        var result = await work(List(store, fresh), db);
        await transaction.CommitAsync(Token);
        return result;
    }

    private Wish Stop() => new()
    {
        Workspace = _workspace,
        Phone = Number,
        At = _time.GetUtcNow(),
        Method = ConsentMethod.Keyword,
        Keyword = "STOP",
        Text = "Stop!",
        Actor = "recipient",
    };

    private Wish Start() => Stop() with { Keyword = "START", Text = "Start" };

    private Wish Evidence() => Stop() with { Method = ConsentMethod.Api, Keyword = null, Text = "signed form", Actor = "key:test" };

    private sealed class Listener : ISuppressionListener
    {
        public List<PhoneNumber> Told { get; } = [];

        public Task SuppressedAsync(
            CarillonDb db, WorkspaceId workspace, PhoneNumber phone, Channel channel, SkipReason reason, DateTimeOffset now, CancellationToken cancellationToken)
        {
            lock (Told)
            {
                Told.Add(phone);
            }

            return Task.CompletedTask;
        }
    }
}
