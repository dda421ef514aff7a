using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using AwesomeAssertions;
using Carillon.Access;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Receiving.Conversations;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed class InjectionTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_runs_that_came_as_a_name_a_text_a_file_or_a_header()
    {
        Payloads.All.Should().HaveCountGreaterThanOrEqualTo(200).And.OnlyHaveUniqueItems();
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        List<string> ran = [];
        page.Dialog += async (_, dialog) =>
        {
            ran.Add($"{page.Url}: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" || message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                ran.Add($"{page.Url}: {message.Text}");
            }
        };
        await BecomeOwnerAsync(page, server.Address);
        var (campaign, contacts) = await PlantAsync(server);

        List<string> paths =
        [
            "/", "/contacts", "/lists", "/campaigns", $"/campaigns/{campaign}", $"/campaigns/{campaign}/edit", "/inbox", "/accounts", "/settings", "/settings/keys", "/settings/audit",
            "/operations", "/compliance", "/notifications", "/campaigns/new", "/campaigns/calendar", "/contacts?sort=name&columns=email.tags.state.texted", "/contacts/duplicates", "/segments",
            "/segments/new", "/compliance/reviews", "/compliance/ledger", "/compliance/suppressions", "/compliance/decisions", "/compliance/forms", "/compliance/keywords", "/compliance/rules", "/compliance/opt-outs",
            "/operations/webhook-events", "/operations/in-doubt", "/inbox/replies", "/pools", "/settings/users", "/settings/you", "/settings/backup",
        ];
        paths.AddRange(Payloads.All.Where((_, i) => i % 9 == 0).Select(Uri.EscapeDataString).SelectMany(text => new[]
        {
            $"/contacts?sort={text}&columns={text}&list={text}&page={text}", $"/campaigns/{campaign}?show={text}&reason={text}&variant={text}&sort={text}&page={text}", $"/compliance/ledger?phone={text}&kind={text}&since={text}", $"/compliance/ledger?sort={text}&columns={text}&page={text}", $"/operations/webhook-events?show={text}&sort={text}&after={text}&page={text}&retried={text}",
            $"/operations/texts?show={text}&since={text}&until={text}&campaign={text}&sender={text}&phone={text}&sort={text}&page={text}", $"/contacts?import={text}&part={text}", $"/compliance/suppressions?phone={text}&reason={text}&channel={text}&sort={text}&page={text}", $"/settings/audit?action={text}&actor={text}&sort={text}&before={text}",
        }));
        paths.AddRange(contacts.Take(12).SelectMany(id => new[] { $"/contacts/{id}", $"/contacts/{id}/edit", $"/inbox/{id}" }));
        paths.AddRange(Payloads.All.Take(40).Select(text => "/contacts?q=" + Uri.EscapeDataString(text)));
        foreach (var path in paths)
        {
            await page.GotoAsync(server.Address + path, new() { WaitUntil = WaitUntilState.Load });
            (await page.EvaluateAsync<bool>("() => 'ran' in window")).Should().BeFalse(path);
        }

        await ImportAsync(page, server.Address);
        (await page.EvaluateAsync<bool>("() => 'ran' in window")).Should().BeFalse("an import");
        ran.Should().BeEmpty();
    }

    /// <summary>Puts each text wherever somebody outside can put words.</summary>
    private static async Task<(string Campaign, List<string> Contacts)> PlantAsync(PageServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var workspace = await server.Services.GetRequiredService<Workspaces>().EnsureFirstAsync(Stop);
        var (_, key) = await server.Services.GetRequiredService<ApiKeys>().CreateAsync(WorkspaceScope.Of(workspace), Payloads.All[0], ApiScope.Admin, null, Stop);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        List<string> contacts = [];
        for (var i = 0; i < Payloads.All.Count; i++)
        {
            var text = Payloads.All[i];
            var made = await PostAsync(client, "contacts", new { phone = $"+1415555{1000 + i}", firstName = Cut(text, 100), lastName = Cut(Payloads.All[^(i + 1)], 100), attributes = new Dictionary<string, string> { ["note"] = text } });
            contacts.Add(made);
            if (i % 20 == 0)
            {
                await PostAsync(client, "lists", new { name = Cut(text, 100), description = text });
                await PostAsync(client, "segments", new { name = Cut(text, 100), filter = new { field = "firstName", op = "eq", value = Cut(text, 100) } });
                await PostAsync(client, "api-keys", new { name = Cut(text, 100), scope = "read" });
                await PostAsync(client, "accounts", new { name = Cut(text, 100), provider = "simulator" });
            }
        }

        var campaign = await PostAsync(client, "campaigns", new { name = Cut(Payloads.All[7], 150), body = Payloads.All[8].Replace("{", "", StringComparison.Ordinal) });
        await client.PatchAsJsonAsync("/api/v1/workspace", new { name = Cut(Payloads.All[7], 100), brand = new { name = Cut(Payloads.All[9], 100) } }, Stop);
        await HearAsync(server, workspace, contacts);
        return (campaign, contacts);
    }

    /// <summary>What people wrote to us.</summary>
    private static async Task HearAsync(PageServer server, WorkspaceId workspace, List<string> contacts)
    {
        await using var db = server.Services.GetRequiredService<Database>().Open(WorkspaceScope.Of(workspace));
        var sender = await db.Senders.FirstAsync(Stop);
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < contacts.Count; i++)
        {
            Id.TryParse<ContactId>(contacts[i], out var contact).Should().BeTrue();
            PhoneNumber.TryParseE164($"+1415555{1000 + i}", out var from).Should().BeTrue();
            PhoneNumber.TryParseE164(sender.Address, out var to).Should().BeTrue();
            var at = now.AddSeconds(-i).Stored();
            db.Set<InboundMessage>().Add(new InboundMessage
            {
                Id = Id.New<MessageId>(TimeProvider.System),
                WorkspaceId = workspace,
                AccountId = sender.AccountId,
                ProviderMessageId = $"SM{i}",
                ContactId = contact,
                SenderId = sender.Id,
                From = from,
                To = to,
                Body = Payloads.All[i],
                ReceivedAt = at,
            });
            db.Set<Conversation>().Add(new Conversation { WorkspaceId = workspace, ContactId = contact, SenderId = sender.Id, LastText = Payloads.All[i], LastAt = at, UnreadCount = 1 });
        }

        await db.SaveChangesAsync(Stop);
    }

    private static async Task ImportAsync(IPage page, string address)
    {
        var headers = Payloads.All.Take(30).Select(text => '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"');
        var cells = Payloads.All.Skip(30).Take(30).Select(text => '"' + text.Replace("\"", "\"\"", StringComparison.Ordinal) + '"');
        var file = $"Phone,{string.Join(',', headers)}\n(415) 555-2671,{string.Join(',', cells)}\nno number,{string.Join(',', cells)}\n";
        await page.GotoAsync(address + "/contacts/import");
        await Expect(page.Locator("#file")).ToBeEnabledAsync();
        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "<img src=x onerror=alert(1)>.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(file) });
        await Expect(page.GetByLabel("Phone becomes")).ToHaveValueAsync("phone");
    }

    private static async Task<string> PostAsync<T>(HttpClient client, string resource, T body)
    {
        using var answer = await client.PostAsJsonAsync($"/api/v1/{resource}", body, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        answer.IsSuccessStatusCode.Should().BeTrue($"{resource}: {text}");
        return System.Text.Json.JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!; // every made thing has an id
    }

    private static async Task BecomeOwnerAsync(IPage page, string address)
    {
        await page.GotoAsync(address + "/");
        await page.GetByLabel("E-mail address").FillAsync("owner@shop.example");
        await page.GetByLabel("Password").FillAsync("four words in a row");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Home" })).ToBeVisibleAsync();
    }

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;
}
