using System.Collections.Concurrent;
using Carillon.Access;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Accounts;

/// <summary>
/// Opens accounts' secrets, and keeps what it opened as long as the row says the same: adapters compute their authorization
/// once a login object. A change is seen within a second.
/// </summary>
public sealed class AccountLogins(Database database, SecretBox secrets, TimeProvider time)
{
    /// <summary>The name of the secret that signs attempts; made with the account, never shown.</summary>
    public const string AttemptKeyField = "attemptKey";

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<AccountId, Entry> _open = [];

    /// <summary>The account with its secrets opened; null when there is none.</summary>
    public async Task<OpenAccount?> FindAsync(AccountId id, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(id, out var entry) && time.GetElapsedTime(entry.ReadAt) < Fresh)
        {
            return entry.Account;
        }

        await using var db = database.OpenEverybody();
        var row = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(account => account.Id == id, cancellationToken);
        if (row is null)
        {
            Forget(id);
            return null;
        }

        return Open(row);
    }

    /// <summary>The account was changed or is gone: whoever asks next reads it again.</summary>
    public void Forget(AccountId id) => _open.TryRemove(id, out _);

    /// <summary>The row's account, opened; the row must have been read just now.</summary>
    public OpenAccount Open(ProviderAccount row)
    {
        var version = string.Join('\u001f', row.Settings.Concat(row.Secrets).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key + '\u001e' + pair.Value));
        var known = _open.GetValueOrDefault(row.Id);
        var opened = known is not null && known.Version == version ? known.Account with { Account = row } : OpenAnew(row);
        _open[row.Id] = new Entry(opened, version, time.GetTimestamp());
        return opened;
    }

    /// <summary>The secret as it is stored.</summary>
    public string Protect(ProviderAccount account, string field, string value) => secrets.Protect(account.WorkspaceId, FieldName(account.Id, field), value);

    private OpenAccount OpenAnew(ProviderAccount row)
    {
        var settings = row.Settings.Where(entry => !EngineSettings.Is(entry.Key)).ToDictionary();
        foreach (var (field, text) in row.Secrets)
        {
            settings[field] = secrets.Open(row.WorkspaceId, FieldName(row.Id, field), text);
        }

        var key = settings.Remove(AttemptKeyField, out var signing) ? Convert.FromBase64String(signing) : [];
        return new OpenAccount(row, new ProviderLogin(row.Id, settings), key);
    }

    private static string FieldName(AccountId account, string field) => $"account:{account}:{field}";

    private sealed record Entry(OpenAccount Account, string Version, long ReadAt);
}
