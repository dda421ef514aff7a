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
public sealed class AccountDesk(CarillonDb db, AccountBook book, SenderBook senders, MessageProviders providers, CallbackAddress callbacks, SendingOptions options)
{
    /// <summary>Every login with its senders, the oldest first.</summary>
    public async Task<IReadOnlyList<AccountCard>> ListAsync(CancellationToken cancellationToken)
    {
        var accounts = await db.Accounts.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var all = await db.Senders.AsNoTracking().OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. accounts.Select(account => new AccountCard(account, [.. all.Where(sender => sender.AccountId == account.Id)], callbacks.Of(account)))];
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
        var own = card.Senders.Select(sender => sender.Id).ToList();
        var last = await db.OutboundMessages.AsNoTracking().Where(row => own.Contains(row.SenderId) && row.DeliveredAt != null)
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
                last is not null ? "The last one told of a text that arrived" : "Register the callback address, then send yourself a text from a new campaign's preview.") { At = last },
        ];
    }

    /// <summary>Takes limits and what the provider says of a sender's registration.</summary>
    public async Task<IReadOnlyList<string>> ChangeSenderAsync(SenderId id, SenderChange change, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var limits = change.Limits.Read(problems);
        var carriers = change.Carriers.Read(problems);
        if (await db.Senders.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } sender)
        {
            return ["The sender was removed in the meantime."];
        }

        if (problems.Count == 0)
        {
            (sender.Registration, sender.Limits) = (change.Registration, limits);
            (sender.DisplayName, sender.AnswersKeywords, sender.Carriers) = (Cut(change.Name, 120), change.AnswersKeywords, carriers);
            await senders.SaveAsync(sender, cancellationToken);
        }

        return problems;
    }

    /// <summary>What holds where the account sets nothing: seconds until the provider is asked about an unknown attempt, and about a missing receipt.</summary>
    public Task<(int ReconcileAfter, int PollAfter)> UsualAsync() => Task.FromResult((options.ReconcileAfterSeconds, options.PollAfterSeconds));

    /// <summary>The settings an account of a provider takes.</summary>
    public Task<IReadOnlyList<ProviderSetting>> SettingsAsync(Provider provider) => Task.FromResult(providers[provider].Settings);

    /// <summary>Adds a login.</summary>
    public Task<AccountOutcome> AddAsync(Provider provider, string name, IReadOnlyDictionary<string, string?> settings, string? perSecond, CancellationToken cancellationToken) =>
        book.AddAsync(new AccountDraft(name, provider, settings, new Limits(Number(perSecond)), null, "USD"), cancellationToken);

    /// <summary>Changes name, limits, price and settings; settings left empty stay as they are, those of the engine go.</summary>
    public async Task<IReadOnlyList<string>> ChangeAsync(AccountId id, AccountChange change, CancellationToken cancellationToken)
    {
        if (await db.Accounts.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } account)
        {
            return ["The account was deleted in the meantime."];
        }

        List<string> problems = [];
        var limits = change.Limits.Read(problems);
        var price = PriceOf(change.Price, account, problems);
        if (problems.Count > 0)
        {
            return problems;
        }

        (account.Name, account.Limits, account.PricePerSegmentMicros) = (change.Name, limits, price);
        var given = change.Settings.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)).ToDictionary(pair => pair.Key, pair => (string?)pair.Value!.Trim());
        foreach (var cleared in change.Settings.Keys.Where(name => EngineSettings.Is(name) && !given.ContainsKey(name) && account.Settings.ContainsKey(name)))
        {
            given[cleared] = null;
        }

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
    public async Task<IReadOnlyList<string>> AddSenderAsync(AccountId account, NewSender given, CancellationToken cancellationToken)
    {
        var region = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.DefaultRegion).SingleAsync(cancellationToken);
        if (!PhoneNumber.TryParse(given.Number, region, out var number) && !PhoneNumber.TryParseE164(given.Number?.Trim(), out number))
        {
            return ["This is not a phone number. Write it like (415) 555-0132 or +14155550132."];
        }

        var isSimulated = await db.Accounts.AnyAsync(row => row.Id == account && row.Provider == Provider.Simulator, cancellationToken);
        var draft = new SenderDraft(account, number.E164)
        {
            ProviderRef = Cut(given.ProviderRef, 64),
            DisplayName = Cut(given.Name, 120),
            Limits = new Limits(Number(given.PerSecond) ?? (isSimulated ? null : SenderRates.Of(number.E164))),
            AnswersKeywords = given.AnswersKeywords,
        };
        return await senders.AddAsync(draft, cancellationToken) is SenderOutcome.InUse ? [$"This account has a sender with the number {number} already."] : [];
    }

    /// <summary>Removes a sender that has never sent and that no campaign needs; false: it stays.</summary>
    public async Task<bool> RemoveSenderAsync(SenderId id, CancellationToken cancellationToken) => await senders.RemoveAsync(id, cancellationToken) is SenderOutcome.Done or SenderOutcome.NotFound;

    private static long? PriceOf(string? text, ProviderAccount account, List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!decimal.TryParse(text.Trim().TrimStart('$'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > 1000)
        {
            problems.Add($"The price of a segment has to be an amount in {account.PriceCurrency}, such as 0.0079, or empty.");
            return null;
        }

        return (long)decimal.Round(amount * 1_000_000m);
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

/// <summary>A number to be added, as a form has it.</summary>
public sealed record NewSender(string? Number, string? Name, string? ProviderRef, string? PerSecond, bool AnswersKeywords);

/// <summary>What a form changes of a sender.</summary>
public sealed record SenderChange(Registration Registration, LimitsForm Limits, string? Name, bool AnswersKeywords, CarrierForm Carriers);

/// <summary>What a form changes of a login.</summary>
public sealed record AccountChange(string Name, LimitsForm Limits, string? Price, IReadOnlyDictionary<string, string?> Settings);
