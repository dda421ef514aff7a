using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using PhoneNumbers;

namespace Carillon.Server.Access;

/// <summary>What the pages of settings read and do.</summary>
public sealed class SettingsDesk(CarillonDb db, ApiKeys keys, AuditLog audit, IEnumerable<ISettingsListener> listeners)
{
    /// <summary>The workspace.</summary>
    public Task<Workspace> WorkspaceAsync(CancellationToken cancellationToken) =>
        db.Workspaces.AsNoTracking().SingleAsync(row => row.Id == db.Workspace, cancellationToken);

    /// <summary>Changes the workspace; says what is wrong, or nothing.</summary>
    public async Task<IReadOnlyList<string>> ChangeAsync(WorkspaceDraft draft, CancellationToken cancellationToken)
    {
        List<string> wrong = [];
        var name = draft.Name?.Trim() ?? "";
        if (name.Length is 0 or > 120)
        {
            wrong.Add("The name needs 1 to 120 characters.");
        }

        var region = draft.DefaultRegion?.Trim().ToUpperInvariant() ?? "";
        if (!PhoneNumberUtil.GetInstance().GetSupportedRegions().Contains(region))
        {
            wrong.Add("The country has to be a two-letter code such as US or CA.");
        }

        var zone = TimeZoneName.Of(draft.TimeZone?.Trim());
        if (zone is null)
        {
            wrong.Add("The time zone has to be a name such as America/New_York.");
        }

        if (draft.CallbackDays is < Workspace.FewestCallbackDays or > Workspace.MostCallbackDays)
        {
            wrong.Add($"What providers told is kept for {Workspace.FewestCallbackDays} to {Workspace.MostCallbackDays} days, or for ever.");
        }

        if (wrong.Count > 0)
        {
            return wrong;
        }

        await using var write = await db.BeginWriteAsync(cancellationToken);
        var workspace = await db.Workspaces.SingleAsync(row => row.Id == db.Workspace, cancellationToken);
        (workspace.Name, workspace.DefaultRegion, workspace.TimeZone, workspace.QuietHoursFor) = (name, region, zone!, draft.QuietHoursFor ?? workspace.QuietHoursFor); // without a zone it ended above
        workspace.CallbackDays = draft.CallbackDays;
        workspace.Brand = new Brand(Cut(draft.BrandName, 120), Cut(draft.Help, 200), Cut(draft.PostalAddress, 300));
        if (WorkspaceNotes.OfChanges(db, workspace) is { } note)
        {
            await audit.AddAsync(db, note, cancellationToken);
        }

        await write.CommitAsync(cancellationToken);
        listeners.Tell();
        return [];
    }

    /// <summary>The keys, the newest first; their texts are not kept.</summary>
    public async Task<IReadOnlyList<ApiKey>> KeysAsync(CancellationToken cancellationToken) =>
        await db.ApiKeys.AsNoTracking().OrderByDescending(key => key.CreatedAt).ToListAsync(cancellationToken);

    /// <summary>Makes a key and brings its text, for the only time.</summary>
    public async Task<string> CreateKeyAsync(string name, ApiScope scope, DateTimeOffset? until, CancellationToken cancellationToken) =>
        (await keys.CreateAsync(db.Scope, name, scope, until, cancellationToken)).Text;

    /// <summary>Ends a key.</summary>
    public Task<bool> DeleteKeyAsync(ApiKeyId id, CancellationToken cancellationToken) => keys.DeleteAsync(db.Scope, id, cancellationToken);

    private static string? Cut(string? text, int most) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Length > most ? text.Trim()[..most] : text.Trim();
}

/// <summary>The workspace as its form sends it.</summary>
public sealed record WorkspaceDraft(string? Name, string? BrandName, string? Help, string? PostalAddress, string? DefaultRegion, string? TimeZone, QuietHoursFor? QuietHoursFor = null, int? CallbackDays = null);
