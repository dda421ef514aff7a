using AwesomeAssertions;
using Carillon.Channels;
using Carillon.Contacts;
using Carillon.Contacts.Numbers;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Carillon.BrowserTests;

/// <summary>Checks the numbers of the example's old list at a look-up service of this machine: the example itself asks nobody outside, so its page would be pictured empty.</summary>
internal static class NumberCheckForPictures
{
    /// <summary>Runs the service, adds a login for it, and has the list checked.</summary>
    public static async Task<WebApplication> RunAsync(IPage page, PageServer server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var lookup = builder.Build();
        lookup.MapGet("/v2/PhoneNumbers/{number}", (string number) => Results.Json(Answer(number)));
        await lookup.StartAsync();
        var run = default(NumberCheckRunId);
        await Pages.WriteAsync(server, async (db, _) =>
        {
            var list = await db.ContactLists.Where(row => row.Name == "Market stall").Select(row => row.Id).SingleAsync();
            var made = await ActivatorUtilities.CreateInstance<AccountBook>(server.Services, db).AddAsync(
                new AccountDraft(
                    "Twilio", Provider.Twilio,
                    new Dictionary<string, string?> { ["accountSid"] = "AC" + new string('0', 32), ["authToken"] = new string('0', 32), ["baseUrl"] = lookup.Urls.First() }, Limits.None, null, "USD"),
                TestContext.Current.CancellationToken);
            made.Should().BeOfType<AccountOutcome.Done>();
            var desk = ActivatorUtilities.CreateInstance<NumberCheckDesk>(server.Services, db);
            run = (await desk.AcceptAsync(NumberCheckKind.TwilioLookup, list, TestContext.Current.CancellationToken)).Should().BeOfType<NumberCheckOutcome.Accepted>().Which.Run.Id;
        });
        await Pages.OpenAsync(page, server, $"/contacts/numbers/{run}");
        await Expect(page.GetByText("Done", new() { Exact = true }).First).ToBeVisibleAsync();
        return lookup;
    }

    private static object Answer(string number) => number[^1] switch
    {
        '3' or '7' => new { valid = true, country_code = "US", line_type_intelligence = new { type = "landline", carrier_name = "Hudson Valley Telephone", error_code = (int?)null } },
        '9' => new { valid = false, country_code = "US" },
        '4' => new { valid = true, country_code = "US", line_type_intelligence = new { type = "nonFixedVoip", carrier_name = "Cloud Voice", error_code = (int?)null } },
        _ => new { valid = true, country_code = "US", line_type_intelligence = new { type = "mobile", carrier_name = "Great Lakes Wireless", error_code = (int?)null } },
    };
}
