using AwesomeAssertions;

namespace Carillon.BrowserTests;

public sealed class BrowserTests
{
    [Fact]
    public async Task The_browser_opens_a_page_and_runs_its_script()
    {
        await using var context = await Browser.OpenAsync();
        var page = await context.NewPageAsync();

        await page.GotoAsync("data:text/html,<title>before</title><script>document.title = 'after'</script>");

        (await page.TitleAsync()).Should().Be("after");
    }
}
