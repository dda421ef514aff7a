using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

internal sealed partial class SqliteDialect
{
    private const string InsertEvent = """
        INSERT INTO provider_event (id, workspace_id, account_id, source, event_key, type, partition, number, content, received_at, status, attempts,
            next_attempt_at, last_error, processed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $10, $12, iif($11 = 'Processed', $10, NULL))
        ON CONFLICT (account_id, event_key) DO NOTHING
        """;

    private const string SelectDuePartitions = """
        WITH RECURSIVE p(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM p WHERE n + 1 < $partitions)
        SELECT n FROM p WHERE EXISTS (
            SELECT 1 FROM provider_event e WHERE e.partition = p.n AND e.status IN ('Pending', 'Retrying') AND e.next_attempt_at <= $now)
        """;

    private const string SelectAttempts = """
        SELECT s.account_id, a.message_id, a.number FROM send_attempt a JOIN sender s ON s.id = a.sender_id WHERE a.provider_message_id = $1
        """;

    private const string MarkProcessed = """
        UPDATE provider_event SET status = 'Processed', attempts = attempts + 1, processed_at = $2, last_error = NULL
        WHERE id = $1 AND status IN ('Pending', 'Retrying')
        """;

    private const string CountSentByQuarter = """
        SELECT sent_at / 900000000, COUNT(*) FROM outbound_message
        WHERE workspace_id = $workspace AND sent_at >= $from AND sent_at < $to AND kind <> 'KeywordAnswer' GROUP BY 1
        """;

    public override Task<IReadOnlyList<bool>> StoreEventsAsync(IReadOnlyList<NewProviderEvent> events, CancellationToken cancellationToken) =>
        _writer.RunAsync<IReadOnlyList<bool>>(statements => [.. events.Select(entry => Store(statements, entry))], cancellationToken);

    public override async Task<IReadOnlyList<int>> FindDuePartitionsAsync(int partitions, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = SelectDuePartitions;
        foreach (var (name, value) in new (string, long)[] { ("$now", Instants.ToMicroseconds(now)), ("$partitions", partitions) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var due = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            due.Add(reader.GetInt32(0));
        }

        return due;
    }

    public override Task<IReadOnlyList<KnownAttempt>> FindAttemptsAsync(IReadOnlyList<string> providerMessageIds, CancellationToken cancellationToken) =>
        _readers.RunAsync<IReadOnlyList<KnownAttempt>>(statements => [.. providerMessageIds.SelectMany(id => FindAttempts(statements, id))]);

    public override Task<int> MarkProcessedAsync(IReadOnlyList<ProviderEventId> events, DateTimeOffset now, CancellationToken cancellationToken) =>
        _writer.RunAsync(statements => events.Sum(id => statements.Prepare(MarkProcessed, 2).Set(1, id.Value).Set(2, now).Execute()), cancellationToken);

    public override async Task<IReadOnlyList<(long Quarter, long Count)>> CountSentByQuarterAsync(
        WorkspaceId workspace, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = CountSentByQuarter;
        foreach (var (name, value) in new (string, object)[]
        {
            ("$workspace", workspace.Value.ToByteArray(bigEndian: true)), ("$from", Instants.ToMicroseconds(from)), ("$to", Instants.ToMicroseconds(to)),
        })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var quarters = new List<(long Quarter, long Count)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            quarters.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        return quarters;
    }

    private static List<KnownAttempt> FindAttempts(SqliteStatements statements, string providerMessageId)
    {
        using var rows = statements.Prepare(SelectAttempts, 1).Set(1, providerMessageId).Read();
        var known = new List<KnownAttempt>(1);
        while (rows.Read())
        {
            known.Add(new KnownAttempt(providerMessageId, new AccountId(rows.GetId(0)), new MessageId(rows.GetId(1)), rows.GetInt32(2)));
        }

        return known;
    }

    private static bool Store(SqliteStatements statements, NewProviderEvent entry) => statements.Prepare(InsertEvent, 12)
        .Set(1, entry.Id.Value)
        .Set(2, entry.Workspace.Value)
        .Set(3, entry.Account.Value)
        .Set(4, entry.Source)
        .Set(5, entry.EventKey)
        .Set(6, entry.Type)
        .Set(7, entry.Partition)
        .Set(8, entry.Number?.E164)
        .Set(9, entry.Content)
        .Set(10, entry.ReceivedAt)
        .Set(11, entry.Status)
        .Set(12, entry.Error)
        .Execute() == 1;
}
