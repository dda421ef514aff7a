using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Contacts;
using Carillon.Contacts.Engagement;
using Carillon.Primitives;
using Carillon.Receiving.Texts;
using Carillon.Sending;
using Carillon.Storage;

namespace Carillon.Benchmarks;

/// <summary>Looks at people who were imported: the count of a segment of three conditions, a page, the search box, one person. Prints the middle of several looks, warm.</summary>
internal static class PeopleBenchmark
{
    private const int Looks = 7;

    private const string Filter = """
        {"all": [{"field": "attributes.roof_age", "op": "gte", "value": 30}, {"field": "lastName", "op": "startsWith", "value": "Last1"}, {"not": {"field": "consent.sms", "op": "eq", "value": "unsubscribed"}}]}
        """;

    public static async Task RunAsync(Database database, WorkspaceId workspace, int rows, TextWriter output, CancellationToken cancellationToken)
    {
        var engagement = new EngagementScore([new Deliveries(), new Answers()], TimeProvider.System);
        var audiences = new AudienceQuery([], engagement);
        await using var db = database.Open(WorkspaceScope.Of(workspace));
        var directory = new ContactDirectory(db, new ContactSources(new LastContacts(), new FilteredPeople(audiences, TimeProvider.System), engagement));
        var book = new SegmentBook(db, audiences, new CampaignUses(), TimeProvider.System);
        var someone = ImportRows.At(rows / 2);
        var filter = JsonSerializer.Deserialize<JsonElement>(Filter);

        await SayAsync("segment of three conditions, counted with a sample", () => book.PreviewAsync(filter, 10, cancellationToken));
        await SayAsync("first page", () => directory.ListAsync(new ContactSearch(), cancellationToken));
        await SayAsync("search for a whole number", () => directory.ListAsync(new ContactSearch { Text = someone.Phone }, cancellationToken));
        await SayAsync("search for the last digits of a number", () => directory.ListAsync(new ContactSearch { Text = someone.Phone[^7..] }, cancellationToken));
        await SayAsync("search for a rare name", () => directory.ListAsync(new ContactSearch { Text = someone.Email }, cancellationToken));
        await SayAsync("search for a common name", () => directory.ListAsync(new ContactSearch { Text = "first1" }, cancellationToken));

        async Task SayAsync(string what, Func<Task> look)
        {
            await look();
            var times = new List<double>();
            for (var i = 0; i < Looks; i++)
            {
                var started = Stopwatch.GetTimestamp();
                await look();
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"| {what}, {rows:N0} people | {times.Order().ElementAt(Looks / 2):N0} ms | | |"));
        }
    }
}
