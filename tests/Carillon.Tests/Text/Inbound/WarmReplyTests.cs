using AwesomeAssertions;
using Carillon.Text.Inbound;

namespace Carillon.Tests.Text.Inbound;

public sealed class WarmReplyTests
{
    [Theory]
    [InlineData("Yes please")]
    [InlineData("How much is it?")]
    [InlineData("Sounds good, can you call me tomorrow")]
    [InlineData("I'm interested")]
    [InlineData("\U0001F44D")]
    [InlineData("Sí")]
    public void Who_wants_something_is_warm(string text) => WarmReply.Is(text).Should().BeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("Thanks")]
    [InlineData("No thank you")]
    [InlineData("Not interested")]
    [InlineData("We moved last year, please remember that")]
    [InlineData("wrong number?")]
    public void Who_does_not_is_not(string text) => WarmReply.Is(text).Should().BeFalse();
}
