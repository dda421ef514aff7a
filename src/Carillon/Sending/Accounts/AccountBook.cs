using System.Security.Cryptography;
using Carillon.Access.Audit;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Sending.Accounts;

/// <summary>Adding, changing and testing logins.</summary>
public sealed class AccountBook(CarillonDb db, MessageProviders providers, AccountLogins logins, EngineView view, AuditLog audit, TimeProvider time)
{
    /// <summary>Adds a login. Settings are checked by the provider's adapter; secret ones are protected before they are stored.</summary>
    public async Task<AccountOutcome> AddAsync(AccountDraft draft, CancellationToken cancellationToken)
    {
        if (providers.Find(draft.Provider) is not { } provider)
        {
            return new AccountOutcome.Invalid(new Dictionary<string, string> { ["provider"] = $"{draft.Provider} is not available yet." });
        }

        var account = New(db.Workspace, draft, provider, time);
        if (Take(account, provider, draft.Settings) is { Count: > 0 } wrong)
        {
            return new AccountOutcome.Invalid(wrong);
        }

        await using var write = await db.BeginWriteAsync(cancellationToken);
        db.Accounts.Add(account);
        await audit.AddAsync(db, new AuditNote(AuditActions.AccountMade, $"account:{account.Id}", ("name", account.Name), ("provider", account.Provider)), cancellationToken);
        await write.CommitAsync(cancellationToken);
        logins.Forget(account.Id);
        return new AccountOutcome.Done(account);
    }

    /// <summary>Takes changed settings; a setting that is null goes, one that is not named stays. A stopped login is tried again.</summary>
    public async Task<AccountOutcome> ChangeSettingsAsync(ProviderAccount account, IReadOnlyDictionary<string, string?> changes, CancellationToken cancellationToken)
    {
        if (Take(account, providers[account.Provider], changes) is { Count: > 0 } wrong)
        {
            return new AccountOutcome.Invalid(wrong);
        }

        account.Recover();
        await SaveAsync(account, cancellationToken);
        return new AccountOutcome.Done(account);
    }

    /// <summary>Saves other changes of a tracked account.</summary>
    public async Task SaveAsync(ProviderAccount account, CancellationToken cancellationToken)
    {
        if (account.Status == AccountStatus.Healthy)
        {
            await ResolveAlertsAsync(account, cancellationToken);
        }

        db.ChangeTracker.DetectChanges();
        var changed = db.Entry(account).Properties.Where(property => property.IsModified).Select(property => property.Metadata.Name).ToList();
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        if (changed.Count > 0)
        {
            // Names of fields only: what stands in them may be secret.
            await audit.AddAsync(db, new AuditNote(AuditActions.AccountChanged, $"account:{account.Id}", ("changed", string.Join(", ", changed))), cancellationToken);
        }

        await write.CommitAsync(cancellationToken);
        logins.Forget(account.Id);
        view.Refresh();
    }

    /// <summary>Makes the cheapest authenticated call; one that goes well puts a stopped login and its stopped senders back to work.</summary>
    public async Task<LoginCheck> TestAsync(ProviderAccount account, CancellationToken cancellationToken)
    {
        var check = await providers[account.Provider].CheckAsync(logins.Open(account).Login, cancellationToken);
        if (check.IsOk)
        {
            await SenderStop.LiftAsync(db, await db.Senders.Where(sender => sender.AccountId == account.Id).ToListAsync(cancellationToken), time.GetUtcNow(), cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            view.Refresh();
        }

        if (check.IsOk && account.Status != AccountStatus.Healthy)
        {
            account.Recover();
            await SaveAsync(account, cancellationToken);
        }

        return check;
    }

    /// <summary>A login with its own key for attempts, not yet with its settings.</summary>
    internal static ProviderAccount New(WorkspaceId workspace, AccountDraft draft, IMessageProvider provider, TimeProvider time) => new()
    {
        Id = Id.New<AccountId>(time),
        WorkspaceId = workspace,
        Name = draft.Name,
        Provider = draft.Provider,
        Limits = draft.Limits.PerSecond is null && provider.Capabilities.DefaultPerSecond is { } known ? draft.Limits with { PerSecond = known } : draft.Limits,
        PricePerSegmentMicros = draft.PricePerSegmentMicros,
        PriceCurrency = draft.PriceCurrency,
        CreatedAt = time.GetUtcNow().Stored(),
    };

    /// <summary>Puts settings where they belong; what is wrong, by field, and then nothing was changed.</summary>
    internal IReadOnlyDictionary<string, string> Take(ProviderAccount account, IMessageProvider provider, IReadOnlyDictionary<string, string?> changes)
    {
        var settings = new Dictionary<string, string>(logins.Open(account).Login.Settings);
        var engine = account.Settings.Where(entry => EngineSettings.Is(entry.Key)).ToDictionary();
        if (TakeEngine(engine, changes) is { Count: > 0 } refused)
        {
            return refused;
        }

        foreach (var (name, value) in changes.Where(change => !EngineSettings.Is(change.Key)))
        {
            if (value is null)
            {
                settings.Remove(name);
            }
            else
            {
                settings[name] = value;
            }
        }

        var wrong = provider.CheckSettings(new ProviderLogin(account.Id, settings));
        if (wrong.Count > 0)
        {
            return wrong.ToDictionary(entry => $"settings.{entry.Key}", entry => entry.Value);
        }

        var secret = provider.Settings.Where(setting => setting.IsSecret).Select(setting => setting.Name).ToHashSet();
        var attemptKey = account.Secrets.GetValueOrDefault(AccountLogins.AttemptKeyField)
            ?? logins.Protect(account, AccountLogins.AttemptKeyField, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        account.Settings = settings.Where(entry => !secret.Contains(entry.Key)).Concat(engine).ToDictionary();
        account.Secrets = settings.Where(entry => secret.Contains(entry.Key)).ToDictionary(entry => entry.Key, entry => logins.Protect(account, entry.Key, entry.Value));
        account.Secrets[AccountLogins.AttemptKeyField] = attemptKey;
        return wrong;
    }

    private static Dictionary<string, string> TakeEngine(Dictionary<string, string> engine, IReadOnlyDictionary<string, string?> changes)
    {
        var wrong = new Dictionary<string, string>();
        foreach (var (name, value) in changes.Where(change => EngineSettings.Is(change.Key)))
        {
            if (value is null)
            {
                engine.Remove(name);
            }
            else if (EngineSettings.Wrong(name, value) is { } what)
            {
                wrong[$"settings.{name}"] = what;
            }
            else
            {
                engine[name] = value;
            }
        }

        return wrong;
    }

    private async Task ResolveAlertsAsync(ProviderAccount account, CancellationToken cancellationToken)
    {
        var subject = account.Id.ToString();
        foreach (var alert in await db.Alerts.Where(alert => alert.Subject == subject && alert.ResolvedAt == null).ToListAsync(cancellationToken))
        {
            alert.Resolve(time.GetUtcNow());
        }
    }
}

/// <summary>A login to be added.</summary>
public sealed record AccountDraft(
    string Name, Provider Provider, IReadOnlyDictionary<string, string?> Settings, Limits Limits, long? PricePerSegmentMicros, string PriceCurrency);

/// <summary>What came of adding or changing a login.</summary>
public abstract record AccountOutcome
{
    private AccountOutcome()
    {
    }

    /// <summary>It stands.</summary>
    public sealed record Done(ProviderAccount Account) : AccountOutcome;

    /// <summary>Something is wrong, by field; nothing was changed.</summary>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Fields) : AccountOutcome;
}
