using AwesomeAssertions;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Carillon.BrowserTests;

/// <summary>Accessibility of a page as it stands, by WCAG 2.2 A and AA and what is held to be good practice.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    private static readonly object Everything = new { type = "tag", values = new[] { "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice" } };

    /// <summary>What a theme changes: nothing but colours.</summary>
    private static readonly object Colours = new { type = "rule", values = new[] { "color-contrast" } };

    /// <summary>Fails with what was found, where and by which rule.</summary>
    public static Task ShouldBeAccessibleAsync(this IPage page, string what) => CheckAsync(page, what, Everything);

    /// <summary>As it is, then its colours in the dark; fails with what was found, where and by which rule.</summary>
    public static async Task ShouldBeAccessibleInBothThemesAsync(this IPage page, string? what = null)
    {
        foreach (var (scheme, rules) in new[] { (ColorScheme.Light, Everything), (ColorScheme.Dark, Colours) })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await CheckAsync(page, $"{what ?? page.Url} in {scheme}", rules);
        }
    }

    private static async Task CheckAsync(IPage page, string what, object rules)
    {
        var wrong = await FindAsync(page, rules);
        for (var again = 0; again < 2 && wrong.Length > 0; again++)
        {
            // A page that moves while it is read, because a text came in, has its colours measured where others stand by then.
            wrong = await FindAsync(page, rules);
        }

        wrong.Should().BeEmpty(what);
    }

    /// <summary>
    /// Runs the script where the page is. The package's own way of running it opens another page each time to put the parts together, which takes longer than the rules;
    /// no page of ours has frames, so there is one part.
    /// </summary>
    private static async Task<string[]> FindAsync(IPage page, object rules)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Script);
        }

        // What passes is not told node by node: on a page with rows that takes longer than the rules themselves.
        return await page.EvaluateAsync<string[]>(
            """
            async (rules) => {
              const found = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
              return found.violations.map((wrong) => `${wrong.id}: ${wrong.nodes.slice(0, 3).map((node) => node.html).join(' | ')}`);
            }
            """,
            rules);
    }
}
