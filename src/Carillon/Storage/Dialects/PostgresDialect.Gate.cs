using Carillon.Primitives;
using Npgsql;

namespace Carillon.Storage.Dialects;

internal sealed partial class PostgresDialect
{
    private const long NumberLocks = 0x6E756D6265720000;

    /// <summary>What stands; a consent whose end is past does not, a refusal has none.</summary>
    private const string SelectConsents = """
        SELECT workspace_id, phone, purpose, status FROM consent_state
        WHERE (workspace_id, phone) IN (SELECT * FROM unnest($1::uuid[], $2::text[])) AND channel = 'Sms' AND (expires_at IS NULL OR expires_at > $3 OR status = 'Unsubscribed')
        """;

    /// <summary>What the numbers got or may be getting, and what of marketing waits for them.</summary>
    private const string SelectSentBefore = """
        SELECT workspace_id, recipient, coalesce(sent_at, changed_at), purpose, campaign_id, kind, status, due_at, id FROM outbound_message m
        WHERE (workspace_id, recipient) IN (SELECT * FROM unnest($1::uuid[], $2::text[])) AND channel = 'Sms' AND kind <> 'KeywordAnswer' AND (
            (changed_at > $3 AND (status IN ('Sending', 'InDoubt', 'Accepted', 'Sent', 'Delivered', 'Undelivered') OR (status = 'Failed' AND sent_at IS NOT NULL)))
            OR (status = 'Queued' AND purpose = 'Marketing' AND (expires_at IS NULL OR expires_at > $4)
                AND EXISTS (SELECT 1 FROM campaign_run r WHERE r.id = m.run_id AND r.state IN ('Running', 'Paused'))))
        """;

    private const string SelectWrote = "SELECT workspace_id, origin, received_at FROM inbound_message WHERE (workspace_id, origin) IN (SELECT * FROM unnest($1::uuid[], $2::text[])) AND received_at > $3";

    private const string SelectReviews = """
        SELECT r.workspace_id, r.phone, max(r.due_at) FROM unnest($1::uuid[], $2::text[]) AS u(workspace, phone)
        JOIN opt_out_review r ON r.workspace_id = u.workspace AND r.phone = u.phone AND r.status = 'Open' AND r.channel = 'Sms' GROUP BY 1, 2
        """;

    private const string InsertDecisions = """
        INSERT INTO send_decision (id, workspace_id, message_id, at, kind, rule, pack, until, facts)
        SELECT u.id, u.workspace, u.message, $9, u.kind, u.rule, u.pack, u.until, u.facts
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::text[])
            AS u(id, workspace, message, kind, rule, pack, until, facts)
        """;

    /// <summary>The lock of a number, one of a few hundred of its workspace: a batch must not fill the engine's table of locks.</summary>
    private static long NumberLock(GateRecipient recipient) => WishLock(recipient.Workspace) ^ NumberLocks ^ (recipient.Number.E164.Aggregate(0L, (sum, digit) => (sum * 31) + digit) & 511);

    /// <summary>The questions about numbers, in the order in which <see cref="ReadNumbersAsync"/> reads the answers.</summary>
    private static void AskNumbers(NpgsqlBatch batch, GateQuestion question)
    {
        batch.BatchCommands.Add(BatchCommand(SelectConsents, Workspaces(question.Recipients), Numbers(question.Recipients), question.Now));
        batch.BatchCommands.Add(BatchCommand(SelectSentBefore, Workspaces(question.Counted), Numbers(question.Counted), question.Now - NumberFacts.Span, question.Now));
        batch.BatchCommands.Add(BatchCommand(SelectWrote, Workspaces(question.Counted), Numbers(question.Counted), question.Now - NumberFacts.Span));
        batch.BatchCommands.Add(BatchCommand(SelectReviews, Workspaces(question.Counted), Numbers(question.Counted)));
        batch.BatchCommands.Add(BatchCommand("SELECT scope FROM sending_stop"));
    }

    private static Guid[] Workspaces(IReadOnlyCollection<GateRecipient> recipients) => [.. recipients.Select(recipient => recipient.Workspace.Value)];

    private static string[] Numbers(IReadOnlyCollection<GateRecipient> recipients) => [.. recipients.Select(recipient => recipient.Number.E164)];

    private static async Task<NumberFacts> ReadNumbersAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var facts = new NumberFacts();
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            facts.AddConsent(new WorkspaceId(reader.GetGuid(0)), PhoneNumber.FromStored(reader.GetString(1)), Enum.Parse<Purpose>(reader.GetString(2)), reader.GetString(3));
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (reader.GetString(6) == nameof(MessageStatus.Queued))
            {
                facts.AddPending(
                    new WorkspaceId(reader.GetGuid(0)), PhoneNumber.FromStored(reader.GetString(1)), new PendingBefore(new MessageId(reader.GetGuid(8)), reader.GetFieldValue<DateTimeOffset>(7)));
                continue;
            }

            facts.AddSent(new WorkspaceId(reader.GetGuid(0)), PhoneNumber.FromStored(reader.GetString(1)), new SentBefore(
                reader.GetFieldValue<DateTimeOffset>(2), Enum.Parse<Purpose>(reader.GetString(3)), reader.IsDBNull(4) ? null : new CampaignId(reader.GetGuid(4)),
                reader.GetString(5) == "Direct"));
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            facts.AddWrote(new WorkspaceId(reader.GetGuid(0)), PhoneNumber.FromStored(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2));
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            facts.AddReview(new WorkspaceId(reader.GetGuid(0)), PhoneNumber.FromStored(reader.GetString(1)), reader.GetFieldValue<DateTimeOffset>(2));
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            facts.AddStop(new WorkspaceId(reader.GetGuid(0)));
        }

        return facts;
    }

    private static NpgsqlBatchCommand DecisionCommand(IReadOnlyList<(WorkspaceId Workspace, MessageId Message, DecisionNote Note)> notes, DateTimeOffset now) => BatchCommand(
        InsertDecisions,
        notes.Select(_ => Guid.CreateVersion7(now)).ToArray(), notes.Select(x => x.Workspace.Value).ToArray(), notes.Select(x => x.Message.Value).ToArray(),
        notes.Select(x => x.Note.Kind).ToArray(), notes.Select(x => x.Note.Rule).ToArray(), notes.Select(x => x.Note.Pack).ToArray(),
        notes.Select(x => x.Note.Until).ToArray(), notes.Select(x => x.Note.Facts).ToArray(), now);
}
