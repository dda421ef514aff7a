using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Carillon.Access;
using Carillon.Audiences;
using Carillon.Campaigns;
using Carillon.Contacts;
using Carillon.Contacts.Engagement;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Benchmarks;

/// <summary>
/// Counts of segments of three conditions over many people who are on lists, have agreed or opted out and were written to, warm, with a sample beside each.
/// The people are filled in by SQL, without the index of words, which no filter asks.
/// </summary>
internal static class SegmentBenchmark
{
    private const int Looks = 5;
    private const double LimitMilliseconds = 300;

    /// <summary>People, members, consents, opt-outs and messages; the numbers of all are 1 to so many in <c>n</c>, the id of a person or message is made of it.</summary>
    private const string Fill = """
        INSERT INTO contact (id, workspace_id, phone, email, first_name, last_name, attributes, region, tags, status, line_type, created_at, updated_at)
        SELECT PERSON, WORKSPACE, PHONE, 'person' || n || '@example.com', 'First' || (n % 5000), 'Last' || (n % 20011),
            '{"city":"Town ' || (n % 997) || '","roof_age":"' || (n % 60) || '","source":"fair"}',
            CASE n % 8 WHEN 0 THEN 'US-FL' WHEN 1 THEN 'US-TX' WHEN 2 THEN 'US-CA' WHEN 3 THEN 'US-NY' WHEN 4 THEN 'US-OH' WHEN 5 THEN 'US-GA' ELSE 'US-WA' END,
            CASE WHEN n % 10 = 3 THEN '["owner","vip"]' WHEN n % 10 < 5 THEN '["owner"]' ELSE '[]' END, 'Active', CASE WHEN n % 9 = 0 THEN 'Landline' ELSE 'Mobile' END, MADE, MADE
        FROM NUMBERS;
        INSERT INTO list_member (list_id, contact_id, workspace_id, added_at) SELECT LISTID, PERSON, WORKSPACE, MADE FROM NUMBERS WHERE n % 2 = 0;
        INSERT INTO consent_state (workspace_id, phone, channel, purpose, status, confirmed_at)
        SELECT WORKSPACE, PHONE, 'Sms', 'Marketing', CASE WHEN n % 50 = 0 THEN 'Unsubscribed' ELSE 'Subscribed' END, MADE FROM NUMBERS WHERE n % 5 < 3;
        INSERT INTO suppression (workspace_id, phone, channel, reason, at) SELECT WORKSPACE, PHONE, 'Sms', 'OptedOut', MADE FROM NUMBERS WHERE n % 33 = 0;
        INSERT INTO outbound_message (id, workspace_id, run_id, sender_id, contact_id, recipient, channel, purpose, kind, variant, status, queued_at, due_at, sent_at, changed_at, attempts, segments, spent)
        SELECT PERSON, WORKSPACE, LISTID, LISTID, PERSON, PHONE, 'Sms', 'Marketing', 'Direct', '', 'Delivered', MADE, MADE, SENT, SENT, 1, 1, 1 FROM NUMBERS WHERE n % 2 = 1
        """;

    private static readonly (string What, string Filter)[] Filters =
    [
        ("own number, start of a name, not unsubscribed", """{"all": [{"field": "attributes.roof_age", "op": "gte", "value": 30}, {"field": "lastName", "op": "startsWith", "value": "Last1"}, {"not": {"field": "consent.sms", "op": "eq", "value": "unsubscribed"}}]}"""),
        ("subscribed, own number, list", """{"all": [{"field": "consent.sms", "op": "eq", "value": "subscribed"}, {"field": "attributes.roof_age", "op": "gt", "value": 20}, {"field": "list", "op": "eq", "value": "LIST"}]}"""),
        ("subscribed, not contacted for 30 days, state", """{"all": [{"field": "consent.sms", "op": "eq", "value": "subscribed"}, {"field": "lastContactedAt", "op": "notWithinDays", "value": 30}, {"field": "region", "op": "in", "value": ["US-FL", "US-TX"]}]}"""),
        ("tag, own number, made within 60 days", """{"all": [{"field": "tags", "op": "eq", "value": "vip"}, {"field": "attributes.roof_age", "op": "lte", "value": 10}, {"field": "createdAt", "op": "withinDays", "value": 60}]}"""),
        ("contacted within 30 days, list, mobile", """{"all": [{"field": "lastContactedAt", "op": "withinDays", "value": 30}, {"field": "list", "op": "eq", "value": "LIST"}, {"field": "lineType", "op": "eq", "value": "mobile"}]}"""),
        ("any of subscribed, tag, own text", """{"any": [{"field": "consent.sms", "op": "eq", "value": "subscribed"}, {"field": "tags", "op": "eq", "value": "vip"}, {"field": "attributes.city", "op": "eq", "value": "Town 5"}]}"""),
        ("hardly anybody: own text, state, name", """{"all": [{"field": "attributes.city", "op": "eq", "value": "Town 5"}, {"field": "region", "op": "eq", "value": "US-FL"}, {"field": "firstName", "op": "eq", "value": "First2000"}]}"""),
    ];

    /// <summary>Measures.</summary>
    /// <param name="connectionString">An empty PostgreSQL database; null: SQLite in a temporary folder.</param>
    /// <param name="people">How many.</param>
    /// <param name="output">Where the figures go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RunAsync(string? connectionString, int people, TextWriter output, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("carillon-segments-").FullName;
        try
        {
            var options = new StorageOptions { DataDirectory = folder, ConnectionString = connectionString };
            await using var database = new Database(options);
            await database.MigrateAsync(cancellationToken);
            var workspace = Id.New<WorkspaceId>(TimeProvider.System);
            var list = Id.New<ContactListId>(TimeProvider.System);
            await using (var db = database.OpenEverybody())
            {
                db.Add(new Workspace { Id = workspace, Name = "Benchmark", CreatedAt = TimeProvider.System.GetUtcNow() });
                db.Add(new ContactList { Id = list, WorkspaceId = workspace, Name = "Half", CreatedAt = TimeProvider.System.GetUtcNow() });
                await db.SaveChangesAsync(cancellationToken);
                db.Database.SetCommandTimeout(600);
                await db.Database.ExecuteSqlRawAsync(connectionString is null ? OnSqlite(workspace, list, people) : OnPostgres(workspace, list, people), cancellationToken);
            }

            await CountAsync(database, workspace, list, people, output, cancellationToken);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CountAsync(Database database, WorkspaceId workspace, ContactListId list, int people, TextWriter output, CancellationToken cancellationToken)
    {
        await using var db = database.Open(WorkspaceScope.Of(workspace));
        var book = new SegmentBook(db, new AudienceQuery([], new EngagementScore([], TimeProvider.System)), new CampaignUses(), TimeProvider.System);
        foreach (var (what, text) in Filters)
        {
            var filter = JsonSerializer.Deserialize<JsonElement>(text.Replace("LIST", list.ToString(), StringComparison.Ordinal));
            var (times, count) = (new List<double>(), 0L);
            for (var i = 0; i <= Looks; i++)
            {
                var started = Stopwatch.GetTimestamp();
                count = await book.PreviewAsync(filter, 10, cancellationToken) is SegmentPreview.Found found ? found.Count : throw new InvalidOperationException($"Not sound: {text}");
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            var middle = times[1..].Order().ElementAt(Looks / 2);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"| {what}: {count:N0} of {people:N0}, {database.Description.Split(',')[0]} | {middle:N0} ms | limit {LimitMilliseconds:N0} ms | {middle / LimitMilliseconds:P0} |"));
        }
    }

    private static string OnPostgres(WorkspaceId workspace, ContactListId list, int people) => Escaped(Fill)
        .Replace("NUMBERS", string.Create(CultureInfo.InvariantCulture, $"generate_series(1, {people}) AS n"), StringComparison.Ordinal)
        .Replace("WORKSPACE", $"'{workspace}'::uuid", StringComparison.Ordinal)
        .Replace("LISTID", $"'{list}'::uuid", StringComparison.Ordinal)
        .Replace("PERSON", "('0190' || lpad(to_hex(n), 28, '0'))::uuid", StringComparison.Ordinal)
        .Replace("PHONE", "'+1' || (2000000000 + n::bigint * 48271003 % 6000000000)", StringComparison.Ordinal)
        .Replace("MADE", "now() - n % 365 * interval '1 day'", StringComparison.Ordinal)
        .Replace("SENT", "now() - n % 90 * interval '1 day'", StringComparison.Ordinal)
        + "; ANALYZE contact, list_member, consent_state, suppression, outbound_message";

    private static string OnSqlite(WorkspaceId workspace, ContactListId list, int people)
    {
        var now = Instants.ToMicroseconds(TimeProvider.System.GetUtcNow());
        return "INSERT INTO contact_search_hold (id) VALUES (1); " + Escaped(Fill)
            .Replace("NUMBERS", string.Create(CultureInfo.InvariantCulture, $"(WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < {people}) SELECT n FROM counted)"), StringComparison.Ordinal)
            .Replace("WORKSPACE", $"x'{Convert.ToHexString(workspace.Value.ToByteArray(bigEndian: true))}'", StringComparison.Ordinal)
            .Replace("LISTID", $"x'{Convert.ToHexString(list.Value.ToByteArray(bigEndian: true))}'", StringComparison.Ordinal)
            .Replace("PERSON", "unhex('0190' || printf('%028x', n))", StringComparison.Ordinal)
            .Replace("PHONE", "'+1' || (2000000000 + n * 48271003 % 6000000000)", StringComparison.Ordinal)
            .Replace("MADE", string.Create(CultureInfo.InvariantCulture, $"({now} - n % 365 * 86400000000)"), StringComparison.Ordinal)
            .Replace("SENT", string.Create(CultureInfo.InvariantCulture, $"({now} - n % 90 * 86400000000)"), StringComparison.Ordinal)
            + "; DELETE FROM contact_search_hold; PRAGMA analysis_limit = 2000; ANALYZE contact; ANALYZE list_member; ANALYZE consent_state";
    }

    /// <summary>As a text in which braces are places of values.</summary>
    private static string Escaped(string sql) => sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
