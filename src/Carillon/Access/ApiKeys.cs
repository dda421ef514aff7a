using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access;

/// <summary>
/// The keys of programs. Only a keyed hash of each is stored (HMAC-SHA-256 under a key derived from the master key), so a stolen table neither opens a
/// door nor lets short texts be guessed. A key that was found is remembered for five seconds: no longer works a deleted one on any node.
/// </summary>
public sealed class ApiKeys
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private readonly Database _database;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;
    private readonly byte[] _pepper;
    private readonly ConcurrentDictionary<string, Known> _known = new();
    private readonly ConcurrentDictionary<ApiKeyId, DateTimeOffset> _uses = new();

    /// <summary>Keys of this database, hashed under this master key.</summary>
    public ApiKeys(Database database, MasterKey master, AuditLog audit, TimeProvider time)
    {
        (_database, _audit, _time) = (database, audit, time);
        _pepper = master.Derive("api keys");
    }

    /// <summary>The key of a text, in whatever workspace; null: there is none.</summary>
    public async Task<ApiKey?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var hash = HashOf(text);
        var name = Convert.ToHexString(hash);
        if (!_known.TryGetValue(name, out var known) || _time.GetElapsedTime(known.ReadAt) >= Remembered)
        {
            var readAt = _time.GetTimestamp();
            var key = await ReadAsync(hash, cancellationToken);
            if (key is null)
            {
                _known.TryRemove(name, out _);
                return null;
            }

            known = new Known(key, readAt);
            _known[name] = known;
        }

        if (known.Key.ExpiresAt <= _time.GetUtcNow())
        {
            return null;
        }

        Use(known.Key);
        return known.Key;
    }

    /// <summary>Makes a key; its text is shown now and never again.</summary>
    /// <param name="whose">The workspace it opens, and who makes it.</param>
    /// <param name="name">What people will call it.</param>
    /// <param name="scope">What it may do.</param>
    /// <param name="expiresAt">When it ends by itself; null: never.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<(ApiKey Key, string Text)> CreateAsync(
        WorkspaceScope whose, string name, ApiScope scope, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        await using var db = _database.Open(whose);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var text = ApiKeyText.Create();
        var key = Add(db, db.Workspace, name, scope, text, expiresAt);
        await _audit.AddAsync(db, MadeNote(key), cancellationToken);
        await write.CommitAsync(cancellationToken);
        return (key, text);
    }

    /// <summary>Ends a key: at once here, within five seconds on every other node. False: the workspace has no such key.</summary>
    public async Task<bool> DeleteAsync(WorkspaceScope whose, ApiKeyId id, CancellationToken cancellationToken)
    {
        await using var db = _database.Open(whose);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var name = await db.ApiKeys.Where(key => key.Id == id).Select(key => key.Name).SingleOrDefaultAsync(cancellationToken);
        if (await db.ApiKeys.Where(key => key.Id == id).ExecuteDeleteAsync(cancellationToken) is 0)
        {
            return false;
        }

        await _audit.AddAsync(db, new AuditNote(AuditActions.KeyRevoked, $"api-key:{id}", ("name", name)), cancellationToken);
        await write.CommitAsync(cancellationToken);
        foreach (var (text, known) in _known)
        {
            if (known.Key.Id == id)
            {
                _known.TryRemove(text, out _);
            }
        }

        return true;
    }

    /// <summary>Writes down when keys were last used, to the minute; one statement a key, however many requests there were.</summary>
    public async Task RecordUsesAsync(CancellationToken cancellationToken)
    {
        await using var db = _database.OpenEverybody();
        foreach (var (id, minute) in _uses)
        {
            await db.ApiKeys
                .Where(key => key.Id == id && (key.LastUsedAt == null || key.LastUsedAt < minute))
                .ExecuteUpdateAsync(set => set.SetProperty(key => key.LastUsedAt, minute), cancellationToken);
            _uses.TryRemove(new KeyValuePair<ApiKeyId, DateTimeOffset>(id, minute));
        }
    }

    /// <summary>Puts a key into a unit of work of the caller's.</summary>
    internal ApiKey Add(CarillonDb db, WorkspaceId workspace, string name, ApiScope scope, string text, DateTimeOffset? expiresAt = null)
    {
        var key = new ApiKey
        {
            Id = Id.New<ApiKeyId>(_time),
            WorkspaceId = workspace,
            Name = name,
            Scope = scope,
            Hash = HashOf(text),
            CreatedAt = _time.GetUtcNow().Stored(),
            ExpiresAt = expiresAt?.Stored(),
        };
        db.ApiKeys.Add(key);
        return key;
    }

    /// <summary>Adds the admin key whose text somebody chose by a setting, unless it is there, and saves.</summary>
    internal async Task AddChosenAsync(CarillonDb db, WorkspaceId workspace, string? text, CancellationToken cancellationToken)
    {
        if (text is null)
        {
            return;
        }

        var hash = HashOf(text);
        if (!await db.ApiKeys.IgnoreQueryFilters().AnyAsync(key => key.Hash == hash, cancellationToken))
        {
            var key = Add(db, workspace, "Key of the first start", ApiScope.Admin, text);
            await _audit.AddAsync(db, workspace, MadeNote(key), cancellationToken);
        }
    }

    /// <summary>What the audit log says of a key that was made.</summary>
    internal static AuditNote MadeNote(ApiKey key) =>
        new(AuditActions.KeyMade, $"api-key:{key.Id}", ("name", key.Name), ("scope", key.Scope), ("expiresAt", key.ExpiresAt?.ToString("O")));

    /// <summary>What is stored of a text.</summary>
    internal byte[] HashOf(string text) => HMACSHA256.HashData(_pepper, Encoding.UTF8.GetBytes(text));

    private async Task<ApiKey?> ReadAsync(byte[] hash, CancellationToken cancellationToken)
    {
        await using var db = _database.OpenEverybody();
        return await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Hash == hash, cancellationToken);
    }

    private void Use(ApiKey key)
    {
        var now = _time.GetUtcNow();
        _uses[key.Id] = now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerMinute));
    }

    private sealed record Known(ApiKey Key, long ReadAt);
}
