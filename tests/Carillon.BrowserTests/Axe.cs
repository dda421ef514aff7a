using AwesomeAssertions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Carillon.BrowserTests;

/// <summary>Accessibility of a page as it stands, by WCAG 2.2 A and AA and what is held to be good practice.</summary>
internal static class Axe
{
    private static readonly RunOnlyOptions Everything = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };

    /// <summary>What a theme changes: nothing but colours.</summary>
    private static readonly RunOnlyOptions Colours = new() { Type = "rule", Values = ["color-contrast"] };

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

    private static async Task CheckAsync(IPage page, string what, RunOnlyOptions rules)
    {
        // What passes is not told node by node: on a page with rows that takes longer than the rules themselves.
        var options = new AxeRunOptions { RunOnly = rules, ResultTypes = [ResultType.Violations] };
        var found = await page.RunAxe(options);
        for (var again = 0; again < 2 && found.Violations.Length > 0; again++)
        {
            // A page that moves while it is read, because a text came in, has its colours measured where others stand by then.
            found = await page.RunAxe(options);
        }

        found.Violations.Select(wrong => $"{wrong.Id}: {string.Join(" | ", wrong.Nodes.Take(3).Select(node => node.Html))}").Should().BeEmpty(what);
    }
}
