using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Carillon.Access;
using Carillon.Channels;
using Carillon.Cluster;
using Carillon.Compliance;
using Carillon.Contacts;
using Carillon.Primitives;
using Carillon.Receiving;
using Carillon.Receiving.Callbacks;
using Carillon.Receiving.Inbox;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Storage;
using Carillon.Tests.Engines;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Carillon.Tests.Receiving;

/// <summary>One workspace with a Twilio account and a sender, the rooms as the product registers them, and a clock of the test's.</summary>
internal sealed class ReceivingWorld : IAsyncDisposable
{
    public const string Us = "+18575550199";
    public const string AuthToken = "0123456789abcdef0123456789abcdef";
    public const string AccountSid = "AC22222222222222222222222222222222";
    private const string WebhookSecret = "0qQBQasD5ZgYbMMlgEBxsmiJeCYaxk4Qro82l2mUyWk=";
    private static readonly Uri PublicUrl = new("https://sms.example.com/");

    private readonly TestStore _store;
    private readonly ServiceProvider _services;
    private int _sids;

    private ReceivingWorld(TestStore store)
    {
        _store = store;
        var exports = new EngineExports();
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(store.Database)
            .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
            .AddSingleton<SecretBox>()
            .AddSingleton(MasterKey.Create())
            .AddSingleton<WakeSignals>()
            .AddSingleton(new CallbackAddress(() => PublicUrl))
            .AddScoped(_ => store.Database.Open(WorkspaceScope.Of(Workspace)))
            .AddCompliance()
            .AddChannels()
            .AddSending(exports)
            .AddReceiving(exports)
            .BuildServiceProvider();
        Sender = new Sender
        {
            Id = Id.New<SenderId>(Time),
            WorkspaceId = Workspace,
            AccountId = Account,
            Channel = Channel.Sms,
            Address = Us,
            AnswersKeywords = false,
            CreatedAt = Time.GetUtcNow(),
        };
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 3, 15, 0, 0, TimeSpan.Zero));

    public WorkspaceId Workspace { get; } = Id.New<WorkspaceId>(TimeProvider.System);

    public AccountId Account { get; } = Id.New<AccountId>(TimeProvider.System);

    /// <summary>An account of OpenPhone, whose texts tell when they were written.</summary>
    public AccountId OpenPhone { get; } = Id.New<AccountId>(TimeProvider.System);

    public Sender Sender { get; }

    public Database Database => _store.Database;

    public CallbackIntake Intake => _services.GetRequiredService<CallbackIntake>();

    public FreshSuppressions Fresh => _services.GetRequiredService<FreshSuppressions>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<ReceivingWorld> CreateAsync(Engines.Engine engine, bool answersKeywords = false)
    {
        var world = new ReceivingWorld(await TestStore.CreateAsync(engine));
        world.Sender.AnswersKeywords = answersKeywords;
        await using var db = world.Database.OpenEverybody();
        var account = new ProviderAccount
        {
            Id = world.Account,
            WorkspaceId = world.Workspace,
            Name = "Twilio",
            Provider = Provider.Twilio,
            Settings = new Dictionary<string, string> { ["accountSid"] = AccountSid },
            CreatedAt = world.Time.GetUtcNow(),
        };
        account.Secrets = new Dictionary<string, string> { ["authToken"] = world._services.GetRequiredService<AccountLogins>().Protect(account, "authToken", AuthToken) };
        var openPhone = new ProviderAccount { Id = world.OpenPhone, WorkspaceId = world.Workspace, Name = "OpenPhone", Provider = Provider.OpenPhone, CreatedAt = world.Time.GetUtcNow() };
        openPhone.Secrets = new Dictionary<string, string>
        {
            ["apiKey"] = world._services.GetRequiredService<AccountLogins>().Protect(openPhone, "apiKey", "key"),
            ["webhookSecret"] = world._services.GetRequiredService<AccountLogins>().Protect(openPhone, "webhookSecret", WebhookSecret),
        };
        db.AddRange(account, openPhone);
        db.Add(world.Sender);
        db.Add(new Workspace { Id = world.Workspace, Name = "Acme", CreatedAt = world.Time.GetUtcNow() });
        await db.SaveChangesAsync(Token);
        return world;
    }

    /// <summary>Does something in a scope of its own, as a request does.</summary>
    public async Task<TResult> AskAsync<TService, TResult>(Func<TService, Task<TResult>> question)
        where TService : notnull
    {
        await using var scope = _services.CreateAsyncScope();
        return await question(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public async Task<ContactId> AddContactAsync(PhoneNumber phone)
    {
        await using var db = Database.OpenEverybody();
        var contact = new Contact { Id = Id.New<ContactId>(Time), WorkspaceId = Workspace, Phone = phone, CreatedAt = Time.GetUtcNow(), UpdatedAt = Time.GetUtcNow() };
        db.Add(contact);
        await db.SaveChangesAsync(Token);
        return contact.Id;
    }

    /// <summary>A message of a campaign to a contact: waiting, or accepted just now under a provider's id.</summary>
    public async Task<OutboundMessage> AddMessageAsync(
        ContactId contact, PhoneNumber to, CampaignId campaign, RunId run, string? providerId, MessageStatus? status = null)
    {
        await using var db = Database.OpenEverybody();
        var now = Time.GetUtcNow();
        var message = new OutboundMessage
        {
            Id = Id.New<MessageId>(Time),
            WorkspaceId = Workspace,
            RunId = run,
            CampaignId = campaign,
            ContactId = contact,
            SenderId = Sender.Id,
            To = to,
            Channel = Channel.Sms,
            Purpose = Purpose.Marketing,
            Kind = MessageKind.Campaign,
            Variant = "A",
            Status = status ?? (providerId is null ? MessageStatus.Queued : MessageStatus.Accepted),
            QueuedAt = now,
            DueAt = now,
            ChangedAt = now,
        };
        db.Add(message);
        if (providerId is not null)
        {
            var attempt = new SendAttempt { MessageId = message.Id, Number = 1, SenderId = Sender.Id, Fence = 1, StartedAt = now };
            db.Add(attempt);
            db.Entry(attempt).Property(x => x.Outcome).CurrentValue = AttemptOutcome.Accepted;
            db.Entry(attempt).Property(x => x.ProviderMessageId).CurrentValue = providerId;
            db.Entry(message).Property(x => x.ProviderMessageId).CurrentValue = providerId;
            db.Entry(message).Property(x => x.SentAt).CurrentValue = now;
            db.Entry(message).Property(x => x.Attempts).CurrentValue = 1;
        }

        await db.SaveChangesAsync(Token);
        return message;
    }

    public IncomingCallback Text(PhoneNumber from, string body, string? sid = null) => Signed(
        "", ("MessageSid", sid ?? NextSid()), ("AccountSid", AccountSid), ("SmsStatus", "received"), ("From", from.E164), ("To", Us), ("Body", body), ("NumMedia", "0"));

    /// <summary>A text that the provider took for a keyword and has answered.</summary>
    public IncomingCallback TextTakenFor(PhoneNumber from, string body, string optOutType) => Signed(
        "", ("MessageSid", NextSid()), ("AccountSid", AccountSid), ("SmsStatus", "received"), ("From", from.E164), ("To", Us), ("Body", body), ("OptOutType", optOutType));

    /// <summary>Brings a text that the provider tells to have been written at an instant, in an event of its own.</summary>
    public Task DeliverToldAsync(PhoneNumber from, string body, DateTimeOffset told, string? message = null)
    {
        var id = message ?? NextSid();
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            id = "EV" + NextSid(),
            type = "message.received",
            createdAt = told,
            data = new { @object = new { id, from = from.E164, to = Us, direction = "incoming", body, createdAt = told } },
        });
        var at = Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(WebhookSecret), (byte[])[.. Encoding.ASCII.GetBytes(at + "."), .. json]));
        Dictionary<string, string> headers = new() { ["content-type"] = "application/json", ["openphone-signature"] = $"hmac;1;{at};{signature}" };
        return Intake.DeliverAsync(OpenPhone, new IncomingCallback(new Uri(PublicUrl, "/webhooks/openphone/x"), headers, json), Token);
    }

    public static IncomingCallback Receipt(string sid, string status, PhoneNumber to, string? errorCode = null) => errorCode is null
        ? Signed("", ("MessageSid", sid), ("AccountSid", AccountSid), ("MessageStatus", status), ("From", Us), ("To", to.E164))
        : Signed("", ("MessageSid", sid), ("AccountSid", AccountSid), ("MessageStatus", status), ("From", Us), ("To", to.E164), ("ErrorCode", errorCode));

    public string NextSid() => string.Create(CultureInfo.InvariantCulture, $"SM{Interlocked.Increment(ref _sids):x32}");

    /// <summary>Brings a callback without the wait for the answer.</summary>
    public Task DeliverAsync(IncomingCallback callback) => Intake.DeliverAsync(Account, callback, Token);

    /// <summary>Handles what is due now, in all partitions.</summary>
    public async Task HandleAsync()
    {
        // Instants of receipt rise while a test's clock stands, and so run a little ahead of it.
        Time.Advance(TimeSpan.FromMilliseconds(10));
        var worker = _services.GetRequiredService<InboxWorker>();
        foreach (var partition in await Database.Dialect.FindDuePartitionsAsync(Partitions.Count, Time.GetUtcNow(), Token))
        {
            while (await worker.RunRoundAsync(partition, Token))
            {
            }
        }
    }

    public async Task<T> ReadAsync<T>(Func<CarillonDb, Task<T>> question)
    {
        await using var db = Database.OpenEverybody();
        return await question(db);
    }

    public Task<List<ProviderEvent>> EventsAsync() => ReadAsync(db => db.ProviderEvents.AsNoTracking().OrderBy(x => x.ReceivedAt).ToListAsync(Token));

    public Task<List<OutboundMessage>> AnswersAsync() =>
        ReadAsync(db => db.OutboundMessages.AsNoTracking().Where(x => x.Kind == MessageKind.KeywordAnswer).OrderBy(x => x.QueuedAt).ToListAsync(Token));

    public Task<long> CounterAsync(RunId run, string metric) =>
        ReadAsync(db => db.RunCounters.Where(x => x.RunId == run && x.Metric == metric).SumAsync(x => x.Count, Token));

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static IncomingCallback Signed(string query, params (string Name, string Value)[] fields)
    {
        var url = new Uri(PublicUrl, "/webhooks/twilio/x" + query);
        var text = url.OriginalString + string.Concat(fields.OrderBy(field => field.Name, StringComparer.Ordinal).Select(field => field.Name + field.Value));
#pragma warning disable CA5350 // SHA-1 is the provider's choice.
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(AuthToken), Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5350
        var body = string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));
        return new IncomingCallback(
            url,
            new Dictionary<string, string> { ["x-twilio-signature"] = signature, ["content-type"] = "application/x-www-form-urlencoded" },
            Encoding.UTF8.GetBytes(body));
    }
}
