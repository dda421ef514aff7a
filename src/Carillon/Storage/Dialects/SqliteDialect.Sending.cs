using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

internal sealed partial class SqliteDialect
{
    private const string InsertRecipient = """
        INSERT INTO outbound_message (id, workspace_id, run_id, campaign_id, contact_id, sender_id, recipient, channel, purpose, kind, variant,
            status, reason, segments, attempts, spent, queued_at, due_at, expires_at, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Campaign', $10, $11, $12, 0, 0, 0, $13, $14, $15, $13)
        """;

    private const string MoveLaunchMark = """
        UPDATE campaign_run SET launched_up_to = $3, launched_at = $4
        WHERE id = $1 AND launched_up_to IS $2 AND launched_at IS NULL AND state IN ('Running', 'Paused')
        """;

    private const string SelectWaiting = """
        SELECT m.id, m.workspace_id, m.recipient, m.variant, m.kind, m.body, m.attempts, m.due_at, m.expires_at, m.contact_id,
            c.first_name, c.last_name, c.email, c.time_zone, c.region, c.attributes, m.reason, m.spent, m.segments
        FROM outbound_message m LEFT JOIN contact c ON c.id = m.contact_id
        WHERE m.run_id = $1 AND m.sender_id = $2 AND m.is_waiting AND m.due_at <= $3 AND (m.due_at, m.id) > ($4, $5)
        ORDER BY m.due_at, m.id LIMIT $6
        """;

    private const string SelectMessage = """
        SELECT workspace_id, run_id, sender_id, recipient, variant, status, reason, attempts, segments, spent, rowid FROM outbound_message WHERE id = $1
        """;

    /// <summary>The same at the gate, where it must be known whether the person is still there.</summary>
    private const string SelectMessageAtGate = """
        SELECT workspace_id, run_id, sender_id, recipient, variant, status, reason, attempts, segments, spent, rowid,
            contact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = contact_id)
        FROM outbound_message WHERE id = $1
        """;

    private const string InsertAttempt = "INSERT INTO send_attempt (message_id, number, sender_id, fence, started_at) VALUES ($1, $2, $3, $4, $5)";

    private const string AnswerAttempt = """
        UPDATE send_attempt SET outcome = $3, provider_message_id = coalesce($4, provider_message_id), detail = $5, answered_at = $6
        WHERE message_id = $1 AND number = $2
        """;

    private const string AddToCounter = """
        INSERT INTO run_counter (run_id, variant, metric, count) VALUES ($1, $2, $3, $4)
        ON CONFLICT (run_id, variant, metric) DO UPDATE SET count = count + excluded.count
        """;

    private const string RaiseFence = """
        INSERT INTO lane (sender_id, fence, node, activated_at) VALUES ($1, 1, $2, CAST(unixepoch('subsec') * 1000000 AS INTEGER))
        ON CONFLICT (sender_id) DO UPDATE SET fence = fence + 1, node = excluded.node, activated_at = excluded.activated_at
        RETURNING fence
        """;

    private const string SelectSuppressions = "SELECT reason FROM suppression WHERE workspace_id = $1 AND phone = $2 AND channel = 'Sms'";

    private const string SelectFence = "SELECT fence FROM lane WHERE sender_id = $1";

    private const string SelectRunState = "SELECT state FROM campaign_run WHERE id = $1";

    public override Task<bool> WriteRecipientsAsync(RecipientPage page, CancellationToken cancellationToken) =>
        _writer.RunAsync(statements => WriteRecipients(statements, page), cancellationToken);

    public override Task<long> RaiseFenceAsync(SenderId lane, string node, CancellationToken cancellationToken) =>
        _writer.RunAsync(statements => (long)statements.Prepare(RaiseFence, 2).Set(1, lane.Value).Set(2, node).Scalar()!, cancellationToken); // RETURNING gives a row

    public override Task<IReadOnlyList<WaitingMessage>> ClaimAsync(ClaimQuery query, CancellationToken cancellationToken) =>
        _readers.RunAsync<IReadOnlyList<WaitingMessage>>(statements => Claim(statements, query));

    public override Task ChangeMessagesAsync(MessageChanges changes, CancellationToken cancellationToken) =>
        _writer.RunAsync(statements => ChangeMessages(statements, changes), cancellationToken);

    private static bool WriteRecipients(SqliteStatements statements, RecipientPage page)
    {
        var moved = statements.Prepare(MoveLaunchMark, 4)
            .Set(1, page.Run.Value).Set(2, page.After?.Value).Set(3, page.UpTo?.Value).Set(4, page.IsLast ? page.Now : null).Execute();
        if (moved == 0)
        {
            return false;
        }

        var counters = new CounterDeltas();
        foreach (var row in page.Rows)
        {
            var status = row.Skip is null ? MessageStatus.Queued : MessageStatus.Skipped;
            statements.Prepare(InsertRecipient, 15)
                .Set(1, row.Id.Value).Set(2, page.Workspace.Value).Set(3, page.Run.Value).Set(4, page.Campaign.Value).Set(5, row.Contact.Value)
                .Set(6, (row.Sender ?? page.Sender).Value).Set(7, row.To?.E164).Set(8, page.Channel.ToString()).Set(9, page.Purpose.ToString()).Set(10, row.Variant)
                .Set(11, status.ToString()).Set(12, row.Skip?.ToString() ?? row.Waits).Set(13, page.Now).Set(14, row.DueAt).Set(15, row.ExpiresAt ?? page.ExpiresAt).Execute();
            WriteNote(statements, page.Workspace, row.Id, row.Note, page.Now);
            counters.Enter(page.Run, row.Variant, status, row.Skip?.ToString());
        }

        WriteCounters(statements, counters);
        return true;
    }

    private static bool ChangeMessages(SqliteStatements statements, MessageChanges changes)
    {
        changes.Begin?.Invoke();
        var facts = changes.Question is null ? GateFacts.None : Answer(statements, changes.Question);
        var counters = new CounterDeltas();
        foreach (var id in changes.Messages)
        {
            if (Find(statements, id, changes.Question is not null) is var (before, row) && changes.Decide(before, facts) is { } change)
            {
                Write(statements, before, row, change, changes.Now);
                counters.Change(before, change);
            }
        }

        WriteCounters(statements, counters);
        return true;
    }

    /// <summary>The message as it stands, and its row's place in the table.</summary>
    private static (MessageNow Message, long Row)? Find(SqliteStatements statements, MessageId id, bool isAtGate)
    {
        using var row = statements.Prepare(isAtGate ? SelectMessageAtGate : SelectMessage, 1).Set(1, id.Value).Read();
        if (!row.Read())
        {
            return null;
        }

        var message = new MessageNow(
            id,
            new WorkspaceId(row.GetId(0)),
            new RunId(row.GetId(1)),
            new SenderId(row.GetId(2)),
            row.GetText(3) is { } to ? PhoneNumber.FromStored(to) : null,
            row.GetString(4),
            StoredNames.Status(row.GetBytes(5)),
            row.GetText(6),
            row.GetInt32(7),
            row.GetInt32(9),
            row.GetInt32(8))
        {
            IsPersonGone = isAtGate && row.GetInt32(11) != 0,
        };
        return (message, row.GetInt64(10));
    }

    private static void Write(SqliteStatements statements, MessageNow before, long row, MessageChange change, DateTimeOffset now)
    {
        MessageUpdate.Run(statements, row, change, now);
        WriteNote(statements, before.Workspace, before.Id, change.Note, now);
        if (change.Attempt is { Outcome: null } begun)
        {
            statements.Prepare(InsertAttempt, 5)
                .Set(1, before.Id.Value).Set(2, begun.Number).Set(3, before.Sender.Value).Set(4, begun.Fence).Set(5, now).Execute();
        }
        else if (change.Attempt is { } answered)
        {
            statements.Prepare(AnswerAttempt, 6)
                .Set(1, before.Id.Value).Set(2, answered.Number).Set(3, answered.Outcome).Set(4, answered.ProviderMessageId).Set(5, answered.Detail).Set(6, now)
                .Execute();
        }
    }

    private static void WriteCounters(SqliteStatements statements, CounterDeltas counters)
    {
        foreach (var (run, variant, metric, delta) in counters.InOrder())
        {
            statements.Prepare(AddToCounter, 4).Set(1, run).Set(2, variant).Set(3, metric).Set(4, delta).Execute();
        }
    }

    private static GateFacts Answer(SqliteStatements statements, GateQuestion question)
    {
        var facts = new GateFacts();
        var suppressions = statements.Prepare(SelectSuppressions, 2);
        foreach (var recipient in question.Recipients)
        {
            using var rows = suppressions.Set(1, recipient.Workspace.Value).Set(2, recipient.Number.E164).Read();
            while (rows.Read())
            {
                facts.Suppress(recipient, Enum.Parse<SkipReason>(rows.GetString(0)));
            }
        }

        foreach (var lane in question.Lanes)
        {
            facts.Fences[lane] = statements.Prepare(SelectFence, 1).Set(1, lane.Value).Scalar() as long? ?? 0;
        }

        foreach (var run in question.Runs)
        {
            facts.Runs[run] = statements.Prepare(SelectRunState, 1).Set(1, run.Value).Scalar() as string ?? "";
        }

        facts.Numbers = ReadNumbers(statements, question);
        return facts;
    }

    private static List<WaitingMessage> Claim(SqliteStatements statements, ClaimQuery query)
    {
        using var rows = statements.Prepare(SelectWaiting, 6)
            .Set(1, query.Run.Value).Set(2, query.Lane.Value).Set(3, query.Now)
            .Set(4, query.After is { } after ? Instants.ToMicroseconds(after.DueAt) : long.MinValue).Set(5, query.After?.Id.Value ?? Guid.Empty)
            .Set(6, query.Most).Read();
        var waiting = new List<WaitingMessage>(Math.Min(query.Most, 1024));
        while (rows.Read())
        {
            waiting.Add(new WaitingMessage(
                new MessageId(rows.GetId(0)), new WorkspaceId(rows.GetId(1)), query.Run, PhoneNumber.FromStored(rows.GetString(2)), rows.GetString(3),
                rows.GetString(4), rows.GetText(5), rows.GetInt32(6), rows.GetInstant(7), rows.GetInstantOrNull(8),
                rows.IsDBNull(9) ? null : new ContactId(rows.GetId(9)),
                rows.GetText(10), rows.GetText(11), rows.GetText(12), rows.GetText(13), rows.GetText(14), rows.GetText(15))
            {
                Reason = rows.GetText(16),
                Spent = rows.GetInt32(17),
                Segments = rows.GetInt32(18),
            });
        }

        return waiting;
    }
}
