using System.Text.Json;
using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

internal sealed partial class SqliteDialect
{
    private const string FindContact = """
        SELECT c.id, c.email, c.first_name, c.last_name, c.attributes, c.time_zone, c.region, c.tags, c.updated_at,
               EXISTS (SELECT 1 FROM list_member m WHERE m.list_id = $3 AND m.contact_id = c.id)
        FROM contact c WHERE c.workspace_id = $1 AND c.phone = $2
        """;

    private const string MoveImport = """
        UPDATE contact_import SET rows_read = rows_read + $2, created = created + $3, updated = updated + $4,
               unchanged = unchanged + $5, skipped = skipped + $6, invalid = invalid + $7
        WHERE id = $1 AND rows_read = $8 AND status = 'Running'
        """;

    private const string InsertContact = """
        INSERT INTO contact (id, workspace_id, phone, email, first_name, last_name, attributes, time_zone, region, tags, status, created_at, updated_at, line_type, import_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'Active', $11, $11, $12, $13)
        """;

    private const string UpdateContact = """
        UPDATE contact SET email = $2, first_name = $3, last_name = $4, attributes = $5, time_zone = $6, region = $7, tags = $8, updated_at = $9
        WHERE id = $1
        """;

    private const string HoldSearch = "INSERT INTO contact_search_hold (id) VALUES (1)";

    private const string ReleaseSearch = "DELETE FROM contact_search_hold";

    private const string ForgetSearched = """
        INSERT INTO contact_search (contact_search, rowid, words)
        SELECT 'delete', c.rowid, coalesce(c.first_name, '') || char(10) || coalesce(c.last_name, '') || char(10) || coalesce(c.email, '') || char(10) || coalesce(c.phone, '')
        FROM json_each($2) j CROSS JOIN contact c ON c.phone = j.value AND c.workspace_id = $1
        """;

    private const string TellSearched = """
        INSERT INTO contact_search (rowid, words)
        SELECT c.rowid, coalesce(c.first_name, '') || char(10) || coalesce(c.last_name, '') || char(10) || coalesce(c.email, '') || char(10) || coalesce(c.phone, '')
        FROM json_each($2) j CROSS JOIN contact c ON c.phone = j.value AND c.workspace_id = $1
        """;

    private const string InsertChange = """
        INSERT INTO import_change (import_id, contact_id, workspace_id, before, after, is_joined) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (import_id, contact_id) DO UPDATE SET after = COALESCE(excluded.after, after), before = COALESCE(before, excluded.before), is_joined = is_joined OR excluded.is_joined
        """;

    private const string FindList = "SELECT 1 FROM contact_list WHERE id = $1";

    private const string InsertMember = "INSERT INTO list_member (list_id, contact_id, workspace_id, added_at) VALUES ($1, $2, $3, $4)";

    private const string InsertProblem = """
        INSERT INTO import_problem (import_id, file_row, position, workspace_id, column_name, value, code, message)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    private const string InsertDeclaredConsent = """
        INSERT INTO consent_state (workspace_id, phone, channel, purpose, status, confirmed_at, source)
        SELECT $1, $2, 'Sms', 'Marketing', 'Subscribed', $3, $4
        WHERE NOT EXISTS (SELECT 1 FROM suppression s WHERE s.workspace_id = $1 AND s.phone = $2 AND s.channel = 'Sms'
                          AND s.reason IN ('OptedOut', 'DoNotCall', 'Complaint'))
        ON CONFLICT (workspace_id, phone, channel, purpose) DO UPDATE
        SET status = 'Subscribed', confirmed_at = excluded.confirmed_at, source = excluded.source, basis = 'Express', expires_at = NULL
        WHERE consent_state.status = 'Unknown' OR (consent_state.status = 'Subscribed' AND consent_state.basis <> 'Express')
        """;

    private const string InsertImportedEvent = """
        INSERT INTO consent_event (id, workspace_id, at, phone, contact_id, channel, kind, method, text, actor, ledger_sequence)
        VALUES ($1, $2, $3, $4, $5, 'Sms', 'Imported', 'Import', $6, $7, $8)
        """;

    private const string FindLedgerHead = "SELECT sequence, hash FROM ledger_entry WHERE workspace_id = $1 ORDER BY sequence DESC LIMIT 1";

    private const string InsertLedgerEntry = """
        INSERT INTO ledger_entry (workspace_id, sequence, at, event_count, digest, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """;

    public override Task<bool> SettleImportAsync(ImportTurn turn, Func<IReadOnlyList<KnownContact>, ImportPlan> plan, CancellationToken cancellationToken) =>
        _writer.RunAsync(
            statements =>
            {
                var decided = plan(FindKnownContacts(statements, turn));
                if (!HasImportMoved(statements, turn, decided.Counts))
                {
                    return false;
                }

                WriteSearchedContacts(statements, turn, decided);
                WriteJoining(statements, turn, decided);
                WriteImportedChanges(statements, turn, decided);
                WriteImportRefusals(statements, turn, decided);
                WriteDeclaredConsents(statements, turn, decided);
                return true;
            },
            cancellationToken);

    /// <summary>The index of words is told of all of them in one statement: told by each row's trigger it would take longer than everything else.</summary>
    private static void WriteSearchedContacts(SqliteStatements statements, ImportTurn turn, ImportPlan plan)
    {
        if (plan.Created.Count + plan.Changed.Count == 0)
        {
            return;
        }

        statements.Prepare(HoldSearch, 0).Execute();
        if (plan.Changed.Count > 0)
        {
            statements.Prepare(ForgetSearched, 2).Set(1, turn.WorkspaceId.Value).Set(2, PhonesOf(plan.Changed)).Execute();
        }

        WriteImportedContacts(statements, turn, plan);
        statements.Prepare(TellSearched, 2).Set(1, turn.WorkspaceId.Value).Set(2, PhonesOf(plan.Created.Concat(plan.Changed))).Execute();
        statements.Prepare(ReleaseSearch, 0).Execute();
    }

    private static string PhonesOf(IEnumerable<KnownContact> people) => JsonSerializer.Serialize(people.Select(person => person.Phone), Conversions.Json);

    private static List<KnownContact> FindKnownContacts(SqliteStatements statements, ImportTurn turn)
    {
        var known = new List<KnownContact>();
        var find = statements.Prepare(FindContact, 3).Set(1, turn.WorkspaceId.Value).Set(3, turn.ListId?.Value);
        foreach (var phone in turn.Phones)
        {
            using var row = find.Set(2, phone).Read();
            if (row.Read())
            {
                known.Add(new KnownContact(
                    new ContactId(row.GetId(0)),
                    phone,
                    row.GetText(1),
                    row.GetText(2),
                    row.GetText(3),
                    row.GetString(4),
                    row.GetText(5),
                    row.GetText(6),
                    row.GetString(7),
                    Instants.FromMicroseconds(row.GetInt64(8)),
                    row.GetBoolean(9)));
            }
        }

        return known;
    }

    private static bool HasImportMoved(SqliteStatements statements, ImportTurn turn, ImportCounts counts) => statements.Prepare(MoveImport, 8)
        .Set(1, turn.ImportId.Value)
        .Set(2, counts.Rows)
        .Set(3, counts.Created)
        .Set(4, counts.Updated)
        .Set(5, counts.Unchanged)
        .Set(6, counts.Skipped)
        .Set(7, counts.Invalid)
        .Set(8, turn.RowsRead)
        .Execute() == 1;

    private static void WriteImportedContacts(SqliteStatements statements, ImportTurn turn, ImportPlan plan)
    {
        var insert = statements.Prepare(InsertContact, 13).Set(13, turn.ImportId.Value).Set(2, turn.WorkspaceId.Value).Set(11, turn.Now);
        foreach (var contact in plan.Created)
        {
            insert.Set(1, contact.Id.Value).Set(3, contact.Phone).Set(4, contact.Email).Set(5, contact.FirstName).Set(6, contact.LastName)
                .Set(7, contact.Attributes).Set(8, contact.TimeZone).Set(9, contact.Region).Set(10, contact.Tags).Set(12, contact.LineType).Execute();
        }

        var update = statements.Prepare(UpdateContact, 9).Set(9, turn.Now);
        foreach (var contact in plan.Changed)
        {
            update.Set(1, contact.Id.Value).Set(2, contact.Email).Set(3, contact.FirstName).Set(4, contact.LastName)
                .Set(5, contact.Attributes).Set(6, contact.TimeZone).Set(7, contact.Region).Set(8, contact.Tags).Execute();
        }
    }

    private static void WriteJoining(SqliteStatements statements, ImportTurn turn, ImportPlan plan)
    {
        if (turn.ListId is not { } list || statements.Prepare(FindList, 1).Set(1, list.Value).Scalar() is null)
        {
            return;
        }

        var insert = statements.Prepare(InsertMember, 4).Set(1, list.Value).Set(3, turn.WorkspaceId.Value).Set(4, turn.Now);
        foreach (var contact in plan.Joining.Concat(plan.Created.Select(created => created.Id)))
        {
            insert.Set(2, contact.Value).Execute();
        }
    }

    private static void WriteImportedChanges(SqliteStatements statements, ImportTurn turn, ImportPlan plan)
    {
        var insert = statements.Prepare(InsertChange, 6).Set(1, turn.ImportId.Value).Set(3, turn.WorkspaceId.Value);
        foreach (var change in plan.Changes)
        {
            insert.Set(2, change.Contact.Value).Set(4, change.Before).Set(5, change.After).Set(6, change.IsJoined).Execute();
        }
    }

    private static void WriteImportRefusals(SqliteStatements statements, ImportTurn turn, ImportPlan plan)
    {
        var insert = statements.Prepare(InsertProblem, 8).Set(1, turn.ImportId.Value).Set(4, turn.WorkspaceId.Value);
        foreach (var refusal in plan.Refusals)
        {
            insert.Set(2, refusal.Row).Set(3, refusal.Position).Set(5, refusal.Column).Set(6, refusal.Value).Set(7, refusal.Code).Set(8, refusal.Message).Execute();
        }
    }

    private static void WriteDeclaredConsents(SqliteStatements statements, ImportTurn turn, ImportPlan plan)
    {
        var state = statements.Prepare(InsertDeclaredConsent, 4).Set(1, turn.WorkspaceId.Value).Set(3, turn.Now).Set(4, plan.ConsentSource);
        var agreed = plan.Consents.Where(consent => state.Set(2, consent.Phone).Execute() == 1).ToList();
        if (agreed.Count == 0)
        {
            return;
        }

        var (sequence, previous) = LedgerHead(statements, turn.WorkspaceId);
        var told = statements.Prepare(InsertImportedEvent, 8).Set(2, turn.WorkspaceId.Value).Set(3, turn.Now).Set(6, plan.ConsentSource).Set(7, plan.Actor)
            .Set(8, plan.ConsentDigest is null ? null : sequence + 1);
        foreach (var consent in agreed)
        {
            told.Set(1, consent.EventId.Value).Set(4, consent.Phone).Set(5, consent.ContactId.Value).Execute();
        }

        if (plan.ConsentDigest?.Invoke(turn, agreed) is { } digest)
        {
            statements.Prepare(InsertLedgerEntry, 7).Set(1, turn.WorkspaceId.Value).Set(2, sequence + 1).Set(3, turn.Now).Set(4, agreed.Count).Set(5, digest).Set(6, previous)
                .Set(7, HashChain.Next(turn.WorkspaceId, sequence + 1, agreed.Count, digest, previous)).Execute();
        }
    }

    private static (long Sequence, byte[] Hash) LedgerHead(SqliteStatements statements, WorkspaceId workspace)
    {
        using var row = statements.Prepare(FindLedgerHead, 1).Set(1, workspace.Value).Read();
        return row.Read() ? (row.GetInt64(0), row.GetBytes(1).ToArray()) : (0, HashChain.Beginning);
    }
}
