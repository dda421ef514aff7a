using Carillon.Primitives;
using Npgsql;
using NpgsqlTypes;

namespace Carillon.Storage.Dialects;

internal sealed partial class PostgresDialect
{
    private const int MostImportTries = 5;

    // A list or a workspace that was made a moment ago is unknown to the planner's statistics: it would take all of its rows for
    // one and read them again for each batch. LIMIT and the comparison that no index serves leave it the one index by number.
    private const string FindContacts = """
        SELECT c.id, c.phone, c.email, c.first_name, c.last_name, c.attributes, c.time_zone, c.region, c.tags, c.updated_at, m.is_member IS NOT NULL
        FROM unnest($2::varchar[]) AS p(phone)
        CROSS JOIN LATERAL (SELECT * FROM contact k WHERE k.phone = p.phone AND k.workspace_id IS NOT DISTINCT FROM $1 LIMIT 1) c
        LEFT JOIN LATERAL (SELECT true AS is_member FROM list_member l WHERE l.contact_id = c.id AND l.list_id IS NOT DISTINCT FROM $3 LIMIT 1) m ON true
        """;

    private const string HoldList = "SELECT 1 FROM contact_list WHERE id = $1 FOR KEY SHARE";

    private const string JoinKnown = """
        INSERT INTO list_member (list_id, contact_id, workspace_id, added_at)
        SELECT $1, c.id, $2, $3 FROM contact c WHERE c.id = ANY($4) FOR KEY SHARE
        ON CONFLICT DO NOTHING
        """;

    private const string MoveImport = """
        UPDATE contact_import SET rows_read = rows_read + $2, created = created + $3, updated = updated + $4,
               unchanged = unchanged + $5, skipped = skipped + $6, invalid = invalid + $7
        WHERE id = $1 AND rows_read = $8 AND status = 'Running'
        """;

    private const string CopyContacts = """
        COPY contact (id, workspace_id, phone, email, first_name, last_name, attributes, time_zone, region, tags, status, created_at, updated_at, line_type, import_id)
        FROM STDIN (FORMAT BINARY)
        """;

    private const string UpdateContacts = """
        UPDATE contact c SET email = u.email, first_name = u.first_name, last_name = u.last_name, attributes = u.attributes,
               time_zone = u.time_zone, region = u.region, tags = u.tags, updated_at = $1
        FROM unnest($2::uuid[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
             AS u(id, seen_at, email, first_name, last_name, attributes, time_zone, region, tags)
        WHERE c.id = u.id AND c.updated_at = u.seen_at
        """;

    private const string CopyMembers = "COPY list_member (list_id, contact_id, workspace_id, added_at) FROM STDIN (FORMAT BINARY)";

    private const string InsertChanges = """
        INSERT INTO import_change AS c (import_id, contact_id, workspace_id, before, after, is_joined)
        SELECT $1, u.contact_id, $2, u.before, u.after, u.is_joined FROM unnest($3::uuid[], $4::text[], $5::text[], $6::boolean[]) AS u(contact_id, before, after, is_joined)
        ON CONFLICT (import_id, contact_id) DO UPDATE
        SET after = COALESCE(excluded.after, c.after), before = COALESCE(c.before, excluded.before), is_joined = c.is_joined OR excluded.is_joined
        """;

    private const string CopyProblems =
        "COPY import_problem (import_id, file_row, position, workspace_id, column_name, value, code, message) FROM STDIN (FORMAT BINARY)";

    private const string InsertDeclaredConsents = """
        WITH declared AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::varchar[]) AS d(id, contact_id, phone)),
        agreed AS (
            INSERT INTO consent_state (workspace_id, phone, channel, purpose, status, confirmed_at, source)
            SELECT $4, d.phone, 'Sms', 'Marketing', 'Subscribed', $5, $6 FROM declared d
            WHERE NOT EXISTS (SELECT FROM suppression s WHERE s.workspace_id = $4 AND s.phone = d.phone AND s.channel = 'Sms'
                              AND s.reason IN ('OptedOut', 'DoNotCall', 'Complaint'))
            ON CONFLICT (workspace_id, phone, channel, purpose) DO UPDATE
            SET status = 'Subscribed', confirmed_at = excluded.confirmed_at, source = excluded.source, basis = 'Express', expires_at = NULL
            WHERE consent_state.status = 'Unknown' OR (consent_state.status = 'Subscribed' AND consent_state.basis <> 'Express')
            RETURNING phone)
        INSERT INTO consent_event (id, workspace_id, at, phone, contact_id, channel, kind, method, text, actor, ledger_sequence)
        SELECT d.id, $4, $5, d.phone, d.contact_id, 'Sms', 'Imported', 'Import', $6, $7, $8 FROM declared d JOIN agreed a ON a.phone = d.phone
        RETURNING id
        """;

    private const string FindLedgerHead = "SELECT sequence, hash FROM ledger_entry WHERE workspace_id = $1 ORDER BY sequence DESC LIMIT 1";

    private const string InsertLedgerEntry = """
        INSERT INTO ledger_entry (workspace_id, sequence, at, event_count, digest, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
        """;

    public override async Task<bool> SettleImportAsync(ImportTurn turn, Func<IReadOnlyList<KnownContact>, ImportPlan> plan, CancellationToken cancellationToken)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                if (await TrySettleImportAsync(turn, plan, cancellationToken) is { } isWritten)
                {
                    return isWritten;
                }
            }
            catch (PostgresException overtaken) when (tried < MostImportTries && overtaken.SqlState is PostgresErrorCodes.UniqueViolation
                or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // Somebody added or removed one of these people meanwhile: nothing was written, look again.
            }

            if (tried >= MostImportTries)
            {
                throw new TimeoutException("People of this batch kept changing while it was written.");
            }
        }
    }

    /// <summary>Null when somebody changed one of these people between our look and our update; nothing is written then.</summary>
    private async Task<bool?> TrySettleImportAsync(ImportTurn turn, Func<IReadOnlyList<KnownContact>, ImportPlan> plan, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var decided = plan(await FindKnownContactsAsync(connection, turn, cancellationToken));
        if (!await HasImportMovedAsync(connection, turn, decided.Counts, cancellationToken))
        {
            return false;
        }

        await CopyContactsAsync(connection, turn, decided.Created, cancellationToken);
        if (!await UpdateContactsAsync(connection, turn, decided.Changed, cancellationToken))
        {
            return null;
        }

        await JoinAsync(connection, turn, decided, cancellationToken);
        await InsertChangesAsync(connection, turn, decided.Changes, cancellationToken);
        await CopyProblemsAsync(connection, turn, decided.Refusals, cancellationToken);
        await InsertDeclaredConsentsAsync(connection, turn, decided, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task<List<KnownContact>> FindKnownContactsAsync(NpgsqlConnection connection, ImportTurn turn, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(FindContacts, connection)
        {
            Parameters =
            {
                new() { Value = turn.WorkspaceId.Value },
                new() { Value = turn.Phones },
                new() { Value = turn.ListId?.Value ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            },
        };
        var known = new List<KnownContact>();
        await using var row = await find.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            known.Add(new KnownContact(
                new ContactId(row.GetGuid(0)),
                row.GetString(1),
                ContactText(row, 2),
                ContactText(row, 3),
                ContactText(row, 4),
                row.GetString(5),
                ContactText(row, 6),
                ContactText(row, 7),
                row.GetString(8),
                row.GetFieldValue<DateTimeOffset>(9),
                row.GetBoolean(10)));
        }

        return known;
    }

    private static async Task<bool> HasImportMovedAsync(NpgsqlConnection connection, ImportTurn turn, ImportCounts counts, CancellationToken cancellationToken)
    {
        await using var move = new NpgsqlCommand(MoveImport, connection)
        {
            Parameters =
            {
                new() { Value = turn.ImportId.Value },
                new() { Value = counts.Rows },
                new() { Value = counts.Created },
                new() { Value = counts.Updated },
                new() { Value = counts.Unchanged },
                new() { Value = counts.Skipped },
                new() { Value = counts.Invalid },
                new() { Value = turn.RowsRead },
            },
        };
        return await move.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private static async Task CopyContactsAsync(NpgsqlConnection connection, ImportTurn turn, IReadOnlyList<KnownContact> created, CancellationToken cancellationToken)
    {
        if (created.Count == 0)
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync(CopyContacts, cancellationToken);
        foreach (var contact in created)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(contact.Id.Value, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(turn.WorkspaceId.Value, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(contact.Phone, NpgsqlDbType.Varchar, cancellationToken);
            await WriteContactTextAsync(copy, contact.Email, cancellationToken);
            await WriteContactTextAsync(copy, contact.FirstName, cancellationToken);
            await WriteContactTextAsync(copy, contact.LastName, cancellationToken);
            await WriteContactTextAsync(copy, contact.Attributes, cancellationToken);
            await WriteContactTextAsync(copy, contact.TimeZone, cancellationToken);
            await WriteContactTextAsync(copy, contact.Region, cancellationToken);
            await WriteContactTextAsync(copy, contact.Tags, cancellationToken);
            await copy.WriteAsync("Active", NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(turn.Now, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(turn.Now, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(contact.LineType, NpgsqlDbType.Varchar, cancellationToken);
            await copy.WriteAsync(turn.ImportId.Value, NpgsqlDbType.Uuid, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task<bool> UpdateContactsAsync(
        NpgsqlConnection connection, ImportTurn turn, IReadOnlyList<KnownContact> changed, CancellationToken cancellationToken)
    {
        if (changed.Count == 0)
        {
            return true;
        }

        await using var update = new NpgsqlCommand(UpdateContacts, connection)
        {
            Parameters =
            {
                new() { Value = turn.Now },
                new() { Value = changed.Select(contact => contact.Id.Value).ToArray() },
                new() { Value = changed.Select(contact => contact.UpdatedAt).ToArray() },
                ContactTexts(changed.Select(contact => contact.Email)),
                ContactTexts(changed.Select(contact => contact.FirstName)),
                ContactTexts(changed.Select(contact => contact.LastName)),
                ContactTexts(changed.Select(contact => contact.Attributes)),
                ContactTexts(changed.Select(contact => contact.TimeZone)),
                ContactTexts(changed.Select(contact => contact.Region)),
                ContactTexts(changed.Select(contact => contact.Tags)),
            },
        };
        return await update.ExecuteNonQueryAsync(cancellationToken) == changed.Count;
    }

    private static async Task InsertChangesAsync(NpgsqlConnection connection, ImportTurn turn, IReadOnlyList<ImportedChange> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return;
        }

        await using var insert = new NpgsqlCommand(InsertChanges, connection)
        {
            Parameters =
            {
                new() { Value = turn.ImportId.Value },
                new() { Value = turn.WorkspaceId.Value },
                new() { Value = changes.Select(change => change.Contact.Value).ToArray() },
                ContactTexts(changes.Select(change => change.Before)),
                ContactTexts(changes.Select(change => change.After)),
                new() { Value = changes.Select(change => change.IsJoined).ToArray() },
            },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task JoinAsync(NpgsqlConnection connection, ImportTurn turn, ImportPlan plan, CancellationToken cancellationToken)
    {
        if (turn.ListId is not { } list || !await IsListHeldAsync(connection, list, cancellationToken))
        {
            return;
        }

        if (plan.Joining.Count > 0)
        {
            await using var join = new NpgsqlCommand(JoinKnown, connection)
            {
                Parameters =
                {
                    new() { Value = list.Value },
                    new() { Value = turn.WorkspaceId.Value },
                    new() { Value = turn.Now },
                    new() { Value = plan.Joining.Select(contact => contact.Value).ToArray() },
                },
            };
            await join.ExecuteNonQueryAsync(cancellationToken);
        }

        await CopyMembersAsync(connection, turn, list, plan.Created, cancellationToken);
    }

    private static async Task<bool> IsListHeldAsync(NpgsqlConnection connection, ContactListId list, CancellationToken cancellationToken)
    {
        await using var hold = new NpgsqlCommand(HoldList, connection) { Parameters = { new() { Value = list.Value } } };
        return await hold.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static async Task CopyMembersAsync(
        NpgsqlConnection connection, ImportTurn turn, ContactListId list, IReadOnlyList<KnownContact> created, CancellationToken cancellationToken)
    {
        if (created.Count == 0)
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync(CopyMembers, cancellationToken);
        foreach (var contact in created)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(list.Value, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(contact.Id.Value, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(turn.WorkspaceId.Value, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(turn.Now, NpgsqlDbType.TimestampTz, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task CopyProblemsAsync(
        NpgsqlConnection connection, ImportTurn turn, IReadOnlyList<ImportRefusal> refusals, CancellationToken cancellationToken)
    {
        if (refusals.Count == 0)
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync(CopyProblems, cancellationToken);
        foreach (var refusal in refusals)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(turn.ImportId.Value, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(refusal.Row, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(refusal.Position, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(turn.WorkspaceId.Value, NpgsqlDbType.Uuid, cancellationToken);
            await WriteContactTextAsync(copy, refusal.Column, cancellationToken);
            await WriteContactTextAsync(copy, refusal.Value, cancellationToken);
            await WriteContactTextAsync(copy, refusal.Code, cancellationToken);
            await WriteContactTextAsync(copy, refusal.Message, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private async Task InsertDeclaredConsentsAsync(NpgsqlConnection connection, ImportTurn turn, ImportPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Consents.Count == 0)
        {
            return;
        }

        await LockLedgerAsync(connection, turn.WorkspaceId, cancellationToken);
        var (sequence, previous) = await LedgerHeadAsync(connection, turn.WorkspaceId, cancellationToken);
        await using var insert = new NpgsqlCommand(InsertDeclaredConsents, connection)
        {
            Parameters =
            {
                new() { Value = plan.Consents.Select(consent => consent.EventId.Value).ToArray() },
                new() { Value = plan.Consents.Select(consent => consent.ContactId.Value).ToArray() },
                new() { Value = plan.Consents.Select(consent => consent.Phone).ToArray() },
                new() { Value = turn.WorkspaceId.Value },
                new() { Value = turn.Now },
                new() { Value = plan.ConsentSource ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = plan.Actor },
                new() { Value = plan.ConsentDigest is null ? DBNull.Value : sequence + 1, NpgsqlDbType = NpgsqlDbType.Bigint },
            },
        };
        var agreed = new HashSet<Guid>();
        await using (var row = await insert.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                agreed.Add(row.GetGuid(0));
            }
        }

        if (agreed.Count > 0 && plan.ConsentDigest?.Invoke(turn, [.. plan.Consents.Where(consent => agreed.Contains(consent.EventId.Value))]) is { } digest)
        {
            await using var seal = new NpgsqlCommand(InsertLedgerEntry, connection)
            {
                Parameters =
                {
                    new() { Value = turn.WorkspaceId.Value },
                    new() { Value = sequence + 1 },
                    new() { Value = turn.Now },
                    new() { Value = agreed.Count },
                    new() { Value = digest },
                    new() { Value = previous },
                    new() { Value = HashChain.Next(turn.WorkspaceId, sequence + 1, agreed.Count, digest, previous) },
                },
            };
            await seal.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task<(long Sequence, byte[] Hash)> LedgerHeadAsync(NpgsqlConnection connection, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(FindLedgerHead, connection) { Parameters = { new() { Value = workspace.Value } } };
        await using var row = await find.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? (row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : (0, HashChain.Beginning);
    }

    private static NpgsqlParameter ContactTexts(IEnumerable<string?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static Task WriteContactTextAsync(NpgsqlBinaryImporter copy, string? value, CancellationToken cancellationToken) =>
        value is null ? copy.WriteNullAsync(cancellationToken) : copy.WriteAsync(value, NpgsqlDbType.Text, cancellationToken);

    private static string? ContactText(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
