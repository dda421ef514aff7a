using System.Collections.Frozen;
using Carillon.Access;
using Carillon.Access.Roles;

namespace Carillon.Server.Access;

/// <summary>
/// What a person needs for every address, of the API and of the pages. An address that is not listed opens to nobody who comes with a session; a
/// test fails for each that is missing. Keys of programs go by their scope instead.
/// </summary>
public static class RoutePolicy
{
    private static readonly FrozenDictionary<string, Permission> Api = Table(
        (Permission.See, """
            GET /workspace, GET /contacts, GET /contacts/{id}, GET /lists, GET /lists/{id}, GET /segments, GET /segments/{id}, POST /segments/preview, GET /imports/{id}, GET /imports/{id}/events,
            GET /accounts, GET /accounts/{id}, GET /senders, GET /senders/{id}, GET /pools, GET /pools/{id}, GET /campaigns, GET /campaigns/{id}, GET /campaigns/{id}/stats, GET /campaigns/{id}/events,
            GET /campaigns/{id}/estimate, GET /campaigns/{id}/plan, GET /campaigns/{id}/proof, GET /campaigns/{id}/experiment, GET /contacts/{id}/timeline, GET /contacts/{id}/proof, GET /contacts/{id}/texting, GET /proof,
            GET /templates, GET /templates/{id}, GET /templates/{id}/versions, POST /templates/preview, GET /messages, GET /messages/{id}, GET /consent-events, GET /consent-events/{id}, GET /conversations,
            GET /conversations/{contactId}, GET /webhook-events, GET /webhook-events/{id}, GET /alerts, GET /system, GET /reconciliations, GET /reconciliations/{id}, GET /reports/opt-outs, GET /health-checks,
            GET /contacts/{id}/merge, GET /contact-merges, GET /contact-changes, GET /contact-changes/{id}, GET /contact-changes/{id}/contacts, GET /contact-duplicates, GET /number-checks, GET /number-checks/estimate, GET /number-checks/{id}, GET /number-checks/{id}/numbers, GET /imports/{id}/undo, GET /keywords, GET /keywords/{id}, GET /opt-in-forms, GET /opt-in-forms/{id}, GET /opt-out-reviews,
            GET /opt-out-reviews/{id}, GET /decisions, GET /messages/{id}/decisions, GET /rule-packs, GET /rule-settings, GET /suppressions, GET /suppression-imports, GET /suppression-imports/{id}, GET /sending-stop
            """),
        (Permission.Export, "GET /contacts/{id}/export, GET /imports/{id}/problems.csv, GET /campaigns/{id}/proof.csv, GET /reports/opt-outs.csv, GET /suppressions.csv, GET /proof.pdf, GET /exports, POST /exports, GET /exports/{id}"),
        (Permission.WriteContacts, """
            POST /contacts, PATCH /contacts/{id}, DELETE /contacts/{id}, POST /contacts/{id}/merge, POST /contacts/{id}/erase, POST /contact-merges/{id}/undo, POST /imports/{id}/undo,
            POST /lists, PATCH /lists/{id}, DELETE /lists/{id}, POST /lists/{id}/members, DELETE /lists/{id}/members, POST /segments, PATCH /segments/{id}, DELETE /segments/{id},
            POST /contact-changes, POST /contact-changes/{id}/undo, POST /number-checks, POST /number-checks/{id}/cancel, POST /number-checks/{id}/resume,
            POST /imports, POST /imports/detect, POST /imports/{id}/cancel, GET /imports
            """),
        (Permission.WriteCampaigns, """
            POST /campaigns, PATCH /campaigns/{id}, DELETE /campaigns/{id}, POST /campaigns/{id}/duplicate, POST /campaigns/{id}/archive, POST /campaigns/{id}/restore,
            POST /templates, PATCH /templates/{id}, DELETE /templates/{id}, POST /templates/{id}/approve, POST /templates/{id}/activate, POST /templates/{id}/archive
            """),
        (Permission.Send, "POST /campaigns/{id}/start, POST /campaigns/{id}/schedule, POST /campaigns/{id}/resume, POST /campaigns/{id}/cancel, POST /campaigns/{id}/select-winner"),
        (Permission.Pause, "POST /campaigns/{id}/pause"),
        (Permission.Reply, "POST /messages, POST /conversations/{contactId}/read"),
        (Permission.OptOut, "POST /opt-outs, POST /revocations, POST /opt-out-reviews/{id}/opt-out, POST /suppression-imports"),
        (Permission.OptIn, """
            POST /opt-ins, POST /opt-out-reviews/{id}/dismiss, POST /keywords, DELETE /keywords/{id}, POST /opt-in-forms, PATCH /opt-in-forms/{id}, POST /opt-in-forms/{id}/publish,
            POST /opt-in-forms/{id}/close
            """),
        (Permission.ReadAudit, "GET /audit-log"),
        (Permission.Operate, "POST /webhook-events/{id}/retry, POST /webhook-events/retry, POST /reconciliations, POST /messages/{id}/settle, POST /health-checks, POST /sending-stop, DELETE /sending-stop"),
        (Permission.ManageSenders, """
            POST /accounts, PATCH /accounts/{id}, DELETE /accounts/{id}, POST /accounts/{id}/test, POST /senders, PATCH /senders/{id}, DELETE /senders/{id}, POST /pools, PATCH /pools/{id}, DELETE /pools/{id}
            """),
        (Permission.ManageWorkspace, "PATCH /workspace, POST /workspaces, PATCH /rule-settings, POST /suppression-imports/{id}/undo"),
        (Permission.ManageKeys, "GET /api-keys, POST /api-keys, GET /api-keys/{id}, DELETE /api-keys/{id}"));

    private static readonly FrozenDictionary<string, Permission> Pages = Table(
        (Permission.See, """
            GET /, GET /shell, GET /search, GET /design, GET /notifications, GET /inbox, GET /inbox/{ContactKey}, GET /inbox/replies, GET /campaigns/calendar, GET /compliance, GET /compliance/decisions, GET /compliance/forms, GET /compliance/keywords,
            GET /compliance/ledger, GET /compliance/opt-outs, GET /compliance/reviews, GET /compliance/rules, GET /compliance/suppressions, GET /pools, GET /operations, GET /operations/texts, GET /operations/in-doubt, GET /operations/webhook-events,
            GET /contacts, GET /contacts/{ContactKey}, GET /lists, GET /lists/{ListKey}, GET /campaigns, GET /campaigns/{CampaignKey}, GET /campaigns/{CampaignKey}/audience, GET /conversations, GET /conversations/{ContactKey},
            GET /accounts, GET /accounts/{AccountKey}, GET /contacts/imports/{ImportKey}, GET /segments, GET /segments/{SegmentKey}, GET /contacts/duplicates, GET /contacts/numbers, GET /contacts/numbers/{RunKey}, GET /contacts/changes, GET /contacts/changes/{ChangeKey}
            """),
        (Permission.Export, "GET /contacts/imports/{id}/problems.csv, GET /compliance/opt-outs.csv, GET /compliance/ledger.csv, GET /operations/texts.csv, GET /operations/webhook-events.csv, GET /compliance/suppressions.csv, GET /compliance/proof, GET /compliance/proof.pdf, GET /campaigns/{id}/proof.csv, GET /campaigns/{id}/recipients.csv, GET /campaigns/{id}/audience.csv, GET /contacts.csv"),
        (Permission.WriteContacts, """
            GET /contacts/new, POST /contacts/new, GET /contacts/{ContactKey}/edit, POST /contacts/{ContactKey}/edit, POST /contacts, POST /contacts/{ContactKey}, POST /lists, POST /lists/{ListKey}, GET /lists/new, POST /lists/new, GET /lists/{ListKey}/filter, POST /lists/{ListKey}/filter,
            GET /contacts/import, POST /contacts/import, POST /contacts/imports/{ImportKey}, POST /segments, POST /segments/{SegmentKey}, POST /contacts/duplicates, POST /contacts/numbers, POST /contacts/numbers/{RunKey},
            GET /contacts/changes/new, POST /contacts/changes/new, POST /contacts/changes/{ChangeKey}
            """),
        (Permission.WriteCampaigns, "GET /campaigns/new, POST /campaigns/new, GET /campaigns/{CampaignKey}/edit, POST /campaigns/{CampaignKey}/edit, POST /campaigns, POST /campaigns/{CampaignKey}"),
        (Permission.Reply, "POST /inbox, POST /inbox/replies, POST /inbox/{ContactKey}, POST /conversations, POST /conversations/{ContactKey}"),
        (Permission.OptIn, "POST /compliance, POST /compliance/forms, POST /compliance/keywords, POST /compliance/reviews, POST /compliance/opt-outs, POST /compliance/ledger"),
        (Permission.OptOut, "POST /compliance/suppressions"),
        (Permission.Operate, "POST /operations, POST /operations/in-doubt, POST /operations/webhook-events"),
        (Permission.ReadAudit, "GET /settings/audit, POST /settings/audit, GET /settings/audit.csv"),
        (Permission.ManageSenders, "GET /accounts/new, POST /accounts/new, POST /pools, POST /accounts, POST /accounts/{AccountKey}"),
        (Permission.ManageWorkspace, "GET /settings, POST /settings, GET /settings/backup, POST /settings/backup, POST /compliance/rules"),
        (Permission.TakeBackup, "GET /settings/backup/{id}"),
        (Permission.ManageKeys, "GET /settings/keys, POST /settings/keys"),
        (Permission.ManageUsers, "GET /settings/users, POST /settings/users"),
        (Permission.Own, "GET /settings/you, POST /settings/you, GET /step-up, POST /step-up, POST /, POST /notifications, POST /theme, POST /workspace-switch, POST /passkeys/options"));

    /// <summary>What a person needs for a route of the API, by method and pattern behind the base; null: nobody enters.</summary>
    public static Permission? OfApi(string method, string pattern) => Find(Api, method, pattern);

    /// <summary>What a person needs for a page or form, by method and pattern; null: nobody enters.</summary>
    public static Permission? OfPage(string method, string pattern) => Find(Pages, method, pattern);

    /// <summary>Whether a person has to show again who it is before this, unless that was a moment ago: keys, secrets, roles, backups, files with people in them.</summary>
    public static bool NeedsStepUp(Permission permission, string method) =>
        permission is Permission.Export or Permission.TakeBackup || (permission is Permission.ManageKeys or Permission.ManageUsers or Permission.ManageSenders && !IsReading(method));

    /// <summary>Whether somebody gets so far who still has to set up the authenticator app that the workspace wants of everybody: to setting it up, and away.</summary>
    public static bool OpensWithoutSecondFactor(string pagePattern) =>
        pagePattern.TrimEnd('/') is PageWalls.SecondFactorPath or "/step-up" or "/passkeys/options" or "/theme" or "/workspace-switch" or "/shell";

    /// <summary>Whether a role opens a page for looking; for what the navigation shows.</summary>
    public static bool Opens(Role role, string pagePattern) => OfPage("GET", pagePattern) is { } needed && role.Has(needed);

    private static bool IsReading(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static Permission? Find(FrozenDictionary<string, Permission> table, string method, string pattern) =>
        table.TryGetValue($"{(HttpMethods.IsHead(method) ? "GET" : method)} {(pattern is "/" ? pattern : pattern.TrimEnd('/'))}", out var permission) ? permission : null;

    private static FrozenDictionary<string, Permission> Table(params (Permission Permission, string Routes)[] rows) => rows
        .SelectMany(row => row.Routes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(route => (route, row.Permission)))
        .ToFrozenDictionary(row => row.route, row => row.Permission, StringComparer.OrdinalIgnoreCase);
}
