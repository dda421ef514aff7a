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
            c.first_name, c.last_name, c.email, c.time_zone, c.region, c.attributes
        FROM outbound_message m LEFT JOIN contact c ON c.id = m.contact_id
        WHERE m.run_id = $1 AND m.sender_id = $2 AND m.status = 'Queued' AND m.due_at <= $3 AND (m.due_at, m.id) > ($4, $5)
        ORDER BY m.due_at, m.id LIMIT $6
        """;

    private const string LockMessages = """
        SELECT id, workspace_id, run_id, sender_id, recipient, variant, status, reason, attempts, segments, spent
        FROM outbound_message WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE
        """;

    private const string UpdateMessages = """
        UPDATE outbound_message m SET status = u.status, reason = u.reason, error_code = u.code, error_text = u.error,
            provider_message_id = coalesce(u.provider_id, m.provider_message_id), body = coalesce(u.body, m.body),
            segments = coalesce(u.segments, m.segments), attempts = coalesce(u.attempts, m.attempts), due_at = coalesce(u.due, m.due_at),
            sent_at = coalesce(u.sent, m.sent_at), delivered_at = coalesce(u.delivered, m.delivered_at), changed_at = $13,
            spent = coalesce(u.spent, m.spent)
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[],
            $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $14::int[])
            AS u(id, status, reason, code, error, provider_id, body, segments, attempts, due, sent, delivered, spent)
        WHERE m.id = u.id
        """;

    private const string InsertAttempts = """
        INSERT INTO send_attempt (message_id, number, sender_id, fence, started_at)
        SELECT u.id, u.number, u.sender, u.fence, $5 FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::bigint[]) AS u(id, number, sender, fence)
        """;

    private const string AnswerAttempts = """
        UPDATE send_attempt a SET outcome = u.outcome, provider_message_id = coalesce(u.provider_id, a.provider_message_id), detail = u.detail, answered_at = $6
        FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[]) AS u(id, number, outcome, provider_id, detail)
        WHERE a.message_id = u.id AND a.number = u.number
        """;

    private const string AddToCounters = """
        INSERT INTO run_counter AS c (run_id, variant, metric, count)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[])
        ON CONFLICT (run_id, variant, metric) DO UPDATE SET count = c.count + excluded.count
        """;

    private const string ShareLanes = "SELECT pg_advisory_xact_lock_shared($1, lane) FROM unnest($2::int[]) AS lane";

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

    public override async Task ChangeMessagesAsync(MessageChanges changes, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await ChangeOnceAsync(changes, cancellationToken);
                return;
            }
            catch (PostgresException collision) when (tries < 5 && collision.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Nothing was written: the engine asks for the transaction again.
            }
        }
    }

    private async Task ChangeOnceAsync(MessageChanges changes, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (rows, facts) = await LockAsync(connection, changes, cancellationToken);
        var decided = new List<(MessageNow Before, MessageChange Change)>(rows.Count);
        var counters = new CounterDeltas();
        foreach (var row in rows)
        {
            if (changes.Decide(row, facts) is { } change)
            {
                decided.Add((row, change));
                counters.Change(row, change);
            }
        }

        if (decided.Count > 0)
        {
            await WriteAsync(connection, decided, counters, changes.Now, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Rows and facts in one round trip; the gate stands behind every wish that is being written (compliance.md §2.3).</summary>
    private static async Task<(List<MessageNow> Rows, GateFacts Facts)> LockAsync(NpgsqlConnection connection, MessageChanges changes, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        var question = changes.Question;
        if (question is not null)
        {
            foreach (var workspace in question.Workspaces.Order())
            {
                batch.BatchCommands.Add(BatchCommand("SELECT pg_advisory_xact_lock_shared($1)", WishLock(workspace)));
            }
        }

        if (question is not null)
        {
            batch.BatchCommands.Add(BatchCommand(ShareLanes, LaneLocks, question.Lanes.Select(LaneLock).ToArray()));
        }

        batch.BatchCommands.Add(BatchCommand(LockMessages, changes.Messages.Select(id => id.Value).ToArray()));
        if (question is not null)
        {
            batch.BatchCommands.Add(BatchCommand(
                "SELECT workspace_id, phone, reason FROM suppression WHERE workspace_id = ANY($1) AND phone = ANY($2) AND channel = 'Sms'",
                question.Workspaces.Select(id => id.Value).ToArray(), question.Numbers.Select(number => number.E164).ToArray()));
            batch.BatchCommands.Add(BatchCommand("SELECT sender_id, fence FROM lane WHERE sender_id = ANY($1)", question.Lanes.Select(id => id.Value).ToArray()));
            batch.BatchCommands.Add(BatchCommand("SELECT id, state FROM campaign_run WHERE id = ANY($1)", question.Runs.Select(id => id.Value).ToArray()));
            AskNumbers(batch, question);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (var i = 0; i < (question is null ? 0 : question.Workspaces.Count + 1); i++)
        {
            await reader.NextResultAsync(cancellationToken);
        }

        var rows = new List<MessageNow>(changes.Messages.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(ReadNow(reader));
        }

        return (rows, question is null ? GateFacts.None : await ReadFactsAsync(reader, cancellationToken));
    }

    private static async Task<GateFacts> ReadFactsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var suppressions = new List<((WorkspaceId, PhoneNumber) Key, SkipReason Reason)>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            suppressions.Add(((new WorkspaceId(reader.GetGuid(0)), PhoneNumber.FromStored(reader.GetString(1))), Enum.Parse<SkipReason>(reader.GetString(2))));
        }

        var fences = new Dictionary<SenderId, long>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            fences[new SenderId(reader.GetGuid(0))] = reader.GetInt64(1);
        }

        var runs = new Dictionary<RunId, string>();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            runs[new RunId(reader.GetGuid(0))] = reader.GetString(1);
        }

        return new GateFacts(suppressions.ToLookup(entry => entry.Key, entry => entry.Reason), fences, runs, await ReadNumbersAsync(reader, cancellationToken));
    }

    private static async Task WriteAsync(
        NpgsqlConnection connection, List<(MessageNow Before, MessageChange Change)> decided, CounterDeltas counters, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(BatchCommand(
            UpdateMessages,
            decided.Select(x => x.Before.Id.Value).ToArray(), decided.Select(x => x.Change.Status.ToString()).ToArray(), decided.Select(x => x.Change.Reason).ToArray(),
            decided.Select(x => x.Change.Error.Code).ToArray(), decided.Select(x => x.Change.Error.Text).ToArray(),
            decided.Select(x => x.Change.ProviderMessageId).ToArray(), decided.Select(x => x.Change.Body).ToArray(), decided.Select(x => x.Change.Segments).ToArray(),
            decided.Select(x => x.Change.Attempts).ToArray(), decided.Select(x => x.Change.DueAt).ToArray(), decided.Select(x => x.Change.SentAt).ToArray(),
            decided.Select(x => x.Change.DeliveredAt).ToArray(), now, decided.Select(x => x.Change.Spent).ToArray()));
        var begun = decided.Where(x => x.Change.Attempt is { Outcome: null }).Select(x => (x.Before, Attempt: x.Change.Attempt!)).ToArray(); // the filter says so
        if (begun.Length > 0)
        {
            batch.BatchCommands.Add(BatchCommand(
                InsertAttempts, begun.Select(x => x.Before.Id.Value).ToArray(), begun.Select(x => x.Attempt.Number).ToArray(),
                begun.Select(x => x.Before.Sender.Value).ToArray(), begun.Select(x => x.Attempt.Fence ?? 0).ToArray(), now));
        }

        var answered = decided.Where(x => x.Change.Attempt is { Outcome: not null }).Select(x => (x.Before, Attempt: x.Change.Attempt!)).ToArray(); // the filter says so
        if (answered.Length > 0)
        {
            batch.BatchCommands.Add(BatchCommand(
                AnswerAttempts, answered.Select(x => x.Before.Id.Value).ToArray(), answered.Select(x => x.Attempt.Number).ToArray(),
                answered.Select(x => x.Attempt.Outcome).ToArray(), answered.Select(x => x.Attempt.ProviderMessageId).ToArray(),
                answered.Select(x => x.Attempt.Detail).ToArray(), now));
        }

        var notes = decided.Where(x => x.Change.Note is not null).Select(x => (x.Before.Workspace, x.Before.Id, x.Change.Note!)).ToList(); // the filter says so
        if (notes.Count > 0)
        {
            batch.BatchCommands.Add(DecisionCommand(notes, now));
        }

        if (counters.Count > 0)
        {
            batch.BatchCommands.Add(CounterCommand(counters));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
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

    private static MessageNow ReadNow(NpgsqlDataReader reader) => new(
        new MessageId(reader.GetGuid(0)), new WorkspaceId(reader.GetGuid(1)), new RunId(reader.GetGuid(2)), new SenderId(reader.GetGuid(3)),
        reader.IsDBNull(4) ? null : PhoneNumber.FromStored(reader.GetString(4)), reader.GetString(5), Enum.Parse<MessageStatus>(reader.GetString(6)),
        reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetInt32(8), reader.GetInt32(10), reader.GetInt32(9));

    private static WaitingMessage ReadWaiting(NpgsqlDataReader reader, RunId run)
    {
        string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
        return new WaitingMessage(
            new MessageId(reader.GetGuid(0)), new WorkspaceId(reader.GetGuid(1)), run, PhoneNumber.FromStored(reader.GetString(2)), reader.GetString(3),
            reader.GetString(4), Text(5), reader.GetInt32(6), reader.GetFieldValue<DateTimeOffset>(7),
            reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8), reader.IsDBNull(9) ? null : new ContactId(reader.GetGuid(9)),
            Text(10), Text(11), Text(12), Text(13), Text(14), Text(15));
    }
}
