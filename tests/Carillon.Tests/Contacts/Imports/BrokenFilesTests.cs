using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Contacts.Imports;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Contacts.Imports;

/// <summary>Three hundred generated files of every kind of real brokenness: each row is counted once, as was expected when it was made.</summary>
public sealed class BrokenFilesTests
{
    private const int Files = 300;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Each_row_of_three_hundred_files_becomes_what_it_must_and_a_second_load_changes_nothing(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var kinds = new HashSet<string>();
        for (var seed = 0; seed < Files; seed++)
        {
            var file = BrokenFile.Of(seed);
            var import = await world.ImportAsync(file.Bytes, new ImportOrder { DefaultRegion = "US" });

            var taken = file.Rows.Where(row => row.Code is null).ToList();
            var expected = (import.Failure, Rows: (long)file.Rows.Count, Created: (long)taken.Count(row => !row.IsRepeated), 0L, Unchanged: (long)taken.Count(row => row.IsRepeated), Invalid: (long)(file.Rows.Count - taken.Count));
            (import.Failure, import.RowsRead, import.Created, import.Updated, import.Unchanged, import.Invalid).Should().Be(expected, file.Kind);
            import.Failure.Should().BeNull(file.Kind);
            import.Problems.Select(problem => (problem.Row, problem.Code)).Should().Equal(file.Rows.Where(row => row.Code is not null).Select(row => ((long?)row.Line, row.Code!)), file.Kind); // the condition before it
            await NamesAsync(world, taken, file.Kind);

            var again = await world.ImportAsync(file.Bytes, new ImportOrder { DefaultRegion = "US" });
            (again.RowsRead, again.Created, again.Updated, again.Unchanged, again.Invalid).Should().Be((import.RowsRead, 0, 0, import.Created + import.Unchanged, import.Invalid), file.Kind);
            kinds.UnionWith(import.Problems.Select(problem => problem.Code));
        }

        kinds.Should().BeEquivalentTo(["invalid-phone", "missing-phone", "empty-row", "too-many-cells", "rounded-phone", "unreadable-text", "stray-quote"]);
    }

    private static async Task NamesAsync(ContactsWorld world, List<ExpectedRow> taken, string kind)
    {
        await using var db = world.Database.Open(WorkspaceScope.Of(world.Workspace));
        var phones = taken.Select(row => (PhoneNumber?)PhoneNumber.FromStored(row.Phone ?? "")).ToList();
        var people = await db.Contacts.AsNoTracking().Where(contact => phones.Contains(contact.Phone)).ToListAsync(Token);
        people.ToDictionary(person => person.Phone?.E164 ?? "", person => person.FirstName).Should()
            .Equal(taken.Where(row => !row.IsRepeated).ToDictionary(row => row.Phone ?? "", row => row.Name), kind);
    }
}
