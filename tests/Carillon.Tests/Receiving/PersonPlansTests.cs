using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Audiences;
using Carillon.Contacts;
using Carillon.Contacts.Engagement;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Receiving.Conversations;
using Carillon.Receiving.Texts;
using Carillon.Sending;
using Carillon.Server.Contacts.Suppressions;
using Carillon.Server.Receiving;
using Carillon.Server.Receiving.Conversations;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Carillon.Tests.Receiving;

/// <summary>How SQLite answers what is asked of one person: a look at somebody must not cost more with every text to others.</summary>
public sealed class PersonPlansTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_asked_of_one_person_or_of_the_newest_texts_goes_by_an_index()
    {
        await using var store = await TestStore.CreateAsync(Engine.Sqlite);
        var (workspace, person) = (Id.New<WorkspaceId>(TimeProvider.System), Id.New<ContactId>(TimeProvider.System));
        await using var db = store.Database.Open(WorkspaceScope.Of(workspace));
        db.Add(new Workspace { Id = workspace, Name = "Harbor Bakery", CreatedAt = DateTimeOffset.UnixEpoch });
        db.Add(new Contact { Id = person, WorkspaceId = workspace, Phone = PhoneNumber.FromStored("+14155550100"), CreatedAt = DateTimeOffset.UnixEpoch, UpdatedAt = DateTimeOffset.UnixEpoch });
        await db.SaveChangesAsync(Token);
        var reads = new ConversationReads(db);
        var engagement = new EngagementScore([new Deliveries(), new Answers()], TimeProvider.System);
        var directory = new ContactDirectory(db, new ContactSources(new LastContacts(), new FilteredPeople(new AudienceQuery([], engagement), TimeProvider.System), engagement));

        using var asked = new Asked(db);
        await directory.ListAsync(new ContactSearch(), Token);
        await new PersonalMessages().KnownAsync(db, [person], Token);
        await new PersonalMessages().CountAsync(db, person, Token);
        await new PersonalTexts().KnownAsync(db, [person], Token);
        await new PersonalTexts().CountAsync(db, person, Token);
        await new ContactHistory(db, reads).FindAsync(person, Token);
        await reads.ListAsync(new Server.Receiving.Conversations.ConversationFilter("open", IsUnread: false, Id.New<CampaignId>(TimeProvider.System), Variant: "A"), 50, Token);
        await (await new TextFilter { Phone = "+14155550100" }.InAsync(db, DateTimeOffset.UnixEpoch, Token)).OrderByDescending(row => row.QueuedAt).ThenByDescending(row => row.Id).Take(50).ToListAsync(Token);
        await new SuppressionSearch(PhoneNumber.FromStored("+14155550100"), null, null, null).In(db).ToListAsync(Token);
        await new ConversationBook(db).CountAsync(person, Token);
        await new MessageBook(db).ListAsync(new MessageFilter(Contact: person), null, 50, Token);
        await new MessageBook(db).ListAsync(new MessageFilter(), (DateTimeOffset.UnixEpoch, default), 50, Token);

        var plans = await asked.PlansAsync(["outbound_message", "inbound_message", "suppression", "consent_event", "consent_state", "number_check", "import_change", "bulk_change_row", "opt_out_review"]);
        plans.Should().HaveCountGreaterThan(10);
        plans.Should().OnlyContain(plan => !plan.Steps.Any(step => step.StartsWith("SCAN ", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal) && step != "SCAN CONSTANT ROW"));
    }

    private sealed record Plan(string Text, IReadOnlyList<string> Steps);

    /// <summary>What a context asks of the database.</summary>
    private sealed class Asked : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly CarillonDb _db;
        private readonly ConcurrentQueue<(string Text, List<(string Name, object? Value)> Values)> _commands = [];
        private readonly IDisposable _all;
        private IDisposable? _engine;

        public Asked(CarillonDb db)
        {
            _db = db;
            _all = DiagnosticListener.AllListeners.Subscribe(this);
        }

        public async Task<IReadOnlyList<Plan>> PlansAsync(string[] tables)
        {
            Dispose();
            var plans = new List<Plan>();
            foreach (var (text, values) in _commands.Where(command => tables.Any(table => command.Text.Contains($"\"{table}\"", StringComparison.Ordinal))))
            {
                await using var command = _db.Database.GetDbConnection().CreateCommand();
                command.CommandText = $"EXPLAIN QUERY PLAN {text}";
                foreach (var (name, value) in values)
                {
                    var parameter = command.CreateParameter();
                    (parameter.ParameterName, parameter.Value) = (name, value);
                    command.Parameters.Add(parameter);
                }

                await _db.Database.OpenConnectionAsync(Token);
                var steps = new List<string>();
                await using var rows = await command.ExecuteReaderAsync(Token);
                while (await rows.ReadAsync(Token))
                {
                    steps.Add(rows.GetString(3));
                }

                plans.Add(new Plan(text, steps));
            }

            return plans;
        }

        public void OnNext(DiagnosticListener value) => _engine = value.Name == DbLoggerCategory.Name ? value.Subscribe(this) : _engine;

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData data && ReferenceEquals(data.Context, _db))
            {
                _commands.Enqueue((data.Command.CommandText, [.. data.Command.Parameters.Cast<DbParameter>().Select(parameter => (parameter.ParameterName, parameter.Value))]));
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            _engine?.Dispose();
            _all.Dispose();
        }
    }
}
