using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Carillon.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AddEngineConsentAccess : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "totp_last_step",
                table: "user_account",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "totp_secret",
                table: "user_account",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "held_reason",
                table: "sender",
                type: "TEXT",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "held_until",
                table: "sender",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "look_at",
                table: "send_attempt",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "deactivated_at",
                table: "membership",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "undo_kept",
                table: "contact_import",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "undo_removed",
                table: "contact_import",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "undo_restored",
                table: "contact_import",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "undo_status",
                table: "contact_import",
                type: "TEXT",
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "undone_at",
                table: "contact_import",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "import_id",
                table: "contact",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "basis",
                table: "consent_state",
                type: "TEXT",
                maxLength: 24,
                nullable: false,
                defaultValue: "Express");

            migrationBuilder.AddColumn<long>(
                name: "expires_at",
                table: "consent_state",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "evidence",
                table: "consent_event",
                type: "TEXT",
                maxLength: 8000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ledger_sequence",
                table: "consent_event",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "purpose",
                table: "consent_event",
                type: "TEXT",
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "redacted_digest",
                table: "consent_event",
                type: "BLOB",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "brakes",
                table: "campaign_run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "canary_left_at",
                table: "campaign_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_canary_over",
                table: "campaign_run",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "per_day",
                table: "campaign_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "per_hour",
                table: "campaign_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "released_at",
                table: "campaign_run",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                table: "campaign_run",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "wait_text",
                table: "campaign_run",
                type: "TEXT",
                maxLength: 300,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "waits_for",
                table: "campaign_run",
                type: "TEXT",
                maxLength: 24,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "waits_until",
                table: "campaign_run",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "brakes",
                table: "campaign",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "pool_id",
                table: "campaign",
                type: "BLOB",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "contact_erasure",
                columns: table => new
                {
                    contact_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    completed_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_erasure", x => x.contact_id);
                });

            migrationBuilder.CreateTable(
                name: "contact_merge",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    from_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    into_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    undone_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_contact_merge", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "data_epoch",
                columns: table => new
                {
                    id = table.Column<int>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    epoch = table.Column<long>(type: "INTEGER", nullable: false),
                    place = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_epoch", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "import_change",
                columns: table => new
                {
                    import_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    contact_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    before = table.Column<string>(type: "TEXT", nullable: true),
                    after = table.Column<string>(type: "TEXT", nullable: true),
                    is_joined = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_change", x => new { x.import_id, x.contact_id });
                });

            migrationBuilder.CreateTable(
                name: "invitation",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    email = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    role = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    accepted_at = table.Column<long>(type: "INTEGER", nullable: true),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_invitation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "keyword_programme",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    keyword = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    wording = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    is_double_opt_in = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_keyword_programme", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ledger_entry",
                columns: table => new
                {
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    event_count = table.Column<int>(type: "INTEGER", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    previous = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entry", x => new { x.workspace_id, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "number_check",
                columns: table => new
                {
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    phone = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    is_valid = table.Column<bool>(type: "INTEGER", nullable: false),
                    line_type = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    carrier = table.Column<string>(type: "TEXT", maxLength: 120, nullable: true),
                    country = table.Column<string>(type: "TEXT", maxLength: 2, nullable: true),
                    checked_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_number_check", x => new { x.workspace_id, x.phone, x.kind });
                });

            migrationBuilder.CreateTable(
                name: "opt_in_form",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    slug = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    heading = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    wording = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    terms_url = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    privacy_url = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    sender_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    list_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    is_double_opt_in = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_published = table.Column<bool>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opt_in_form", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "opt_out_review",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    phone = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    contact_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    message_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    campaign_id = table.Column<byte[]>(type: "BLOB", nullable: true),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    due_at = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_by = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opt_out_review", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pace_window",
                columns: table => new
                {
                    key = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    uses = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pace_window", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "pending_opt_in",
                columns: table => new
                {
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    phone = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    evidence = table.Column<string>(type: "TEXT", maxLength: 6000, nullable: false),
                    source = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    method = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    message_id = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_opt_in", x => new { x.workspace_id, x.phone });
                });

            migrationBuilder.CreateTable(
                name: "reconciliation",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    account_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    since = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    looked_at = table.Column<int>(type: "INTEGER", nullable: false),
                    accepted = table.Column<int>(type: "INTEGER", nullable: false),
                    not_sent = table.Column<int>(type: "INTEGER", nullable: false),
                    updated = table.Column<int>(type: "INTEGER", nullable: false),
                    unresolved = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "recovery_code",
                columns: table => new
                {
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recovery_code", x => new { x.user_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "run_lane",
                columns: table => new
                {
                    run_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    sender_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_run_lane", x => new { x.run_id, x.sender_id });
                });

            migrationBuilder.CreateTable(
                name: "sender_pool",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    sender_ids = table.Column<string>(type: "TEXT", nullable: false),
                    strategy = table.Column<string>(type: "TEXT", maxLength: 24, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sender_pool", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "user_passkey",
                columns: table => new
                {
                    credential_id = table.Column<byte[]>(type: "BLOB", maxLength: 1024, nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    data = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_passkey", x => x.credential_id);
                });

            migrationBuilder.CreateTable(
                name: "user_session",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    user_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    workspace = table.Column<byte[]>(type: "BLOB", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    previous_hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: true),
                    rotated_at = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_seen_at = table.Column<long>(type: "INTEGER", nullable: false),
                    proved_at = table.Column<long>(type: "INTEGER", nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    browser = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_session", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_of_run",
                table: "outbound_message",
                columns: new[] { "run_id", "queued_at", "id" },
                filter: "campaign_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_outbound_message_single_on_its_way",
                table: "outbound_message",
                columns: new[] { "sender_id", "changed_at" },
                filter: "campaign_id IS NULL AND status IN ('Accepted', 'Sent')");

            migrationBuilder.CreateIndex(
                name: "ix_consent_state_expires_at",
                table: "consent_state",
                column: "expires_at",
                filter: "expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_consent_event_workspace_id_ledger_sequence",
                table: "consent_event",
                columns: new[] { "workspace_id", "ledger_sequence" });

            migrationBuilder.CreateIndex(
                name: "ix_contact_erasure_open",
                table: "contact_erasure",
                column: "at",
                filter: "completed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_contact_merge_workspace_id_from_id",
                table: "contact_merge",
                columns: new[] { "workspace_id", "from_id" });

            migrationBuilder.CreateIndex(
                name: "ix_contact_merge_workspace_id_into_id_at",
                table: "contact_merge",
                columns: new[] { "workspace_id", "into_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_import_change_contact_id",
                table: "import_change",
                column: "contact_id");

            migrationBuilder.CreateIndex(
                name: "ix_invitation_hash",
                table: "invitation",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invitation_workspace_id",
                table: "invitation",
                column: "workspace_id");

            migrationBuilder.CreateIndex(
                name: "ix_keyword_programme_workspace_id_keyword",
                table: "keyword_programme",
                columns: new[] { "workspace_id", "keyword" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_opt_in_form_slug",
                table: "opt_in_form",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_opt_out_review_status_due_at",
                table: "opt_out_review",
                columns: new[] { "status", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_opt_out_review_workspace_id_at_id",
                table: "opt_out_review",
                columns: new[] { "workspace_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_opt_out_review_workspace_id_phone_status",
                table: "opt_out_review",
                columns: new[] { "workspace_id", "phone", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_reconciliation_open",
                table: "reconciliation",
                column: "status",
                filter: "status IN ('Queued', 'Running')");

            migrationBuilder.CreateIndex(
                name: "ix_reconciliation_workspace_id_created_at_id",
                table: "reconciliation",
                columns: new[] { "workspace_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_run_lane_sender_id",
                table: "run_lane",
                column: "sender_id");

            migrationBuilder.CreateIndex(
                name: "ix_sender_pool_workspace_id_created_at_id",
                table: "sender_pool",
                columns: new[] { "workspace_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_user_passkey_user_id",
                table: "user_passkey",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_user_session_user_id",
                table: "user_session",
                column: "user_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "contact_erasure");

            migrationBuilder.DropTable(
                name: "contact_merge");

            migrationBuilder.DropTable(
                name: "data_epoch");

            migrationBuilder.DropTable(
                name: "import_change");

            migrationBuilder.DropTable(
                name: "invitation");

            migrationBuilder.DropTable(
                name: "keyword_programme");

            migrationBuilder.DropTable(
                name: "ledger_entry");

            migrationBuilder.DropTable(
                name: "number_check");

            migrationBuilder.DropTable(
                name: "opt_in_form");

            migrationBuilder.DropTable(
                name: "opt_out_review");

            migrationBuilder.DropTable(
                name: "pace_window");

            migrationBuilder.DropTable(
                name: "pending_opt_in");

            migrationBuilder.DropTable(
                name: "reconciliation");

            migrationBuilder.DropTable(
                name: "recovery_code");

            migrationBuilder.DropTable(
                name: "run_lane");

            migrationBuilder.DropTable(
                name: "sender_pool");

            migrationBuilder.DropTable(
                name: "user_passkey");

            migrationBuilder.DropTable(
                name: "user_session");

            migrationBuilder.DropIndex(
                name: "ix_outbound_message_of_run",
                table: "outbound_message");

            migrationBuilder.DropIndex(
                name: "ix_outbound_message_single_on_its_way",
                table: "outbound_message");

            migrationBuilder.DropIndex(
                name: "ix_consent_state_expires_at",
                table: "consent_state");

            migrationBuilder.DropIndex(
                name: "ix_consent_event_workspace_id_ledger_sequence",
                table: "consent_event");

            migrationBuilder.DropColumn(
                name: "totp_last_step",
                table: "user_account");

            migrationBuilder.DropColumn(
                name: "totp_secret",
                table: "user_account");

            migrationBuilder.DropColumn(
                name: "held_reason",
                table: "sender");

            migrationBuilder.DropColumn(
                name: "held_until",
                table: "sender");

            migrationBuilder.DropColumn(
                name: "look_at",
                table: "send_attempt");

            migrationBuilder.DropColumn(
                name: "deactivated_at",
                table: "membership");

            migrationBuilder.DropColumn(
                name: "undo_kept",
                table: "contact_import");

            migrationBuilder.DropColumn(
                name: "undo_removed",
                table: "contact_import");

            migrationBuilder.DropColumn(
                name: "undo_restored",
                table: "contact_import");

            migrationBuilder.DropColumn(
                name: "undo_status",
                table: "contact_import");

            migrationBuilder.DropColumn(
                name: "undone_at",
                table: "contact_import");

            migrationBuilder.DropColumn(
                name: "import_id",
                table: "contact");

            migrationBuilder.DropColumn(
                name: "basis",
                table: "consent_state");

            migrationBuilder.DropColumn(
                name: "expires_at",
                table: "consent_state");

            migrationBuilder.DropColumn(
                name: "evidence",
                table: "consent_event");

            migrationBuilder.DropColumn(
                name: "ledger_sequence",
                table: "consent_event");

            migrationBuilder.DropColumn(
                name: "purpose",
                table: "consent_event");

            migrationBuilder.DropColumn(
                name: "redacted_digest",
                table: "consent_event");

            migrationBuilder.DropColumn(
                name: "brakes",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "canary_left_at",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "is_canary_over",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "per_day",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "per_hour",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "released_at",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "time_zone",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "wait_text",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "waits_for",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "waits_until",
                table: "campaign_run");

            migrationBuilder.DropColumn(
                name: "brakes",
                table: "campaign");

            migrationBuilder.DropColumn(
                name: "pool_id",
                table: "campaign");
        }
    }
}
