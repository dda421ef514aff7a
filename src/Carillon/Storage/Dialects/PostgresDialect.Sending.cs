using Carillon.Primitives;
using Npgsql;
using NpgsqlTypes;

namespace Carillon.Storage.Dialects;

internal sealed partial class PostgresDialect
{
    private const string CopyRecipients = """
        COPY outbound_message (id, workspace_id, run_id, campaign_id, contact_id, sender_id, recipient, channel, purpose, kind, variant,
            status, reason, segments, attempts, spent, queued_at, due_at, expires_at, changed_at) FROM STDIN (FORMAT BINARY)
        """;

    private const string MoveLaunchMark = """
        UPDATE campaign_run SET launched_up_to = $3, launched_at = $4
        WHERE id = $1 AND launched_up_to IS NOT DISTINCT FROM $2 AND launched_at IS NULL AND state IN ('Running', 'Paused')
        """;

    private const string SelectWaiting = """
        SELECT m.id, m.workspace_id, m.recipient, m.variant, m.kind, m.body, m.attempts, m.due_at, m.expires_at, m.contact_id,
            c.first_name, c.last_name, c.email, c.time_zone, c.region, c.attributes, m.reason, m.spent, m.segments
        FROM outbound_message m LEFT JOIN contact c ON c.id = m.contact_id
        WHERE m.run_id = $1 AND m.sender_id = $2 AND m.is_waiting AND m.due_at <= $3 AND (m.due_at, m.id) > ($4, $5)
        ORDER BY m.due_at, m.id LIMIT $6
        """;

    private const string RaiseFence = """
        INSERT INTO lane AS l (sender_id, fence, node, activated_at) VALUES ($1, 1, $2, clock_timestamp())
        ON CONFLICT (sender_id) DO UPDATE SET fence = l.fence + 1, node = excluded.node, activated_at = excluded.activated_at
        RETURNING fence
        """;

    public override async Task<bool> WriteRecipientsAsync(RecipientPage page, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var mark = Command(connection, MoveLaunchMark, page.Run.Value, page.After?.Value, page.UpTo?.Value, page.IsLast ? page.Now : null);
        mark.Parameters[1].NpgsqlDbType = mark.Parameters[2].NpgsqlDbType = NpgsqlDbType.Uuid;
        mark.Parameters[3].NpgsqlDbType = NpgsqlDbType.TimestampTz;
        if (await mark.ExecuteNonQueryAsync(cancellationToken) == 0)
        {
            return false;
        }

        var counters = new CounterDeltas();
        await using (var copy = await connection.BeginBinaryImportAsync(CopyRecipients, cancellationToken))
        {
            foreach (var row in page.Rows)
            {
                await CopyAsync(copy, page, row, cancellationToken);
                counters.Enter(page.Run, row.Variant, row.Skip is null ? MessageStatus.Queued : MessageStatus.Skipped, row.Skip?.ToString());
            }

            await copy.CompleteAsync(cancellationToken);
        }

        var notes = page.Rows.Where(row => row.Note is not null).Select(row => (page.Workspace, row.Id, row.Note!)).ToList(); // the filter says so
        if (notes.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(DecisionCommand(notes, page.Now));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        await WriteCountersAsync(connection, counters, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public override async Task<long> RaiseFenceAsync(SenderId lane, string node, CancellationToken cancellationToken)
    {
        // Gates share the lane's lock and the fence takes it alone: what an older right has begun is committed and seen, or sees the new fence.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var alone = Command(connection, "SELECT pg_advisory_xact_lock($1, $2)", LaneLocks, LaneLock(lane));
        await alone.ExecuteNonQueryAsync(cancellationToken);
        await using var command = Command(connection, RaiseFence, lane.Value, node);
        var fence = (long)(await command.ExecuteScalarAsync(cancellationToken))!; // RETURNING gives a row
        await transaction.CommitAsync(cancellationToken);
        return fence;
    }

    public override async Task<IReadOnlyList<WaitingMessage>> ClaimAsync(ClaimQuery query, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = Command(
            connection, SelectWaiting, query.Run.Value, query.Lane.Value, query.Now, query.After?.DueAt ?? DateTimeOffset.UnixEpoch, query.After?.Id.Value ?? Guid.Empty, query.Most);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var waiting = new List<WaitingMessage>();
        while (await reader.ReadAsync(cancellationToken))
        {
            waiting.Add(ReadWaiting(reader, query.Run));
        }

        return waiting;
    }

    private static async Task WriteCountersAsync(NpgsqlConnection connection, CounterDeltas counters, CancellationToken cancellationToken)
    {
        if (counters.Count > 0)
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(CounterCommand(counters));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static NpgsqlBatchCommand CounterCommand(CounterDeltas counters)
    {
        var rows = counters.InOrder();
        return BatchCommand(
            AddToCounters, rows.Select(row => row.Run).ToArray(), rows.Select(row => row.Variant).ToArray(), rows.Select(row => row.Metric).ToArray(),
            rows.Select(row => row.Delta).ToArray());
    }

    private static async Task CopyAsync(NpgsqlBinaryImporter copy, RecipientPage page, NewRecipient row, CancellationToken cancellationToken)
    {
        await copy.StartRowAsync(cancellationToken);
        await copy.WriteAsync(row.Id.Value, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(page.Workspace.Value, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(page.Run.Value, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(page.Campaign.Value, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync(row.Contact.Value, NpgsqlDbType.Uuid, cancellationToken);
        await copy.WriteAsync((row.Sender ?? page.Sender).Value, NpgsqlDbType.Uuid, cancellationToken);
        await WriteTextAsync(copy, row.To?.E164, cancellationToken);
        await WriteTextAsync(copy, page.Channel.ToString(), cancellationToken);
        await WriteTextAsync(copy, page.Purpose.ToString(), cancellationToken);
        await WriteTextAsync(copy, "Campaign", cancellationToken);
        await WriteTextAsync(copy, row.Variant, cancellationToken);
        await WriteTextAsync(copy, row.Skip is null ? nameof(MessageStatus.Queued) : nameof(MessageStatus.Skipped), cancellationToken);
        await WriteTextAsync(copy, row.Skip?.ToString() ?? row.Waits, cancellationToken);
        await copy.WriteAsync(0, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(0, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(0, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(page.Now, NpgsqlDbType.TimestampTz, cancellationToken);
        await copy.WriteAsync(row.DueAt, NpgsqlDbType.TimestampTz, cancellationToken);
        if ((row.ExpiresAt ?? page.ExpiresAt) is { } expires)
        {
            await copy.WriteAsync(expires, NpgsqlDbType.TimestampTz, cancellationToken);
        }
        else
        {
            await copy.WriteNullAsync(cancellationToken);
        }

        await copy.WriteAsync(page.Now, NpgsqlDbType.TimestampTz, cancellationToken);
    }

    private static Task WriteTextAsync(NpgsqlBinaryImporter copy, string? text, CancellationToken cancellationToken) =>
        text is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);

    private static WaitingMessage ReadWaiting(NpgsqlDataReader reader, RunId run)
    {
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        return new WaitingMessage(
            new MessageId(reader.GetGuid(0)), new WorkspaceId(reader.GetGuid(1)), run, PhoneNumber.FromStored(reader.GetString(2)), reader.GetString(3),
            reader.GetString(4), Text(5), reader.GetInt32(6), reader.GetFieldValue<DateTimeOffset>(7),
            reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8), reader.IsDBNull(9) ? null : new ContactId(reader.GetGuid(9)),
            Text(10), Text(11), Text(12), Text(13), Text(14), Text(15))
        {
            Reason = Text(16),
            Spent = reader.GetInt32(17),
            Segments = reader.GetInt32(18),
        };
    }
}
