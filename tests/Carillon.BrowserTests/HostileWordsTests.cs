using AwesomeAssertions;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Receiving.Conversations;
using Carillon.Sending;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

public sealed class HostileWordsTests
{
    private static readonly string[] Shapes =
    [
        "<script>ranHere(@)</script>", "<img src=x onerror=ranHere(@)>", "<svg onload=ranHere(@)>", "\"><script>ranHere(@)</script>", "'><img src=x onerror=ranHere(@)>",
        "javascript:ranHere(@)", "<a href=\"javascript:ranHere(@)\">x</a>", "<iframe srcdoc=\"<script>parent.ranHere(@)</script>\"></iframe>", "{{ranHere(@)}}", "${ranHere(@)}",
        "<body onload=ranHere(@)>", "<input autofocus onfocus=ranHere(@)>", "<details open ontoggle=ranHere(@)>", "<style>@import'javascript:ranHere(@)';</style>", "<math><mi xlink:href=\"javascript:ranHere(@)\">",
        "</textarea><script>ranHere(@)</script>", "</title><script>ranHere(@)</script>", "<!--><script>ranHere(@)</script>-->", "<x onpointerrawupdate=ranHere(@) style=\"position:fixed;inset:0\">", "\u202E<script>ranHere(@)</script>",
    ];

    /// <summary>200 of them: each shape ten times, told apart by its number.</summary>
    private static readonly string[] Payloads = [.. Enumerable.Range(0, 200).Select(i => Shapes[i % Shapes.Length].Replace("@", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal))];

    [Fact]
    public async Task Nothing_that_strangers_wrote_runs()
    {
        await using var context = await Browser.OpenAsync();
        await using var server = await PageServer.StartAsync();
        var page = await context.NewPageAsync();
        List<string> ran = [];
        await page.ExposeFunctionAsync("ranHere", (string what) => ran.Add(what));
        page.Dialog += (_, dialog) => ran.Add(dialog.Message);
        await Pages.BecomeAdministratorAsync(page, server);
        await Pages.WriteAsync(server, PlantAsync);

        var contact = await ReadAsync(server);
        foreach (var path in new[] { "/", "/contacts", "/lists", "/inbox", $"/inbox/{contact}", $"/contacts/{contact}", $"/contacts/{contact}/edit", "/campaigns/new", "/notifications" })
        {
            await Pages.OpenAsync(page, server, path);
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        }

        await page.Keyboard.PressAsync("Control+k");
        await page.Locator("#search-words").FillAsync("ranHere");
        await Expect(page.Locator("#search-results a")).Not.ToHaveCountAsync(0);
        await ImportAsync(page, server);

        ran.Should().BeEmpty();
        (await page.EvaluateAsync<int>("() => document.querySelectorAll('[onerror],[onload],[onfocus],[ontoggle],iframe').length")).Should().Be(0);
    }

    private static async Task PlantAsync(CarillonDb db, WorkspaceId workspace)
    {
        var sender = await db.Senders.FirstAsync();
        var now = TimeProvider.System.GetUtcNow().Stored();
        for (var i = 0; i < Payloads.Length; i++)
        {
            var phone = PhoneNumber.FromStored($"+1415555{1000 + i}");
            var contact = new Contact { Id = Id.New<ContactId>(TimeProvider.System), WorkspaceId = workspace, Phone = phone, FirstName = Payloads[i], LastName = Payloads[(i + 7) % 200], CreatedAt = now, UpdatedAt = now };
            contact.Attributes = new Dictionary<string, string> { ["note"] = Payloads[(i + 3) % 200] };
            db.Add(contact);
            db.Add(new Conversation { WorkspaceId = workspace, ContactId = contact.Id, SenderId = sender.Id, LastText = Payloads[i], LastAt = now.AddSeconds(-i), UnreadCount = 1, IsHot = i % 2 == 0, NeedsReview = i % 5 == 0 });
            db.Add(new InboundMessage
            {
                Id = Id.New<MessageId>(TimeProvider.System),
                WorkspaceId = workspace,
                AccountId = sender.AccountId,
                ProviderMessageId = $"hostile-{i}",
                ContactId = contact.Id,
                SenderId = sender.Id,
                From = phone,
                To = PhoneNumber.FromStored(sender.Address),
                Body = Payloads[i],
                ReceivedAt = now,
            });
        }

        db.Add(new ContactList { Id = Id.New<ContactListId>(TimeProvider.System), WorkspaceId = workspace, Name = Payloads[0], CreatedAt = now });
        db.Add(new SavedReply { Id = Id.New<SavedReplyId>(TimeProvider.System), WorkspaceId = workspace, Name = "<img src=x onerror=ranHere(1)>", Body = Payloads[2], CreatedAt = now });
    }

    private static async Task<string> ReadAsync(PageServer server)
    {
        var contact = "";
        await Pages.WriteAsync(server, async (db, _) => contact = (await db.Contacts.OrderBy(row => row.Phone).Select(row => row.Id).FirstAsync()).ToString());
        return contact;
    }

    private static async Task ImportAsync(IPage page, PageServer server)
    {
        var rows = Payloads.Take(40).Select((words, i) => $"\"{words.Replace("\"", "\"\"", StringComparison.Ordinal)}\",(415) 555-{3000 + i}");
        var file = string.Join('\n', ["\"<img src=x onerror=ranHere(900)>\",Mobile", .. rows, "\"<script>ranHere(901)</script>\",12"]);
        await page.GotoAsync(server.Address + "/contacts/import");
        await Expect(page.Locator("#file")).ToBeEnabledAsync();
        await page.Locator("#file").SetInputFilesAsync(new FilePayload { Name = "<img src=x onerror=ranHere(902)>.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(file) });
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new System.Text.RegularExpressions.Regex("^Import") }).ClickAsync();
        await Expect(page.GetByText("rows are read").First).ToBeVisibleAsync();
        await Pages.OpenAsync(page, server, "/notifications");
        await Expect(page.GetByText("is imported")).ToBeVisibleAsync();
    }
}
