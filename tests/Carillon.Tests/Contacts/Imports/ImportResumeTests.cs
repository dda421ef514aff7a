using System.Globalization;
using System.Text;
using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Contacts.Imports;
using Carillon.Primitives;
using Carillon.Storage.Dialects;
using Carillon.Tests.Engines;
using Microsoft.Extensions.Logging.Abstractions;

namespace Carillon.Tests.Contacts.Imports;

public sealed class ImportResumeTests
{
    private const int Batch = 40;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [EachDatabase(1)]
    [EachDatabase(60)]
    [EachDatabase(148)]
    public async Task A_write_that_breaks_in_the_middle_of_a_batch_leaves_a_state_that_goes_on_to_the_same_end(Engine engine, int broken)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var expected = await UninterruptedAsync(engine);
        var import = await world.AcceptAsync(File());

        await Trap.SetAsync(world, GeneratedFile.Phone(broken));
        var run = () => Run(world).RunAsync(import.Id, Token);
        await run.Should().ThrowAsync<System.Data.Common.DbException>();
        var between = await world.FindAsync(import.Id);
        between.Status.Should().Be(ImportStatus.Running);
        between.RowsRead.Should().Be(between.Created + between.Updated + between.Unchanged + between.Skipped + between.Invalid);
        (between.RowsRead % Batch).Should().Be(0);
        (await world.ContactsAsync()).Should().HaveCount((int)between.Created);
        await Trap.RemoveAsync(world);
        await Run(world).RunAsync(import.Id, Token);

        (await StateAsync(world, import.Id)).Should().Equal(expected);
    }

    [Theory, EachDatabase]
    public async Task An_import_that_is_told_to_stop_after_every_batch_comes_to_the_same_end(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var expected = await UninterruptedAsync(engine);
        var import = await world.AcceptAsync(File());

        var starts = 0;
        while (!(await world.FindAsync(import.Id)).IsFinished)
        {
            using var stop = new CancellationTokenSource();
            var clock = new StoppingClock(() => stop.Cancel(), after: 20 + starts);
            var run = new ImportRun(world.Database, world.Uploads, world.Checks, clock, NullLogger<ImportRun>.Instance) { BatchSize = Batch };
            try
            {
                await run.RunAsync(import.Id, stop.Token);
            }
            catch (OperationCanceledException)
            {
                // It was told to.
            }

            (++starts).Should().BeLessThan(100);
        }

        starts.Should().BeGreaterThan(1);
        (await StateAsync(world, import.Id)).Should().Equal(expected);
    }

    [Theory, EachDatabase]
    public async Task Two_workers_on_one_import_take_every_row_once(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var expected = await UninterruptedAsync(engine);
        var import = await world.AcceptAsync(File());

        for (var round = 0; round < 20 && !(await world.FindAsync(import.Id)).IsFinished; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Run(world).RunAsync(import.Id, Token), Token)));
        }

        (await StateAsync(world, import.Id)).Should().Equal(expected);
    }

    [Fact]
    public async Task Somebody_who_adds_the_same_person_meanwhile_is_met_not_doubled()
    {
        MissingEngine.SkipWithoutPostgres();
        await using var world = await ContactsWorld.StartAsync(Engine.Postgres);
        var import = await world.AcceptAsync(Encoding.UTF8.GetBytes("Phone,First name\n4155552671,Ann\n"));
        await world.Run().RunAsync(import.Id, Token);
        var second = await world.AcceptAsync(Encoding.UTF8.GetBytes("Phone\n4155552672\n"));
        await StartedAsync(world, second.Id);
        var asked = 0;

        var turn = new ImportTurn(second.Id, world.Workspace, null, 0, ["+14155552672"], world.Time.GetUtcNow());
        var isWritten = await world.Database.Dialect.SettleImportAsync(turn, known => Plan(known), Token);

        isWritten.Should().BeTrue();
        asked.Should().Be(2);
        (await world.FindAsync(second.Id)).Should().BeEquivalentTo(new { RowsRead = 1L, Created = 0L, Unchanged = 1L });
        (await world.ContactsAsync()).Should().HaveCount(2);

        ImportPlan Plan(IReadOnlyList<KnownContact> known)
        {
            if (++asked == 1)
            {
                known.Should().BeEmpty();
                Task.Run(() => world.AddAsync("4155552672"), Token).GetAwaiter().GetResult();
            }

            return new ImportPlan
            {
                Created = known.Count == 0 ? [PersonMerge.New(Id.New<ContactId>(world.Time), new ImportedPerson { Phone = PhoneNumber.FromStored("+14155552672") }, LineType.Unknown, world.Time.GetUtcNow())] : [],
                Changed = [],
                Joining = [],
                Refusals = [],
                Counts = known.Count == 0 ? new ImportCounts(1, 0, 0, 0, 0) : new ImportCounts(0, 0, 1, 0, 0),
                Consents = [],
                Actor = "tester",
            };
        }
    }

    private static ImportRun Run(ContactsWorld world) => new(world.Database, world.Uploads, world.Checks, world.Time, NullLogger<ImportRun>.Instance) { BatchSize = Batch };

    /// <summary>150 numbers, each twice with different news, and every tenth row broken.</summary>
    private static byte[] File()
    {
        var csv = new StringBuilder("Phone,First name,Last name,Tags\n");
        for (var i = 0; i < 300; i++)
        {
            var phone = i % 10 == 9 ? "12" : GeneratedFile.Phone(i % 150);
            csv.Append(CultureInfo.InvariantCulture, $"{phone},First{i % 150},{(i < 150 ? "" : $"\"Last\n{i}\"")},tag{i % 7}\n");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    private static async Task<IReadOnlyList<string>> UninterruptedAsync(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var import = await world.ImportAsync(File());
        return await StateAsync(world, import.Id);
    }

    private static async Task<IReadOnlyList<string>> StateAsync(ContactsWorld world, ImportId id)
    {
        var import = await world.FindAsync(id);
        var people = await world.ContactsAsync();
        var list = (await world.Lists().ListAsync(null, 10, Token)).Single();
        return
        [
            $"{import.Status} {import.RowsRead} of {import.RowsTotal}: {import.Created} {import.Updated} {import.Unchanged} {import.Skipped} {import.Invalid}, {list.MemberCount} members",
            .. import.Problems.Select(problem => $"{problem.Row} {problem.Code}"),
            .. people.Select(person => $"{person.Phone} {person.FirstName} {person.LastName} {string.Join(',', person.Tags)}"),
        ];
    }

    private static async Task StartedAsync(ContactsWorld world, ImportId id)
    {
        using var stop = new CancellationTokenSource();
        var clock = new StoppingClock(() => stop.Cancel(), after: 1);
        var run = new ImportRun(world.Database, world.Uploads, world.Checks, clock, NullLogger<ImportRun>.Instance);
        await ((Func<Task>)(() => run.RunAsync(id, stop.Token))).Should().ThrowAsync<OperationCanceledException>();
        await using var connection = await world.Database.Dialect.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE contact_import SET status = 'Running' WHERE status = 'Queued'";
        await command.ExecuteNonQueryAsync(Token);
    }

    private sealed class StoppingClock(Action stop, int after) : TimeProvider
    {
        private int _asked;

        public override DateTimeOffset GetUtcNow()
        {
            if (Interlocked.Increment(ref _asked) == after)
            {
                stop();
            }

            return System.GetUtcNow();
        }
    }

    private static class Trap
    {
        public static Task SetAsync(ContactsWorld world, string phone) => RunAsync(world, world.Storage.ConnectionString is null
            ? $"CREATE TRIGGER trap BEFORE INSERT ON contact WHEN NEW.phone = '{phone}' BEGIN SELECT RAISE(ABORT, 'trapped'); END"
            : $"""
              CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.phone = '{phone}' THEN RAISE EXCEPTION 'trapped'; END IF; RETURN NEW; END $$;
              CREATE TRIGGER trap BEFORE INSERT ON contact FOR EACH ROW EXECUTE FUNCTION trap();
              """);

        public static Task RemoveAsync(ContactsWorld world) =>
            RunAsync(world, world.Storage.ConnectionString is null ? "DROP TRIGGER trap" : "DROP TRIGGER trap ON contact");

        private static async Task RunAsync(ContactsWorld world, string sql)
        {
            await using var connection = await world.Database.Dialect.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(Token);
        }
    }
}
