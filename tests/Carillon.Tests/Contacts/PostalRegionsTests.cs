using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Tests.Engines;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Tests.Contacts;

public sealed class PostalRegionsTests
{
    [Theory]
    [InlineData("33101", "US-FL")]
    [InlineData("02134", "US-MA")]
    [InlineData("2134", "US-MA")]
    [InlineData("10001-1234", "US-NY")]
    [InlineData("00501", "US-NY")]
    [InlineData("06390", "US-CT")]
    [InlineData("20001", "US-DC")]
    [InlineData("20101", "US-VA")]
    [InlineData("05501", "US-MA")]
    [InlineData("73301", "US-TX")]
    [InlineData("73501", "US-OK")]
    [InlineData("88510", "US-TX")]
    [InlineData("39901", "US-GA")]
    [InlineData("34101", "US-FL")]
    [InlineData("96701", "US-HI")]
    [InlineData("96799", "US-AS")]
    [InlineData("96931", "US-GU")]
    [InlineData("96939", null)]
    [InlineData("96950", "US-MP")]
    [InlineData("99501", "US-AK")]
    [InlineData("K1A 0B1", "CA-ON")]
    [InlineData("h2x1y4", "CA-QC")]
    [InlineData("X0A 0H0", "CA-NU")]
    [InlineData("X1A 2N4", "CA-NT")]
    [InlineData("34001", null)] // the forces in the Americas
    [InlineData("SW1A 1AA", null)]
    [InlineData("123", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_code_tells_its_state(string? code, string? state) => PostalRegions.Of(code).Should().Be(state);

    [Fact]
    public void Each_range_has_a_known_state_and_stands_behind_the_one_before()
    {
        for (var first = 0; first < 1000; first++)
        {
            var state = PostalRegions.Of($"{first:000}10");
            (state is null || Regions.IsKnown(state)).Should().BeTrue(state);
        }
    }

    [Theory, EachDatabase]
    public async Task The_code_of_a_file_gives_the_state_that_the_file_does_not_say(Engine engine)
    {
        await using var world = await ContactsWorld.StartAsync(engine);
        await world.ImportAsync("Phone,State,Zip Code\n4155552671,,33101\n4155552672,NY,33101\n+442079460958,,33101\n4155552673,,nowhere\n");

        await using var db = world.Database.Open(Carillon.Storage.WorkspaceScope.Of(world.Workspace));
        var people = await db.Contacts.AsNoTracking().OrderBy(contact => contact.Phone).ToListAsync(TestContext.Current.CancellationToken);
        people.Select(person => (person.Phone?.E164, person.Region)).Should().BeEquivalentTo(
            [("+14155552671", "US-FL"), ("+14155552672", "US-NY"), ("+442079460958", null), ("+14155552673", (string?)null)]);
        people.Should().OnlyContain(person => person.Attributes.ContainsKey("zip"));
    }

    [Fact]
    public async Task So_does_the_code_of_a_person_written_by_hand()
    {
        await using var world = await ContactsWorld.StartAsync(Engine.Sqlite);
        var fields = new Dictionary<string, AttributeValue?> { ["zip"] = new AttributeValue("33101", null) };

        var saved = await world.Book().AddAsync(new ContactChange { Phone = "4155552671", Attributes = Given<IReadOnlyDictionary<string, AttributeValue?>?>.Of(fields) }, TestContext.Current.CancellationToken);

        saved.Should().BeOfType<ContactOutcome.Saved>().Which.Contact.Region.Should().Be("US-FL");
    }
}
