using Carillon.Primitives;
using Npgsql;

namespace Carillon.Storage.Dialects;

internal sealed partial class PostgresDialect
{
    // Written in the order of their keys, so that two nodes storing the same events never wait for each other in a circle.
    private const string InsertEvents = """
        INSERT INTO provider_event (id, workspace_id, account_id, source, event_key, type, partition, number, content, received_at, status, attempts,
            next_attempt_at, last_error, processed_at)
        SELECT u.id, u.workspace, u.account, u.source, u.key, u.type, u.partition, u.number, u.content, u.at, u.status, 0,
            u.at, u.error, CASE WHEN u.status = 'Processed' THEN u.at END
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::text[], $10::timestamptz[], $11::text[], $12::text[])
            AS u(id, workspace, account, source, key, type, partition, number, content, at, status, error)
        ORDER BY u.account, u.key, u.at
        ON CONFLICT (account_id, event_key) DO NOTHING
        RETURNING id
        """;

    private const string SelectDuePartitions = """
        SELECT n FROM generate_series(0, $2 - 1) AS p(n) WHERE EXISTS (
            SELECT 1 FROM provider_event e WHERE e.partition = p.n AND e.status IN ('Pending', 'Retrying') AND e.next_attempt_at <= $1)
        """;

    public override async Task<IReadOnlyList<bool>> StoreEventsAsync(IReadOnlyList<NewProviderEvent> events, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = Command(
            connection,
            InsertEvents,
            events.Select(x => x.Id.Value).ToArray(),
            events.Select(x => x.Workspace.Value).ToArray(),
            events.Select(x => x.Account.Value).ToArray(),
            events.Select(x => x.Source).ToArray(),
            events.Select(x => x.EventKey).ToArray(),
            events.Select(x => x.Type).ToArray(),
            events.Select(x => x.Partition).ToArray(),
            events.Select(x => x.Number?.E164).ToArray(),
            events.Select(x => x.Content).ToArray(),
            events.Select(x => x.ReceivedAt).ToArray(),
            events.Select(x => x.Status).ToArray(),
            events.Select(x => x.Error).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var stored = new HashSet<Guid>();
        while (await reader.ReadAsync(cancellationToken))
        {
            stored.Add(reader.GetGuid(0));
        }

        return [.. events.Select(x => stored.Contains(x.Id.Value))];
    }

    private const string SelectAttempts = """
        SELECT a.provider_message_id, s.account_id, a.message_id, a.number FROM send_attempt a JOIN sender s ON s.id = a.sender_id
        WHERE a.provider_message_id = ANY($1)
        """;

    // Locked in the order of their keys: another node's round over the same events waits for this one and does not meet it halfway.
    private const string MarkProcessed = """
        WITH locked AS MATERIALIZED (SELECT id FROM provider_event WHERE id = ANY($1) AND status IN ('Pending', 'Retrying') ORDER BY id FOR UPDATE)
        UPDATE provider_event e SET status = 'Processed', attempts = e.attempts + 1, processed_at = $2, last_error = NULL FROM locked WHERE e.id = locked.id
        """;

    private const string CountSentByQuarter = """
        SELECT floor(extract(epoch FROM sent_at) / 900)::bigint, COUNT(*) FROM outbound_message
        WHERE workspace_id = $1 AND sent_at >= $2 AND sent_at < $3 AND kind <> 'KeywordAnswer' GROUP BY 1
        """;

    public override async Task<IReadOnlyList<int>> FindDuePartitionsAsync(int partitions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = Command(connection, SelectDuePartitions, now, partitions);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(reader.GetInt32(0));
        }

        return due;
    }

    public override async Task<IReadOnlyList<KnownAttempt>> FindAttemptsAsync(IReadOnlyList<string> providerMessageIds, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = Command(connection, SelectAttempts, (object)(string[])[.. providerMessageIds]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var known = new List<KnownAttempt>(providerMessageIds.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add(new KnownAttempt(reader.GetString(0), new AccountId(reader.GetGuid(1)), new MessageId(reader.GetGuid(2)), reader.GetInt32(3)));
        }

        return known;
    }

    public override async Task<int> MarkProcessedAsync(IReadOnlyList<ProviderEventId> events, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = Command(connection, MarkProcessed, events.Select(id => id.Value).ToArray(), now);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public override async Task<IReadOnlyList<(long Quarter, long Count)>> CountSentByQuarterAsync(
        WorkspaceId workspace, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(CountSentByQuarter, connection)
        {
            Parameters = { new() { Value = workspace.Value }, new() { Value = from.ToUniversalTime() }, new() { Value = to.ToUniversalTime() } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var quarters = new List<(long Quarter, long Count)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            quarters.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        return quarters;
    }
}
