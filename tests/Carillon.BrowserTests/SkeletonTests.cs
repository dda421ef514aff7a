namespace Carillon.BrowserTests;

public sealed class SkeletonTests
{
    [Fact]
    public void Builds() => Assert.True(true);
}
