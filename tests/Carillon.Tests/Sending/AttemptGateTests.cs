using AwesomeAssertions;
using Carillon.Access;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Compliance.QuietHours;
using Carillon.Compliance.Reviews;
using Carillon.Compliance.RulePacks;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Dispatch;
using Carillon.Sending.Runs;
using Carillon.Storage.Dialects;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Sending;

/// <summary>What the last check sees that came about while a message waited.</summary>
public sealed class AttemptGateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_person_deleted_while_a_message_waits_is_skipped_and_told_why(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (gone, there) = (await world.AddPersonAsync(1), await world.AddPersonAsync(2));
        var run = await world.AddRunAsync();
        var (first, second) = (await world.AddMessageAsync(run, 1, gone), await world.AddMessageAsync(run, 2, there));
        await world.DeleteAsync(gone);

        var verdicts = await world.PassAsync(first, second);

        verdicts.Select(verdict => verdict.Attempt).Should().Equal(0, 1);
        (await world.ReadAsync(first)).Should().Match<OutboundMessage>(row => row.Status == MessageStatus.Skipped && row.Reason == nameof(SkipReason.NoNumber));
        (await world.DecisionAsync(first)).Rule.Should().Be(SendGate.GoneRule);
        (await world.ReadAsync(second)).Status.Should().Be(MessageStatus.Sending);
    }

    [Theory, EachDatabase]
    public async Task What_was_cancelled_or_deleted_since_it_was_taken_is_gone_and_the_others_of_its_commit_leave(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var run = await world.AddRunAsync(Purpose.Transactional);
        var messages = new List<WaitingMessage>();
        for (var n = 1; n <= 3; n++)
        {
            messages.Add(await world.AddMessageAsync(run, n, await world.AddPersonAsync(n)));
        }

        await world.ChangeAsync(messages[0], rows => rows.ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, MessageStatus.Cancelled), Token));
        await world.ChangeAsync(messages[1], rows => rows.ExecuteDeleteAsync(Token));

        (await world.PassAsync([.. messages])).Select(verdict => verdict.Attempt).Should().Equal(0, 0, 1);

        (await world.ReadAsync(messages[0])).Should().Match<OutboundMessage>(row => row.Status == MessageStatus.Cancelled && row.Attempts == 0);
        (await world.AttemptsAsync()).Should().Equal(messages[2].Id);
    }

    [Theory, EachDatabase]
    public async Task Marketing_waits_while_a_person_reads_what_may_be_an_opt_out_and_a_notice_does_not(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var person = await world.AddPersonAsync(1);
        var (marketing, notice) = (await world.AddRunAsync(), await world.AddRunAsync(Purpose.Transactional));
        var (first, second) = (await world.AddMessageAsync(marketing, 1, person), await world.AddMessageAsync(notice, 1, person));
        var until = await world.AddReviewAsync(1);

        var verdicts = await world.PassAsync(first, second);

        verdicts.Select(verdict => verdict.Attempt).Should().Equal(0, 1);
        (await world.ReadAsync(first)).Should().Match<OutboundMessage>(row => row.Status == MessageStatus.Queued && row.Reason == "OptOutReview" && row.DueAt == until);
        (await world.DecisionAsync(first)).Should().Match<SendDecision>(row => row.Rule == SendGate.ReviewRule && row.Kind == DecisionKind.Held && row.Until == until);
    }

    [Theory, EachDatabase]
    public async Task While_sending_is_stopped_a_message_waits_and_its_decision_is_told_once(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var message = await world.AddMessageAsync(await world.AddRunAsync(Purpose.Transactional), 1, await world.AddPersonAsync(1));
        await world.StopAsync(world.Workspace);

        (await world.PassAsync(message)).Should().ContainSingle().Which.Attempt.Should().Be(0);
        (await world.PassAsync(message)).Should().ContainSingle().Which.Attempt.Should().Be(0);

        (await world.ReadAsync(message)).Should().Match<OutboundMessage>(row => row.Status == MessageStatus.Queued && row.Reason == WaitReasons.SendingStop && row.DueAt > message.DueAt);
        (await world.DecisionAsync(message)).Should().Match<SendDecision>(row => row.Rule == SendGate.StopRule && row.Kind == DecisionKind.Held && row.Until == null);
        await world.ResumeAsync();
        (await world.PassAsync(message)).Should().ContainSingle().Which.Attempt.Should().Be(1);
        (await world.ReadAsync(message)).Reason.Should().BeNull();
    }

    [Theory, EachDatabase]
    public async Task A_stop_of_everybody_holds_every_workspace_and_that_of_another_holds_nobody_here(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var run = await world.AddRunAsync();
        var (first, second) = (await world.AddMessageAsync(run, 1, await world.AddPersonAsync(1)), await world.AddMessageAsync(run, 2, await world.AddPersonAsync(2)));
        await world.StopAsync(Id.New<WorkspaceId>(TimeProvider.System));
        (await world.PassAsync(first)).Should().ContainSingle().Which.Attempt.Should().Be(1);

        await world.StopAsync(default);

        (await world.PassAsync(second)).Should().ContainSingle().Which.Attempt.Should().Be(0);
    }

    [Theory, EachDatabase]
    public async Task Marketing_waits_for_a_fresh_do_not_call_list_and_a_notice_does_not(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var person = await world.AddPersonAsync(1);
        var (marketing, notice) = (await world.AddMessageAsync(await world.AddRunAsync(), 1, person), await world.AddMessageAsync(await world.AddRunAsync(Purpose.Transactional), 1, person));
        world.IsListOld = true;

        var verdicts = await world.PassAsync(marketing, notice);

        verdicts.Select(verdict => verdict.Attempt).Should().Equal(0, 1);
        (await world.ReadAsync(marketing)).Should().Match<OutboundMessage>(row => row.Status == MessageStatus.Queued && row.Reason == WaitReasons.DoNotCallList);
        (await world.DecisionAsync(marketing)).Should().Match<SendDecision>(row => row.Rule == SendGate.ListRule && row.Kind == DecisionKind.Held && row.Until == null);
    }

    [Theory, EachDatabase]
    public async Task A_consent_whose_end_is_past_lets_nothing_leave_also_before_that_is_written_down(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var (over, running) = (await world.AddPersonAsync(1, TimeSpan.Zero), await world.AddPersonAsync(2, TimeSpan.FromMinutes(1)));
        var run = await world.AddRunAsync();
        var (first, second) = (await world.AddMessageAsync(run, 1, over), await world.AddMessageAsync(run, 2, running));

        var verdicts = await world.PassAsync(first, second);

        verdicts.Select(verdict => verdict.Attempt).Should().Equal(0, 1);
        (await world.DecisionAsync(first)).Rule.Should().Be(SendGate.ConsentRule);
    }

    [Theory, EachDatabase]
    public async Task Of_two_campaigns_in_one_commit_a_number_gets_the_earlier(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var person = await world.AddPersonAsync(1);
        var (later, earlier) = (await world.AddMessageAsync(await world.AddRunAsync(), 1, person), await world.AddMessageAsync(await world.AddRunAsync(), 1, person, TimeSpan.FromMinutes(-1)));

        var verdicts = await world.PassAsync(later, earlier);

        verdicts.Select(verdict => verdict.Attempt).Should().Equal(0, 1);
        (await world.ReadAsync(later)).Should().Match<OutboundMessage>(row => row.Status == MessageStatus.Skipped && row.Reason == nameof(SkipReason.FrequencyCap));
        (await world.DecisionAsync(later)).Rule.Should().BeOneOf(SendGate.PendingRule, "frequency-day");
    }

    [Theory, EachDatabase]
    public async Task Two_gates_at_once_let_one_of_two_campaigns_through_to_each_number(Engine engine)
    {
        const int People = 40;
        await using var world = await World.CreateAsync(engine);
        var (left, right) = (await world.AddRunAsync(), await world.AddRunAsync());
        List<WaitingMessage> lefts = [], rights = [];
        for (var n = 1; n <= People; n++)
        {
            var person = await world.AddPersonAsync(n);
            lefts.Add(await world.AddMessageAsync(left, n, person));
            rights.Add(await world.AddMessageAsync(right, n, person));
        }

        await using var other = world.Gate();
        var verdicts = await Task.WhenAll(lefts.Chunk(10).Zip(rights.Chunk(10))
            .SelectMany(pair => new[] { world.PassAsync(pair.First), world.PassAsync(other, pair.Second) }));

        verdicts.SelectMany(chunk => chunk).Count(verdict => verdict.Attempt == 1).Should().Be(People);
        var sent = await world.SentAsync();
        sent.Should().HaveCount(People);
        sent.Should().OnlyHaveUniqueItems();
    }

    [Theory, EachDatabase]
    public async Task A_campaign_that_was_cancelled_takes_nobodys_turn(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var person = await world.AddPersonAsync(1);
        var cancelled = await world.AddRunAsync();
        await world.AddMessageAsync(cancelled, 1, person, TimeSpan.FromMinutes(-1));
        var message = await world.AddMessageAsync(await world.AddRunAsync(), 1, person);
        await world.CancelAsync(cancelled);

        (await world.PassAsync(message)).Should().ContainSingle().Which.Attempt.Should().Be(1);
    }

    [Theory, EachDatabase]
    public async Task A_short_link_that_a_field_brought_into_the_text_does_not_leave(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var person = await world.AddPersonAsync(1);
        var message = await world.AddMessageAsync(await world.AddRunAsync(body: "See {{ attributes.page }}"), 1, person);

        var verdicts = await world.PassAsync(message with { Attributes = """{"page": "https://bit.ly/x"}""" });

        verdicts.Should().ContainSingle().Which.Attempt.Should().Be(0);
        (await world.ReadAsync(message)).Should().Match<OutboundMessage>(row => row.Status == MessageStatus.Skipped && row.Reason == nameof(SkipReason.Content));
        (await world.DecisionAsync(message)).Rule.Should().Be("shortener");
    }

    /// <summary>A workspace with a lane, at noon of a Tuesday in New York.</summary>
    private sealed class World(TestStore store) : IAsyncDisposable
    {
        private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 10, 6, 16, 0, 0, TimeSpan.Zero));
        private readonly WorkspaceId _workspace = Id.New<WorkspaceId>(TimeProvider.System);
        private readonly SenderId _lane = Id.New<SenderId>(TimeProvider.System);
        private readonly LegalHours _hours = new(RulePack.BuiltIn, TimeSpan.FromMinutes(5));
        private readonly Dictionary<RunId, CampaignRun> _runs = [];
        private AttemptGate? _gate;

        public static async Task<World> CreateAsync(Engine engine)
        {
            var world = new World(await TestStore.CreateAsync(engine));
            await world.RaiseFenceAsync();
            world._gate = world.Gate();
            return world;
        }

        private Task<long> RaiseFenceAsync() => store.Database.Dialect.RaiseFenceAsync(_lane, "node", Token);

        public WorkspaceId Workspace => _workspace;

        public bool IsListOld { get; set; }

        public async Task StopAsync(WorkspaceId scope)
        {
            await using var db = store.Database.OpenEverybody();
            db.Add(new SendingStop { Scope = scope, At = _time.GetUtcNow(), Reason = "wrong price", Actor = "test" });
            await db.SaveChangesAsync(Token);
        }

        public async Task ResumeAsync()
        {
            await using var db = store.Database.OpenEverybody();
            await db.SendingStops.ExecuteDeleteAsync(Token);
        }

        public AttemptGate Gate() => new(store.Database, _hours, _time);

        public async Task<ContactId> AddPersonAsync(int n, TimeSpan? consentEnds = null)
        {
            var person = new Contact
            {
                Id = Id.New<ContactId>(_time),
                WorkspaceId = _workspace,
                Phone = Number(n),
                FirstName = "Ada",
                CreatedAt = _time.GetUtcNow(),
                UpdatedAt = _time.GetUtcNow(),
            };
            await using var db = store.Database.OpenEverybody();
            db.Add(person);
            db.Add(new ConsentState
            {
                WorkspaceId = _workspace,
                Phone = Number(n),
                Channel = Channel.Sms,
                Purpose = Purpose.Marketing,
                Status = ConsentStatus.Subscribed,
                ConfirmedAt = _time.GetUtcNow(),
                ExpiresAt = _time.GetUtcNow() + consentEnds,
            });
            await db.SaveChangesAsync(Token);
            return person.Id;
        }

        public async Task<CampaignRun> AddRunAsync(Purpose purpose = Purpose.Marketing, string body = "Harbor Bakery: we open at nine. Reply STOP to opt out.")
        {
            var run = new CampaignRun
            {
                Id = Id.New<RunId>(_time),
                WorkspaceId = _workspace,
                CampaignId = Id.New<CampaignId>(_time),
                Purpose = purpose,
                Channel = Channel.Sms,
                SenderId = _lane,
                Texts = [new RunText("", 1, body)],
                CreatedAt = _time.GetUtcNow(),
            };
            await using var db = store.Database.OpenEverybody();
            db.Add(run);
            await db.SaveChangesAsync(Token);
            _runs.Add(run.Id, run);
            return run;
        }

        public async Task<WaitingMessage> AddMessageAsync(CampaignRun run, int n, ContactId person, TimeSpan due = default)
        {
            var now = _time.GetUtcNow();
            var message = new OutboundMessage
            {
                Id = Id.New<MessageId>(_time),
                WorkspaceId = _workspace,
                RunId = run.Id,
                CampaignId = run.CampaignId,
                ContactId = person,
                SenderId = _lane,
                To = Number(n),
                Channel = Channel.Sms,
                Purpose = run.Purpose,
                Kind = MessageKind.Campaign,
                Variant = "",
                Status = MessageStatus.Queued,
                QueuedAt = now,
                DueAt = now + due,
                ChangedAt = now,
            };
            await using var db = store.Database.OpenEverybody();
            db.Add(message);
            await db.SaveChangesAsync(Token);
            return new WaitingMessage(message.Id, _workspace, run.Id, Number(n), "", nameof(MessageKind.Campaign), null, 0, message.DueAt, null, person, "Ada", null, null, null, null, null);
        }

        public async Task ChangeAsync(WaitingMessage message, Func<IQueryable<OutboundMessage>, Task<int>> change)
        {
            await using var db = store.Database.OpenEverybody();
            (await change(db.OutboundMessages.Where(row => row.Id == message.Id))).Should().Be(1);
        }

        public async Task<List<MessageId>> AttemptsAsync()
        {
            await using var db = store.Database.OpenEverybody();
            return await db.Set<SendAttempt>().Select(row => row.MessageId).ToListAsync(Token);
        }

        public async Task DeleteAsync(ContactId person)
        {
            await using var db = store.Database.OpenEverybody();
            await db.Contacts.Where(row => row.Id == person).ExecuteDeleteAsync(Token);
        }

        public async Task CancelAsync(CampaignRun run)
        {
            await using var db = store.Database.OpenEverybody();
            await db.Runs.Where(row => row.Id == run.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, RunState.Cancelled), Token);
        }

        public async Task<DateTimeOffset> AddReviewAsync(int n)
        {
            var review = new OptOutReview
            {
                Id = Id.New<ReviewId>(_time),
                WorkspaceId = _workspace,
                Phone = Number(n),
                Channel = Channel.Sms,
                Text = "who is this",
                At = _time.GetUtcNow(),
                DueAt = _time.GetUtcNow() + OptOutReview.Patience,
            };
            await using var db = store.Database.OpenEverybody();
            db.Add(review);
            await db.SaveChangesAsync(Token);
            return review.DueAt;
        }

        public Task<IReadOnlyList<GateVerdict>> PassAsync(params WaitingMessage[] messages) => PassAsync(_gate!, messages); // made with the world

        public Task<IReadOnlyList<GateVerdict>> PassAsync(AttemptGate gate, WaitingMessage[] messages) => gate.PassAsync([.. messages.Select(Candidate)], Token);

        public async Task<OutboundMessage> ReadAsync(WaitingMessage message)
        {
            await using var db = store.Database.OpenEverybody();
            return await db.OutboundMessages.AsNoTracking().SingleAsync(row => row.Id == message.Id, Token);
        }

        public async Task<SendDecision> DecisionAsync(WaitingMessage message)
        {
            await using var db = store.Database.OpenEverybody();
            return await db.SendDecisions.AsNoTracking().SingleAsync(row => row.MessageId == message.Id, Token);
        }

        public async Task<List<PhoneNumber>> SentAsync()
        {
            await using var db = store.Database.OpenEverybody();
            return await db.OutboundMessages.AsNoTracking().Where(row => row.Status == MessageStatus.Sending).Select(row => row.To!.Value).ToListAsync(Token); // each has one
        }

        public async ValueTask DisposeAsync()
        {
            await (_gate?.DisposeAsync() ?? ValueTask.CompletedTask);
            await store.DisposeAsync();
        }

        private GateCandidate Candidate(WaitingMessage message)
        {
            var run = _runs[message.Run];
            var place = Whereabouts.Of(message.To, null, null);
            return new GateCandidate(message, RenderedMessage.Of(message, RunView.Of(run), "Harbor Bakery"), _lane, 1, true)
            {
                Purpose = run.Purpose,
                Campaign = run.CampaignId,
                Place = place,
                IsListOld = IsListOld,
                Hours = _hours.Of(place, RunHours.Lawful.Wish(run.Purpose, QuietHoursFor.Marketing)),
            };
        }

        private static PhoneNumber Number(int n) => PhoneNumber.FromStored($"+1212555{n:0000}");
    }
}
