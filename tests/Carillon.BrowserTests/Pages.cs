using Carillon.Access;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

/// <summary>What the roads have in common: coming in, listening for what must not happen, taking pictures.</summary>
internal static class Pages
{
    public const string Password = "four words in a row";
    public const string Owner = "owner@shop.example";
    private const string PictureFolder = "CARILLON_PICTURES";

    /// <summary>Console errors, broken scripts, and what the page's policy refused; all of it must stay empty.</summary>
    public static async Task<List<string>> ListenAsync(IPage page)
    {
        List<string> errors = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                errors.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, wrong) => errors.Add($"{page.Url}: {wrong}");
        await page.ExposeFunctionAsync("policyRefused", (string what) => errors.Add($"{page.Url}: the policy refused {what}"));
        await page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', (event) => policyRefused(`${event.violatedDirective} ${event.blockedURI}`))");
        return errors;
    }

    /// <summary>Makes the first administrator in an empty installation.</summary>
    public static async Task BecomeAdministratorAsync(IPage page, PageServer server)
    {
        await page.GotoAsync(server.Address + "/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Create the first administrator" })).ToBeVisibleAsync();
        await page.GetByLabel("E-mail address").FillAsync(Owner);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
        await Expect(page.GetByText("Three steps to your first campaign")).ToBeVisibleAsync();
    }

    /// <summary>Comes in again.</summary>
    public static async Task SignInAsync(IPage page, PageServer server)
    {
        await page.GotoAsync(server.Address + "/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(Owner);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Home", Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Whether a folder for pictures is named.</summary>
    public static bool TakesPictures => Environment.GetEnvironmentVariable(PictureFolder) is { Length: > 0 };

    /// <summary>Pictures for people, where a folder is named: of the whole page, or of what a screen shows of it.</summary>
    public static async Task LookAsync(IPage page, string name, bool isWhole = true)
    {
        if (Environment.GetEnvironmentVariable(PictureFolder) is { Length: > 0 } folder)
        {
            foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
            {
                await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, scheme is ColorScheme.Dark ? $"{name}-dark.png" : $"{name}.png"), FullPage = isWhole });
            }
        }
    }

    /// <summary>Opens a page and waits for its heading.</summary>
    public static async Task OpenAsync(IPage page, PageServer server, string path)
    {
        await page.GotoAsync(server.Address + path);
        await Expect(page.Locator("h1")).ToBeVisibleAsync();
    }

    /// <summary>Does something in the first workspace, as the owner's pages would.</summary>
    public static async Task WriteAsync(PageServer server, Func<CarillonDb, WorkspaceId, Task> write)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var workspace = await server.Services.GetRequiredService<Workspaces>().EnsureFirstAsync(CancellationToken.None);
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(workspace, "test");
        var db = scope.ServiceProvider.GetRequiredService<CarillonDb>();
        await write(db, workspace);
        await db.SaveChangesAsync();
    }
}
