using AwesomeAssertions;
using Microsoft.Playwright;

namespace Carillon.BrowserTests;

public sealed class AccessibilityTests
{
    internal static readonly string[] Everywhere =
    [
        "/", "/campaigns", "/campaigns/new", "/campaigns/calendar", "/segments", "/segments/new", "/contacts", "/contacts/new", "/contacts/import", "/contacts/duplicates", "/contacts/changes", "/contacts/changes/new", "/contacts/numbers", "/lists", "/lists/new",
        "/inbox", "/inbox/replies", "/compliance", "/compliance/rules", "/compliance/opt-outs", "/compliance/reviews", "/compliance/ledger", "/compliance/suppressions", "/compliance/decisions", "/compliance/forms", "/compliance/keywords",
        "/operations", "/operations/texts", "/operations/in-doubt", "/operations/webhook-events", "/notifications", "/accounts", "/accounts/new", "/pools",
        "/settings", "/settings/keys", "/settings/users", "/settings/audit", "/settings/backup", "/settings/you", "/design",
    ];

    [Fact]
    public async Task No_page_breaks_a_rule_of_accessibility_light_or_dark_or_asks_anybody_else_for_anything()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });
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
            await page.ShouldBeAccessibleInBothThemesAsync(path);
        }

        errors.Should().BeEmpty();
        strangers.Should().BeEmpty();
    }
}
