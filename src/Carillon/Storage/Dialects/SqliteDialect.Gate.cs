using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

internal sealed partial class SqliteDialect
{
    private const string SelectConsents = "SELECT purpose, status FROM consent_state WHERE workspace_id = $1 AND phone = $2 AND channel = 'Sms'";

    private const string SelectSentBefore = """
        SELECT coalesce(sent_at, changed_at), purpose, campaign_id, kind FROM outbound_message
        WHERE workspace_id = $1 AND recipient = $2 AND channel = 'Sms' AND kind <> 'KeywordAnswer' AND changed_at > $3
            AND (status IN ('Sending', 'InDoubt', 'Accepted', 'Sent', 'Delivered', 'Undelivered') OR (status = 'Failed' AND sent_at IS NOT NULL))
        """;

    private const string SelectWrote = "SELECT received_at FROM inbound_message WHERE workspace_id = $1 AND origin = $2 AND received_at > $3";

    private const string InsertDecision = """
        INSERT INTO send_decision (id, workspace_id, message_id, at, kind, rule, pack, until, facts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    private static NumberFacts ReadNumbers(SqliteStatements statements, GateQuestion question)
    {
        var facts = new NumberFacts();
        foreach (var (workspace, number) in question.Recipients)
        {
            using (var consents = statements.Prepare(SelectConsents, 2).Set(1, workspace.Value).Set(2, number.E164).Read())
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

            using (var sent = statements.Prepare(SelectSentBefore, 3).Set(1, workspace.Value).Set(2, number.E164).Set(3, question.Now - NumberFacts.Span).Read())
            {
                while (sent.Read())
                {
                    facts.AddSent(workspace, number, new SentBefore(
                        sent.GetInstant(0), Enum.Parse<Purpose>(sent.GetString(1)), sent.IsDBNull(2) ? null : new CampaignId(sent.GetId(2)),
                        sent.GetString(3) == "Direct"));
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
