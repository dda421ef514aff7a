using AwesomeAssertions;
using Carillon.Text;

namespace Carillon.Tests.Text;

public sealed class PrintedNameTests
{
    [Theory]
    [InlineData("Ann", "Ann")]
    [InlineData("Jean-Luc 3rd", "Jean-Luc 3rd")]
    [InlineData("4 Seasons 2026", "4 Seasons 2026")]
    [InlineData(null, null)]
    [InlineData("+1 617 578 0011", null)]
    [InlineData(" +1617", null)]
    [InlineData("(617) 578", null)]
    [InlineData("617.578.0011", null)]
    [InlineData("Smith (from OpenPhone)", null)]
    public void What_is_no_name_is_not_printed(string? name, string? printed) => PrintedName.Of(name).Should().Be(printed);
}
