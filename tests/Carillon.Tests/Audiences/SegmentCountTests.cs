using System.Text;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Audiences;
using Carillon.Contacts;
using Carillon.Contacts.Imports;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Tests.Contacts;
using Carillon.Tests.Contacts.Imports;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Audiences;

/// <summary>Counts over so many people that the table is read in parts: everybody is counted once, and the newest are shown, however few or many a filter means.</summary>
public sealed class SegmentCountTests
{
    private const int People = 21_000;
    private const int Late = 2_100;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Of_many_people_each_is_counted_once_and_the_newest_are_shown(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        var list = await ImportedAsync(world, GeneratedFile.Sound(People));
        var late = new StringBuilder("Phone,First name,City\n");
        for (var n = 0; n < Late; n++)
        {
            late.Append(System.Globalization.CultureInfo.InvariantCulture, $"+1617555{n:0000},Late{n},Elsewhere\n");
        }

        await ImportedAsync(world, Encoding.UTF8.GetBytes(late.ToString()));

        await LookAsync(world, Leaf("firstName", "startsWith", "\"late\""), Late, person => person.FirstName!.StartsWith("Late", StringComparison.Ordinal));
        await LookAsync(world, Leaf("firstName", "startsWith", "\"first\""), People, person => person.FirstName!.StartsWith("First", StringComparison.Ordinal));
        await LookAsync(world, Leaf("attributes.roof_age", "gte", "39"), People / 40, person => person.Attributes.GetValueOrDefault("roof_age") == "39");
        await LookAsync(world, Leaf("attributes.city", "eq", "\"Town 7\""), People / 50, person => person.Attributes.GetValueOrDefault("city") == "Town 7");
        await LookAsync(world, Leaf("attributes.city", "eq", "\"Town\""), 0, _ => false);
        await LookAsync(
            world,
            $$"""{"all": [{{Leaf("list", "eq", $"\"{list}\"")}}, {{Leaf("attributes.roof_age", "lt", "2")}}, {"not": {{Leaf("consent.sms", "eq", "\"unsubscribed\"")}}}]}""",
            People / 20,
            person => person.Attributes.GetValueOrDefault("roof_age") is "0" or "1");
    }

    private static async Task<ContactListId?> ImportedAsync(ContactsWorld world, byte[] file) => (await world.ImportAsync(file, new ImportOrder { ListName = "People" })).ListId;

    private static async Task LookAsync(ContactsWorld world, string filter, long expected, Func<Contact, bool> isMeant)
    {
        var found = (await world.Segments().PreviewAsync(JsonSerializer.Deserialize<JsonElement>(filter), 10, Token)).Should().BeOfType<SegmentPreview.Found>().Subject;

        found.Count.Should().Be(expected, filter);
        await using var db = world.Database.Open(WorkspaceScope.Of(world.Workspace));
        var newest = await db.Contacts.AsNoTracking().OrderByDescending(contact => contact.CreatedAt).ThenByDescending(contact => contact.Id).ToListAsync(Token);
        found.Sample.Should().Equal(newest.Where(isMeant).Take(10).Select(contact => contact.Id), filter);
    }

    private static string Leaf(string field, string op, string value) => $$"""{"field": "{{field}}", "op": "{{op}}", "value": {{value}}}""";
}
