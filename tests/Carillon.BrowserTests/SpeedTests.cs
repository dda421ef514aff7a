using AwesomeAssertions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

/// <summary>
/// How light and how quick pages are. Bytes are counted. Time is the best of several loads, and of interactions the 95th percentile beyond what this machine needs at this
/// moment for an answer of a few bytes, so that a busy machine makes nobody red.
/// </summary>
public sealed class SpeedTests
{
    private const int Loads = 5;
    private const int Interactions = 40;

    [Fact]
    public async Task The_first_page_comes_within_a_second_and_weighs_little()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var first = await context.NewPageAsync();
        await Pages.BecomeAdministratorAsync(first, server);
        var times = new List<double>();
        for (var load = 0; load < Loads; load++)
        {
            // A browser that has nothing of ours in its cache.
            await using var fresh = await context.Browser!.NewContextAsync(new BrowserNewContextOptions { StorageState = await context.StorageStateAsync() }); // a context of a browser has one
            var page = await fresh.NewPageAsync();
            await page.GotoAsync(server.Address + "/", new PageGotoOptions { WaitUntil = WaitUntilState.Load });
            var bytes = await page.EvaluateAsync<long>("() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((sum, one) => sum + one.transferSize, 0)");
            bytes.Should().BeInRange(1, 1_500_000);
            times.Add(await page.EvaluateAsync<double>("() => performance.getEntriesByType('navigation')[0].domComplete"));
        }

        TestContext.Current.SendDiagnosticMessage($"first page complete after {string.Join(", ", times.Select(time => $"{time:0}"))} ms");
        times.Min().Should().BeLessThanOrEqualTo(1000);
    }

    [Fact]
    public async Task Pages_answer_what_a_person_does_within_a_tenth_of_a_second()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        await Pages.BecomeAdministratorAsync(page, server);
        await page.GotoAsync(server.Address + "/campaigns/new");
        await page.GetByLabel("Name of the campaign").FillAsync("Autumn");
        await Expect(page.GetByText("Draft saved at")).ToBeVisibleAsync();

        var bare = await MeasureAsync(page, "await fetch('/health/live', { cache: 'no-store' }).then((answer) => answer.text());");
        var ofCircuit = await MeasureAsync(
            page,
            """
            const label = [...document.querySelectorAll('label')].find((one) => one.textContent.includes('Only in hours of our own'));
            const count = () => document.querySelectorAll('main input').length;
            const before = count();
            await new Promise((seen) => {
              const look = new MutationObserver(() => { if (count() !== before) { look.disconnect(); seen(); } });
              look.observe(document.querySelector('main'), { childList: true, subtree: true });
              label.querySelector('input').click();
            });
            """);
        var ofSearch = await MeasureAsync(
            page,
            """
            const results = document.getElementById('search-results');
            results.replaceChildren();
            await new Promise((seen) => {
              const look = new MutationObserver(() => { if (results.children.length > 0) { look.disconnect(); seen(); } });
              look.observe(results, { childList: true });
              document.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true }));
            });
            document.getElementById('search').close();
            """);

        TestContext.Current.SendDiagnosticMessage($"95th percentile: bare answer {bare:0} ms, a click {ofCircuit:0} ms, search {ofSearch:0} ms");
        ofCircuit.Should().BeLessThanOrEqualTo(100 + (5 * bare));
        ofSearch.Should().BeLessThanOrEqualTo(100 + (5 * bare));
    }

    /// <summary>The 95th percentile of how long something takes in the page, in milliseconds.</summary>
    private static async Task<double> MeasureAsync(IPage page, string act)
    {
        var times = await page.EvaluateAsync<double[]>(
            $$"""
            async () => {
              const times = [];
              for (let turn = 0; turn < {{Interactions}}; turn++) {
                const began = performance.now();
                {{act}}
                times.push(performance.now() - began);
                await new Promise((next) => { setTimeout(next, 15); });
              }
              return times;
            }
            """);
        return times.Order().ElementAt((int)Math.Ceiling(Interactions * 0.95) - 1);
    }
}
