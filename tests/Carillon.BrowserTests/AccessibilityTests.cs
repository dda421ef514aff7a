using AwesomeAssertions;
using Microsoft.Playwright;

namespace Carillon.BrowserTests;

public sealed class AccessibilityTests
{
    private static readonly string[] Everywhere =
    [
        "/", "/campaigns", "/campaigns/new", "/campaigns/calendar", "/segments", "/segments/new", "/contacts", "/contacts/new", "/contacts/import", "/contacts/duplicates", "/lists",
        "/inbox", "/inbox/replies", "/compliance", "/compliance/rules", "/compliance/opt-outs", "/compliance/reviews", "/compliance/ledger", "/compliance/suppressions", "/compliance/decisions", "/compliance/forms",
        "/operations", "/operations/in-doubt", "/operations/webhook-events", "/notifications", "/accounts", "/accounts/new", "/pools",
        "/settings", "/settings/keys", "/settings/users", "/settings/audit", "/settings/backup", "/settings/you", "/design",
    ];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_breaks_a_rule_of_accessibility_or_asks_anybody_else_for_anything(ColorScheme scheme)
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var errors = await Pages.ListenAsync(page);
        List<string> strangers = [];
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.Address, StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                strangers.Add(request.Url);
            }
        };
        await Pages.BecomeAdministratorAsync(page, server);

        foreach (var path in Everywhere)
        {
            await Pages.OpenAsync(page, server, path);
            await Pages.ShouldBeAccessibleAsync(page, $"{path} in {scheme}");
            if (scheme is ColorScheme.Light)
            {
                await Pages.LookAsync(page, path.Length > 1 ? path[1..].Replace('/', '-') : "home");
            }
        }

        errors.Should().BeEmpty();
        strangers.Should().BeEmpty();
    }

    [Fact]
    public async Task The_first_page_is_light_and_quick()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var first = await context.NewPageAsync();
        await Pages.BecomeAdministratorAsync(first, server);
        await using var fresh = await context.Browser!.NewContextAsync(new BrowserNewContextOptions { StorageState = await context.StorageStateAsync() }); // a context of a browser has one
        var page = await fresh.NewPageAsync();

        await page.GotoAsync(server.Address + "/", new PageGotoOptions { WaitUntil = WaitUntilState.Load });

        var bytes = await page.EvaluateAsync<long>("() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((sum, one) => sum + one.transferSize, 0)");
        var paint = await page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].responseEnd");
        bytes.Should().BeInRange(1, 1_500_000);
        TestContext.Current.SendDiagnosticMessage($"first page: {bytes} bytes, answered after {paint:0} ms");
    }
}
