using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Tests.Engines;
using Carillon.Tests.Web;

namespace Carillon.Tests.Contacts;

/// <summary>The page of suppressed numbers without scripts: a file goes in, rows that were not taken are told, and the list comes out.</summary>
public sealed partial class SuppressionPageTests
{
    private const string Path = "/compliance/suppressions";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_do_not_call_list_is_loaded_with_its_day_told_row_by_row_found_and_taken_back(Engine engine)
    {
        await using var server = await TestServer.StartAsync(engine);
        using var browser = await server.BrowserOfAsync(Role.Owner);
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-3)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        var loaded = await LoadAsync(browser, "Phone\n+14155552690\nnobody\n+14155552691\n", ("Input.Reason", "DoNotCall"), ("Input.Source", "National registry"), ("Input.ListedOn", day));

        loaded.Should().Contain("3 rows: 2 added").And.Contain("1 without a readable number").And.Contain("nobody").And.Contain("Line 3").And.Contain("National registry").And.Contain(day).And.Contain("Fresh");
        var found = await GetAsync(browser, "?phone=%2B14155552690");
        found.Should().Contain("14155552690").And.NotContain("14155552691");
        (await browser.GetStringAsync(new Uri($"{Path}?reason=complaint", UriKind.Relative), Token)).Should().NotContain("14155552690");
        (await browser.GetStringAsync(new Uri("/compliance/suppressions.csv", UriKind.Relative), Token)).Should().StartWith("phone,channel,reason,since\r\n").And.Contain("+14155552691,sms,doNotCall,");

        var form = UndoForm().Match(found).Groups[1].Value;
        var undone = await PostAsync(browser, new FormUrlEncodedContent([new("_handler", form), new("__RequestVerificationToken", AntiForgery().Match(found).Groups[1].Value)]));
        undone.Should().Contain("2 numbers may be texted again");
        (await server.Client.GetJsonAsync("/api/v1/suppressions")).GetProperty("items").GetArrayLength().Should().Be(0);
        (await server.Client.GetJsonAsync("/api/v1/audit-log?action=suppression.lifted")).GetProperty("items").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task What_the_form_lacks_is_said_and_opt_outs_are_never_taken_back()
    {
        await using var server = await TestServer.StartAsync();
        using var browser = await server.BrowserOfAsync(Role.Owner);

        (await LoadAsync(browser, "+14155552690\n", ("Input.Reason", "OptedOut"), ("Input.Source", ""))).Should().Contain("where the list comes from");
        (await LoadAsync(browser, "+14155552690\n", ("Input.Reason", "Content"), ("Input.Source", "A list"))).Should().Contain("Choose why");
        var page = await LoadAsync(browser, "+14155552690\n", ("Input.Reason", "OptedOut"), ("Input.Source", "Old system"));

        page.Should().Contain("1 rows: 1 added");
        UndoForm().IsMatch(page).Should().BeFalse();
    }

    [Fact]
    public async Task Who_takes_no_rows_away_sees_the_list_and_no_file()
    {
        await using var server = await TestServer.StartAsync();
        using var inbox = await server.BrowserOfAsync(Role.Inbox);

        using var page = await inbox.GetAsync(new Uri(Path, UriKind.Relative), Token);
        using var file = await inbox.GetAsync(new Uri("/compliance/suppressions.csv", UriKind.Relative), Token);

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(Token)).Should().NotContain("suppressions.csv");
        file.StatusCode.Should().NotBe(HttpStatusCode.OK);
    }

    private static async Task<string> LoadAsync(HttpClient browser, string file, params (string Name, string Value)[] fields)
    {
        var page = await GetAsync(browser);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("load"), "_handler" },
            { new StringContent(AntiForgery().Match(page).Groups[1].Value), "__RequestVerificationToken" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(file)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } }, "Input.File", "list.csv" },
        };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return await PostAsync(browser, form);
    }

    /// <summary>Opens the page, and keeps what proves later that a form came from it.</summary>
    private static async Task<string> GetAsync(HttpClient browser, string query = "")
    {
        using var answer = await browser.GetAsync(new Uri(Path + query, UriKind.Relative), Token);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            var kept = browser.DefaultRequestHeaders.GetValues("Cookie").Concat(cookies.Select(cookie => cookie.Split(';')[0])).ToList();
            browser.DefaultRequestHeaders.Remove("Cookie");
            browser.DefaultRequestHeaders.Add("Cookie", string.Join("; ", kept));
        }

        return await answer.Content.ReadAsStringAsync(Token);
    }

    private static async Task<string> PostAsync(HttpClient browser, HttpContent form)
    {
        using var answer = await browser.PostAsync(new Uri(Path, UriKind.Relative), form, Token);
        var page = await answer.Content.ReadAsStringAsync(Token);
        answer.StatusCode.Should().Be(HttpStatusCode.OK, page);
        return WebUtility.HtmlDecode(page);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)"|value="([^"]+)" name="__RequestVerificationToken" """)]
    private static partial Regex AntiForgery();

    [GeneratedRegex("""value="(undo-[^"]+)" """)]
    private static partial Regex UndoForm();
}
