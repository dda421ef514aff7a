using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

internal sealed partial class SqliteDialect
{
    /// <summary>What stands; a consent whose end is past does not, a refusal has none.</summary>
    private const string SelectConsents = """
        SELECT purpose, status FROM consent_state
        WHERE workspace_id = $1 AND phone = $2 AND channel = 'Sms' AND (expires_at IS NULL OR expires_at > $3 OR status = 'Unsubscribed')
        """;

    /// <summary>What the number got or may be getting, and what of marketing waits for it.</summary>
    private const string SelectSentBefore = """
        SELECT coalesce(sent_at, changed_at), purpose, campaign_id, kind, status, due_at, id FROM outbound_message m
        WHERE workspace_id = $1 AND recipient = $2 AND channel = 'Sms' AND kind <> 'KeywordAnswer' AND (
            (changed_at > $3 AND (status IN ('Sending', 'InDoubt', 'Accepted', 'Sent', 'Delivered', 'Undelivered') OR (status = 'Failed' AND sent_at IS NOT NULL)))
            OR (status = 'Queued' AND purpose = 'Marketing' AND (expires_at IS NULL OR expires_at > $4)
                AND EXISTS (SELECT 1 FROM campaign_run r WHERE r.id = m.run_id AND r.state IN ('Running', 'Paused'))))
        """;

    private const string SelectWrote = "SELECT received_at FROM inbound_message WHERE workspace_id = $1 AND origin = $2 AND received_at > $3";

    private const string SelectReview = """
        SELECT due_at FROM opt_out_review WHERE workspace_id = $1 AND phone = $2 AND status = 'Open' AND channel = 'Sms' ORDER BY due_at DESC LIMIT 1
        """;

    private const string InsertDecision = """
        INSERT INTO send_decision (id, workspace_id, message_id, at, kind, rule, pack, until, facts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private static NumberFacts ReadNumbers(SqliteStatements statements, GateQuestion question)
    {
        var facts = new NumberFacts();
        foreach (var (workspace, number) in question.Recipients)
        {
            using (var consents = statements.Prepare(SelectConsents, 3).Set(1, workspace.Value).Set(2, number.E164).Set(3, question.Now).Read())
            {
                while (consents.Read())
                {
                    facts.AddConsent(workspace, number, Enum.Parse<Purpose>(consents.GetString(0)), consents.GetString(1));
                }
            }

            if (!question.Counted.Contains(new GateRecipient(workspace, number)))
            {
                continue;
            }

            using (var sent = statements.Prepare(SelectSentBefore, 4).Set(1, workspace.Value).Set(2, number.E164).Set(3, question.Now - NumberFacts.Span).Set(4, question.Now).Read())
            {
                while (sent.Read())
                {
                    if (sent.GetString(4) == nameof(MessageStatus.Queued))
                    {
                        facts.AddPending(workspace, number, new PendingBefore(new MessageId(sent.GetId(6)), sent.GetInstant(5)));
                        continue;
                    }

                    facts.AddSent(workspace, number, new SentBefore(
                        sent.GetInstant(0), Enum.Parse<Purpose>(sent.GetString(1)), sent.IsDBNull(2) ? null : new CampaignId(sent.GetId(2)),
                        sent.GetString(3) == "Direct"));
                }
            }

            using (var review = statements.Prepare(SelectReview, 2).Set(1, workspace.Value).Set(2, number.E164).Read())
            {
                if (review.Read())
                {
                    facts.AddReview(workspace, number, review.GetInstant(0));
                }
            }

            using var wrote = statements.Prepare(SelectWrote, 3).Set(1, workspace.Value).Set(2, number.E164).Set(3, question.Now - NumberFacts.Span).Read();
            while (wrote.Read())
            {
                facts.AddWrote(workspace, number, wrote.GetInstant(0));
            }
        }

        using var stops = statements.Prepare("SELECT scope FROM sending_stop", 0).Read();
        while (stops.Read())
        {
            facts.AddStop(new WorkspaceId(stops.GetId(0)));
        }

        return facts;
    }

    private static void WriteNote(SqliteStatements statements, WorkspaceId workspace, MessageId message, DecisionNote? note, DateTimeOffset now)
    {
        if (note is not null)
        {
            statements.Prepare(InsertDecision, 9)
                .Set(1, Guid.CreateVersion7(now)).Set(2, workspace.Value).Set(3, message.Value).Set(4, now).Set(5, note.Kind).Set(6, note.Rule).Set(7, note.Pack)
                .Set(8, note.Until).Set(9, note.Facts).Execute();
        }
    }
}
