using Carillon.BrowserTests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserEnd))]

namespace Carillon.BrowserTests;

/// <summary>
/// The Chromium of this machine, started once for all browser tests; each test opens pages in a context of its own. Found
/// on the path or named by <c>CARILLON_CHROMIUM</c>; where it is missing tests are skipped, unless
/// <c>CARILLON_REQUIRE_ENGINES=1</c>, under which they fail. Nothing is ever downloaded.
/// </summary>
public static class Browser
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    // No sandbox, because tests may run as root in a container; nothing that calls out or asks.
    private static readonly string[] Flags =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private static readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> Shared = new(LaunchAsync);

    /// <summary>The program, or null when there is none.</summary>
    public static string? Program { get; } = Find();

    /// <summary>
    /// A fresh context (no cookies, its own size) in the shared browser; dispose it with the test. Skips the test where
    /// there is no browser.
    /// </summary>
    public static async Task<IBrowserContext> OpenAsync(int width = 1280, int height = 860)
    {
        if (Program is null)
        {
            const string why = "Chromium is not installed, and CARILLON_CHROMIUM names none";
            Assert.SkipUnless(IsRequired, why);
            Assert.Fail(why);
        }

        var (_, browser) = await Shared.Value;
        return await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "en-US",
            TimezoneId = "UTC",
        });
    }

    /// <summary>Closes the browser, if any test opened it, and with it the folders it kept.</summary>
    internal static async Task CloseAsync()
    {
        if (Shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            var (driver, browser) = await Shared.Value;
            await browser.CloseAsync();
            driver.Dispose();
        }
    }

    private static bool IsRequired => Environment.GetEnvironmentVariable("CARILLON_REQUIRE_ENGINES") is "1" or "true";

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CARILLON_CHROMIUM") is { Length: > 0 } given)
        {
            return given;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> LaunchAsync()
    {
        // Two cores carry the other tests at the same time: a page may be slow and still be right.
        Assertions.SetDefaultExpectTimeout(30_000);
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = Flags,
            Headless = true,
        });
        return (driver, browser);
    }
}

/// <summary>Closes the browser after the last test.</summary>
public sealed class BrowserEnd : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Browser.CloseAsync();
}
