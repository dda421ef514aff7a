using System.Globalization;
using Carillon.Access;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Sending;

/// <summary>What the pages of accounts and senders read and do.</summary>
public sealed class AccountDesk(CarillonDb db, AccountBook book, MessageProviders providers, CallbackAddress callbacks, EngineView view, TimeProvider time)
{
    /// <summary>Every login with its senders, the oldest first.</summary>
    public async Task<IReadOnlyList<AccountCard>> ListAsync(CancellationToken cancellationToken)
    {
        var accounts = await db.Accounts.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var senders = await db.Senders.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. accounts.Select(account => new AccountCard(account, [.. senders.Where(sender => sender.AccountId == account.Id)], callbacks.Of(account)))];
    }

    /// <summary>One login; null: there is none here.</summary>
    public async Task<AccountCard?> FindAsync(AccountId id, CancellationToken cancellationToken)
    {
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return account is null
            ? null
            : new AccountCard(account, await db.Senders.AsNoTracking().Where(row => row.AccountId == id).OrderBy(row => row.CreatedAt).ToListAsync(cancellationToken), callbacks.Of(account));
    }

    /// <summary>What a login needs before texts leave and answers arrive, each step as it stands now.</summary>
    public async Task<IReadOnlyList<SetUpStep>> StepsAsync(AccountCard card, CancellationToken cancellationToken)
    {
        var senders = card.Senders.Select(sender => sender.Id).ToList();
        var last = await db.OutboundMessages.AsNoTracking().Where(row => senders.Contains(row.SenderId) && row.DeliveredAt != null)
            .OrderByDescending(row => row.DeliveredAt).Select(row => row.DeliveredAt).FirstOrDefaultAsync(cancellationToken);
        var isActive = card.Senders.Any(sender => sender.Registration == Registration.Active);
        return
        [
            new SetUpStep(
                "The provider takes the login", card.Account.Status is AccountStatus.Healthy or AccountStatus.Degraded,
                card.Account.StatusReason ?? "Press \"Test the login\" above whenever you want to know: it makes the cheapest call there is."),
            new SetUpStep(
                "The provider can reach this server", !card.Callback.IsLoopback,
                card.Callback.IsLoopback ? "The address works on this machine only. Set Carillon__PublicUrl to the server's public address and start it again." : $"Callbacks come to {card.Callback.Host}."),
            new SetUpStep(
                "A sender whose registration is active", isActive,
                card.Senders.Count == 0 ? "Add the number below." : isActive ? "Carriers let it send." : "Carriers hold back what is not registered; set it to Active below when the provider says so."),
            new SetUpStep(
                "Receipts arrive", last is not null,
                last is { } at ? $"The last one told of a text delivered on {at:yyyy-MM-dd HH:mm} UTC." : "Register the callback address, then send yourself a text from a new campaign's preview."),
        ];
    }

    /// <summary>Takes what the provider says of a sender's registration.</summary>
    public async Task RegisterAsync(SenderId id, Registration registration, CancellationToken cancellationToken)
    {
        if (await db.Senders.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } sender)
        {
            sender.Registration = registration;
            await db.SaveChangesAsync(cancellationToken);
            view.Refresh();
        }
    }

    /// <summary>The settings an account of a provider takes.</summary>
    public Task<IReadOnlyList<ProviderSetting>> SettingsAsync(Provider provider) => Task.FromResult(providers[provider].Settings);

    /// <summary>Adds a login.</summary>
    public Task<AccountOutcome> AddAsync(Provider provider, string name, IReadOnlyDictionary<string, string?> settings, string? perSecond, CancellationToken cancellationToken) =>
        book.AddAsync(new AccountDraft(name, provider, settings, new Limits(Number(perSecond)), null, "USD"), cancellationToken);

    /// <summary>Changes name, limit and settings; settings left empty stay as they are.</summary>
    public async Task<IReadOnlyList<string>> ChangeAsync(AccountId id, string name, string? perSecond, IReadOnlyDictionary<string, string?> settings, CancellationToken cancellationToken)
    {
        if (await db.Accounts.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } account)
        {
            return ["The account was deleted in the meantime."];
        }

        if (!string.IsNullOrWhiteSpace(perSecond) && Number(perSecond) is not > 0)
        {
            return ["The speed has to be a number above 0, or empty for no limit."];
        }

        (account.Name, account.Limits) = (name, account.Limits with { PerSecond = Number(perSecond) });
        var given = settings.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToDictionary(pair => pair.Key, pair => (string?)pair.Value!.Trim());
        if (given.Count > 0 && await book.ChangeSettingsAsync(account, given, cancellationToken) is AccountOutcome.Invalid invalid)
        {
            return AccountWords.Of(invalid);
        }

        await book.SaveAsync(account, cancellationToken);
        return [];
    }

    /// <summary>The cheapest authenticated call.</summary>
    public async Task<LoginCheck> TestAsync(AccountId id, CancellationToken cancellationToken) =>
        await db.Accounts.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is { } account
            ? await book.TestAsync(account, cancellationToken)
            : new LoginCheck(false, "The account was deleted in the meantime.");

    /// <summary>Adds a number to send from; says what is wrong, or nothing.</summary>
    public async Task<IReadOnlyList<string>> AddSenderAsync(AccountId account, SenderDraft draft, CancellationToken cancellationToken)
    {
        var region = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        if (!PhoneNumber.TryParse(draft.Number, region, out var number) && !PhoneNumber.TryParseE164(draft.Number?.Trim(), out number))
        {
            return ["This is not a phone number. Write it like (415) 555-0132 or +14155550132."];
        }

        if (await db.Senders.AnyAsync(row => row.Channel == Channel.Sms && row.Address == number.E164, cancellationToken))
        {
            return [$"There is a sender with the number {number} already."];
        }

        var isSimulated = await db.Accounts.AnyAsync(row => row.Id == account && row.Provider == Provider.Simulator, cancellationToken);
        db.Senders.Add(new Sender
        {
            Id = Id.New<SenderId>(time),
            WorkspaceId = db.Workspace,
            AccountId = account,
            Channel = Channel.Sms,
            Address = number.E164,
            ProviderRef = Cut(draft.ProviderRef, 64),
            DisplayName = Cut(draft.Name, 120),
            Limits = new Limits(Number(draft.PerSecond) ?? (isSimulated ? null : SenderRates.Of(number.E164))),
            AnswersKeywords = draft.AnswersKeywords,
            CreatedAt = time.GetUtcNow().Stored(),
        });
        await db.SaveChangesAsync(cancellationToken);
        view.Refresh();
        return [];
    }

    /// <summary>Deletes a sender that has never sent; false: it has.</summary>
    public async Task<bool> RemoveSenderAsync(SenderId id, CancellationToken cancellationToken)
    {
        if (await db.OutboundMessages.AnyAsync(message => message.SenderId == id, cancellationToken))
        {
            return false;
        }

        await db.Senders.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
        return true;
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 100_000 ? number : null;

    private static string? Cut(string? text, int most) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is { } bare && bare.Length > most ? bare[..most] : text.Trim();
}

/// <summary>A login with its senders, as pages show it.</summary>
/// <param name="Account">The login.</param>
/// <param name="Senders">Its numbers.</param>
/// <param name="Callback">The address its provider has to call.</param>
public sealed record AccountCard(ProviderAccount Account, IReadOnlyList<Sender> Senders, Uri Callback)
{
    /// <summary>Whether nothing leaves this machine through it.</summary>
    public bool IsSimulated => Account.Provider == Provider.Simulator;
}

/// <summary>A number to be added.</summary>
public sealed record SenderDraft(string? Number, string? Name, string? ProviderRef, string? PerSecond, bool AnswersKeywords);
