using AwesomeAssertions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Carillon.BrowserTests;

/// <summary>Accessibility of a page as it stands, by WCAG 2.2 A and AA.</summary>
public static class Axe
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    /// <summary>Fails with what was found, where and by which rule; light and dark both when the page is to be seen in both.</summary>
    public static async Task ShouldBeAccessibleAsync(this IPage page, bool inBothThemes = true)
    {
        foreach (var scheme in inBothThemes ? [ColorScheme.Light, ColorScheme.Dark] : new[] { ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            var found = await page.RunAxe(Rules);
            found.Violations.Select(wrong => $"{page.Url} {scheme}: {wrong.Id}, {string.Join(" | ", wrong.Nodes.Take(3).Select(node => node.Html))}").Should().BeEmpty();
        }
    }
}
