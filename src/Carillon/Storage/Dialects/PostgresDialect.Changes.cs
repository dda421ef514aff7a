using Carillon.Primitives;
using Npgsql;

namespace Carillon.Storage.Dialects;

internal sealed partial class PostgresDialect
{
    private const string ShareLanes = "SELECT pg_advisory_xact_lock_shared($1, lane) FROM unnest($2::int[]) AS lane";

    private const string SelectMessages = """
        SELECT id, workspace_id, run_id, sender_id, recipient, variant, status, reason, attempts, segments, spent
        FROM outbound_message WHERE id = ANY($1)
        """;

    /// <summary>The same at the gate, where it must be known whether the person is still there.</summary>
    private const string SelectMessagesAtGate = """
        SELECT id, workspace_id, run_id, sender_id, recipient, variant, status, reason, attempts, segments, spent,
            contact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = contact_id)
        FROM outbound_message WHERE id = ANY($1)
        """;

    private const string LockMessagesAtGate = SelectMessagesAtGate + " ORDER BY id FOR NO KEY UPDATE";

    private const string LockNumbers = "SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) AS key";

    private const string LockMessages = """
        SELECT id, workspace_id, run_id, sender_id, recipient, variant, status, reason, attempts, segments, spent
        FROM outbound_message WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE
        """;

    // A batch of some hundred rows in a table of some ten thousand looks to the planner like a reason to read the table through.
    private const string LookUpByIndex =
        "SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)";

    private const string UpdateMessages = """
        UPDATE outbound_message m SET status = u.status, reason = u.reason, error_code = u.code, error_text = u.error,
            provider_message_id = coalesce(u.provider_id, m.provider_message_id), body = coalesce(u.body, m.body),
            segments = coalesce(u.segments, m.segments), attempts = coalesce(u.attempts, m.attempts), due_at = coalesce(u.due, m.due_at),
            sent_at = coalesce(u.sent, m.sent_at), delivered_at = coalesce(u.delivered, m.delivered_at), changed_at = $13,
            spent = coalesce(u.spent, m.spent)
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::int[], $9::int[],
            $10::timestamptz[], $11::timestamptz[], $12::timestamptz[], $14::int[], $15::text[], $16::text[], $17::int[], $18::int[], $19::int[])
            AS u(id, status, reason, code, error, provider_id, body, segments, attempts, due, sent, delivered, spent,
                status_before, reason_before, attempts_before, segments_before, spent_before)
        WHERE m.id = u.id AND m.status = u.status_before AND m.reason IS NOT DISTINCT FROM u.reason_before
            AND m.attempts = u.attempts_before AND m.segments = u.segments_before AND m.spent = u.spent_before
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

    private const string SelectSuppressions = """
        SELECT s.workspace_id, s.phone, s.reason FROM unnest($1::uuid[], $2::text[]) AS u(workspace, phone)
        JOIN suppression s ON s.workspace_id = u.workspace AND s.phone = u.phone AND s.channel = 'Sms'
        """;

    public override async Task ChangeMessagesAsync(MessageChanges changes, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (await TryChangeAsync(changes, tries == 1 ? Look.AsKnown : tries == 2 && changes.Known is not null ? Look.Reads : Look.Locks, cancellationToken))
                {
                    return;
                }
            }
            catch (PostgresException collision) when (tries < 5 && collision.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Nothing was written: the engine asks for the transaction again.
            }
        }
    }

    /// <summary>
    /// Reads, decides and writes with the old state in the condition. Locking the rows first would write each of them once more, and reading what
    /// is known looks each of them up once more, so they are done only where a try found that somebody else changed one in between: false.
    /// </summary>
    private async Task<bool> TryChangeAsync(MessageChanges changes, Look look, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        changes.Begin?.Invoke();
        if (await ReadAsync(connection, changes, look, cancellationToken) is not var (rows, facts))
        {
            return false;
        }

        if (facts.Numbers.Contested(changes.Now) is { Count: > 0 } contested)
        {
            // Two campaigns want the same number now: one after the other, and the second looks again.
            await using (var alone = new NpgsqlCommand(LockNumbers, connection))
            {
                alone.Parameters.Add(new NpgsqlParameter { Value = contested.Select(NumberLock).Distinct().Order().ToArray() });
                await alone.ExecuteNonQueryAsync(cancellationToken);
            }

            if (await ReadAsync(connection, changes, look, cancellationToken) is not var (rowsAlone, factsAlone))
            {
                return false;
            }

            (rows, facts) = (rowsAlone, factsAlone);
        }

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

        if (decided.Count > 0 && await WriteAsync(connection, decided, counters, changes.Now, cancellationToken) != decided.Count)
        {
            return false;
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Rows and facts in one round trip; the gate stands behind every wish that is being written. Null: somebody whom a message is for is not there any more, so it must be read whose it is.</summary>
    private static async Task<(IReadOnlyList<MessageNow> Rows, GateFacts Facts)?> ReadAsync(
        NpgsqlConnection connection, MessageChanges changes, Look look, CancellationToken cancellationToken)
    {
        var known = look is Look.AsKnown ? changes.Known : null;
        if (known is not null && changes.Question is null)
        {
            return (known, GateFacts.None);
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(BatchCommand(LookUpByIndex));
        var question = changes.Question;
        WorkspaceId[] workspaces = [.. (question?.Recipients ?? []).Select(recipient => recipient.Workspace).Distinct().Order()];
        if (question is not null)
        {
            foreach (var workspace in workspaces)
            {
                batch.BatchCommands.Add(BatchCommand("SELECT pg_advisory_xact_lock_shared($1)", WishLock(workspace)));
            }
        }

        if (question is not null)
        {
            batch.BatchCommands.Add(BatchCommand(ShareLanes, LaneLocks, question.Lanes.Select(LaneLock).ToArray()));
        }

        var before = batch.BatchCommands.Count;
        batch.BatchCommands.Add(known is not null && question is not null
            ? BatchCommand("SELECT count(*) FROM contact WHERE id = ANY($1)", question.People.Select(id => id.Value).ToArray())
            : BatchCommand(SelectOf(look, question is not null), changes.Messages.Select(id => id.Value).ToArray()));
        if (question is not null)
        {
            batch.BatchCommands.Add(BatchCommand(
                SelectSuppressions,
                question.Recipients.Select(recipient => recipient.Workspace.Value).ToArray(), question.Recipients.Select(recipient => recipient.Number.E164).ToArray()));
            batch.BatchCommands.Add(BatchCommand("SELECT sender_id, fence FROM lane WHERE sender_id = ANY($1)", question.Lanes.Select(id => id.Value).ToArray()));
            batch.BatchCommands.Add(BatchCommand("SELECT id, state FROM campaign_run WHERE id = ANY($1)", question.Runs.Select(id => id.Value).ToArray()));
            AskNumbers(batch, question);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        for (var i = 0; i < before; i++)
        {
            await reader.NextResultAsync(cancellationToken);
        }

        if (known is not null && question is not null)
        {
            await reader.ReadAsync(cancellationToken);
            return reader.GetInt64(0) == question.People.Count ? (known, await ReadFactsAsync(reader, cancellationToken)) : null;
        }

        var rows = new List<MessageNow>(changes.Messages.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(ReadNow(reader) with { IsPersonGone = question is not null && reader.GetBoolean(11) });
        }

        return (rows, question is null ? GateFacts.None : await ReadFactsAsync(reader, cancellationToken));
    }

    private static async Task<GateFacts> ReadFactsAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var facts = new GateFacts();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            facts.Suppress(
                new GateRecipient(new WorkspaceId(reader.GetGuid(0)), PhoneNumber.FromStored(reader.GetString(1))), Enum.Parse<SkipReason>(reader.GetString(2)));
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            facts.Fences[new SenderId(reader.GetGuid(0))] = reader.GetInt64(1);
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            facts.Runs[new RunId(reader.GetGuid(0))] = reader.GetString(1);
        }

        facts.Numbers = await ReadNumbersAsync(reader, cancellationToken);
        return facts;
    }

    /// <summary>Writes what was decided, and says how many of the messages stood as they were read.</summary>
    private static async Task<int> WriteAsync(
        NpgsqlConnection connection, List<(MessageNow Before, MessageChange Change)> decided, CounterDeltas counters, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(BatchCommand(LookUpByIndex));
        var update = BatchCommand(
            UpdateMessages,
            decided.Select(x => x.Before.Id.Value).ToArray(), decided.Select(x => StoredNames.Of(x.Change.Status)).ToArray(), decided.Select(x => x.Change.Reason).ToArray(),
            decided.Select(x => x.Change.Error.Code).ToArray(), decided.Select(x => x.Change.Error.Text).ToArray(),
            decided.Select(x => x.Change.ProviderMessageId).ToArray(), decided.Select(x => x.Change.Body).ToArray(), decided.Select(x => x.Change.Segments).ToArray(),
            decided.Select(x => x.Change.Attempts).ToArray(), decided.Select(x => x.Change.DueAt).ToArray(), decided.Select(x => x.Change.SentAt).ToArray(),
            decided.Select(x => x.Change.DeliveredAt).ToArray(), now, decided.Select(x => x.Change.Spent).ToArray(),
            decided.Select(x => StoredNames.Of(x.Before.Status)).ToArray(), decided.Select(x => x.Before.Reason).ToArray(),
            decided.Select(x => x.Before.Attempts).ToArray(), decided.Select(x => x.Before.Segments).ToArray(), decided.Select(x => x.Before.Spent).ToArray());
        batch.BatchCommands.Add(update);
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
        return (int)update.RecordsAffected;
    }

    private static string SelectOf(Look look, bool isAtGate) => (look is Look.Locks, isAtGate) switch
    {
        (true, true) => LockMessagesAtGate,
        (true, false) => LockMessages,
        (false, true) => SelectMessagesAtGate,
        (false, false) => SelectMessages,
    };

    private static MessageNow ReadNow(NpgsqlDataReader reader) => new(
        new MessageId(reader.GetGuid(0)), new WorkspaceId(reader.GetGuid(1)), new RunId(reader.GetGuid(2)), new SenderId(reader.GetGuid(3)),
        reader.IsDBNull(4) ? null : PhoneNumber.FromStored(reader.GetString(4)), reader.GetString(5), StoredNames.Status(reader.GetString(6)),
        reader.IsDBNull(7) ? null : reader.GetString(7), reader.GetInt32(8), reader.GetInt32(10), reader.GetInt32(9));

    /// <summary>How a try comes to know how messages stand.</summary>
    private enum Look
    {
        /// <summary>As they are known, where they are.</summary>
        AsKnown,

        /// <summary>By reading them.</summary>
        Reads,

        /// <summary>By locking them.</summary>
        Locks,
    }
}
