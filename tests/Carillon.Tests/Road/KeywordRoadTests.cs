using System.Globalization;
using System.Text.Json;
using AwesomeAssertions;
using Carillon.Tests.Engines;
using Carillon.Tests.Fakes;
using Carillon.Tests.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.Tests.Road;

/// <summary>What people write back, from the provider's callback to the answer at the provider: every word of the answers, and nothing beside them.</summary>
public sealed class KeywordRoadTests
{
    private const string Contact = "help@harbor.example";
    private const string Gone = "Harbor Bakery: You are unsubscribed and will receive no more messages. Reply START to resubscribe.";
    private const string GoneInFrench = "Harbor Bakery: désabonnement confirmé. Vous ne recevrez plus de messages. Répondez START pour vous réabonner.";
    private const string Back = "Harbor Bakery alerts: you are subscribed. Msg frequency varies. Msg&data rates may apply. Reply HELP for help, STOP to cancel.";
    private const string Quoted = "Liked “Harbor Bakery: we open at nine. Reply STOP to opt out”";

    private readonly ShiftedClock _clock = new();
    private int _textCount;

    [Theory, EachDatabase]
    public async Task Through_Twilio_each_word_is_answered_as_the_rules_say(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        await using var road = await StartAsync(engine, "twilio", twilio.Settings, answersKeywords: false);
        await PlayAsync(road, (from, body) => twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), from, Road.From, body));

        Said(twilio.Log).Should().BeEquivalentTo(AllAnswers());
    }

    [Theory, EachDatabase]
    public async Task Through_OpenPhone_each_word_is_answered_as_the_rules_say(Engine engine)
    {
        await using var openPhone = await OpenPhoneAsync();
        await using var road = await StartAsync(engine, "openphone", openPhone.Settings, answersKeywords: false);
        await PlayAsync(road, (from, body) => openPhone.Callbacks.PostInboundAsync(road.CallbackUrl("openphone"), OpenPhoneFamily.Dated, from, Road.From, body));

        Said(openPhone.Log).Should().BeEquivalentTo(AllAnswers());
    }

    [Theory, EachDatabase]
    public async Task Where_Twilio_answers_its_words_itself_ours_is_heard_for_all_others_only(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        await using var road = await StartAsync(engine, "twilio", twilio.Settings, answersKeywords: true);
        await PlayAsync(road, (from, body) => twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), from, Road.From, body));

        Said(twilio.Log).Should().BeEquivalentTo([(Person(1), Gone), (Person(3), GoneInFrench), (Person(4), HelpInFrench(Contact))]);
    }

    [Theory, EachDatabase]
    public async Task Where_OpenPhone_answers_its_words_itself_ours_is_heard_for_all_others_only(Engine engine)
    {
        await using var openPhone = await OpenPhoneAsync();
        await using var road = await StartAsync(engine, "openphone", openPhone.Settings, answersKeywords: true);
        await PlayAsync(road, (from, body) => openPhone.Callbacks.PostInboundAsync(road.CallbackUrl("openphone"), OpenPhoneFamily.Dated, from, Road.From, body));

        // It knows no word for help.
        Said(openPhone.Log).Should().BeEquivalentTo(
            [(Person(1), Gone), (Person(2), Help(Contact)), (Person(2), Help(Contact)), (Person(3), GoneInFrench), (Person(4), HelpInFrench(Contact))]);
    }

    [Theory, EachDatabase]
    public async Task Help_of_a_workspace_that_names_no_help_is_at_the_number_written_to(Engine engine)
    {
        await using var twilio = await FakeTwilio.StartAsync(time: _clock);
        await using var road = await StartAsync(engine, "twilio", twilio.Settings, answersKeywords: false, help: null);

        await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), Person(0), Road.From, "HELP");
        await twilio.Callbacks.PostInboundAsync(road.CallbackUrl("twilio"), Person(1), Road.From, "AIDE");
        _textCount = 2;
        await QuietAsync(road);

        Said(twilio.Log).Should().BeEquivalentTo([(Person(0), Help(Road.From)), (Person(1), HelpInFrench(Road.From))]);
    }

    /// <summary>Seven people write; six minutes later some write again.</summary>
    private async Task PlayAsync(Road road, Func<string, string, Task<int>> inbound)
    {
        await AddPeopleAsync(road);
        await SayAsync(inbound, (0, "STOP"), (1, "please take me off this list"), (2, "HELP"), (3, "ARRET"), (4, "AIDE"), (5, Quoted), (6, "STOP"));
        await QuietAsync(road);
        await SayAsync(inbound, (0, "STOP"), (1, "Stop texting me"), (2, "help"), (6, "START"));
        await QuietAsync(road);
        _clock.Advance(TimeSpan.FromMinutes(6));
        await SayAsync(inbound, (0, "STOP"), (1, "STOP"), (2, "HELP"), (5, Quoted), (6, "STOP"));
        await QuietAsync(road);

        foreach (var (person, optOuts) in new[] { (0, 3), (1, 3), (2, 0), (3, 1), (4, 0), (5, 0), (6, 2) })
        {
            var events = (await road.Client.GetJsonAsync($"/api/v1/consent-events?phone={Uri.EscapeDataString(Person(person))}&limit=100")).GetProperty("items");
            events.EnumerateArray().Count(entry => entry.GetProperty("kind").GetString() == "optOut").Should().Be(optOuts, "person {0} said so", person);
            await ConsentIsAsync(road, person, optOuts > 0 ? "unsubscribed" : "subscribed");
        }
    }

    private static async Task AddPeopleAsync(Road road)
    {
        for (var person = 0; person < 7; person++)
        {
            await Road.PostAsync(road.Client, "/api/v1/contacts", new { phone = Person(person), firstName = "Ada" });
            await Road.PostAsync(road.Client, "/api/v1/opt-ins", new { phone = Person(person), evidence = "till receipt" });
        }
    }

    private async Task SayAsync(Func<string, string, Task<int>> inbound, params (int Person, string Text)[] texts)
    {
        foreach (var (person, text) in texts)
        {
            (await inbound(Person(person), text)).Should().Be(200);
            _textCount++;
        }
    }

    /// <summary>Ends when every text was handled and nothing waits to be sent.</summary>
    private async Task QuietAsync(Road road)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var messages = (await road.Client.GetJsonAsync("/api/v1/messages?limit=500")).GetProperty("items").EnumerateArray().ToList();
            if (messages.Count(message => Status(message) == "received") == _textCount && !messages.Exists(message => Status(message) is "queued" or "sending"))
            {
                return;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromMinutes(1), string.Join('\n', messages));
        }
    }

    private static string? Status(JsonElement message) => message.GetProperty("status").GetString();

    private static async Task ConsentIsAsync(Road road, int person, string consent)
    {
        var contact = (await road.Client.GetJsonAsync($"/api/v1/contacts?phone={Uri.EscapeDataString(Person(person))}")).GetProperty("items")[0];
        contact.GetProperty("consent").GetProperty("sms").GetString().Should().Be(consent, "so much did person {0} say", person);
    }

    private async Task<Road> StartAsync(Engine engine, string provider, IReadOnlyDictionary<string, string> settings, bool answersKeywords, string? help = Contact)
    {
        var road = await Road.StartAsync(engine, provider, settings, answersKeywords, alter: builder => builder.Services.AddSingleton<TimeProvider>(_clock));
        using var named = await road.Client.PatchJsonAsync("/api/v1/workspace", JsonSerializer.Serialize(new { brand = new { name = "Harbor Bakery", help } }));
        named.IsSuccessStatusCode.Should().BeTrue();
        return road;
    }

    private async Task<FakeOpenPhone> OpenPhoneAsync()
    {
        var openPhone = await FakeOpenPhone.StartAsync(time: _clock);
        openPhone.AddNumber(Road.From, "PN123abc");
        return openPhone;
    }

    private static string Person(int person) => string.Create(CultureInfo.InvariantCulture, $"+1415555{2670 + person}");

    private static IEnumerable<(string To, string Body)> Said(CarrierLog log) => log.Sends().Select(send => (send.To, send.Body));

    /// <summary>One confirmation a person at most; help at most once in five minutes; a reaction is no word; a stop after the way back is honoured in silence.</summary>
    private static IEnumerable<(string To, string Body)> AllAnswers() =>
    [
        (Person(0), Gone), (Person(1), Gone), (Person(2), Help(Contact)), (Person(2), Help(Contact)), (Person(3), GoneInFrench),
        (Person(4), HelpInFrench(Contact)), (Person(6), Gone), (Person(6), Back),
    ];

    private static string Help(string contact) => $"Harbor Bakery alerts: help at {contact}. Up to 10 msgs/month. Msg&data rates may apply. Reply STOP to cancel.";

    private static string HelpInFrench(string contact) =>
        $"Harbor Bakery: aide: {contact}. Max. 10 messages/mois. Des frais peuvent s'appliquer. Répondez ARRET pour annuler.";
}
