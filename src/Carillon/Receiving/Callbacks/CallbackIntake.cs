using Carillon.Channels;
using Carillon.Cluster;
using Carillon.Compliance.Erasure;
using Carillon.Compliance.OptOuts;
using Carillon.Primitives;
using Carillon.Receiving.Inbox;
using Carillon.Receiving.Texts;
using Carillon.Sending.Accounts;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Carillon.Text;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Receiving.Callbacks;

/// <summary>
/// The door for everything providers tell us.
/// <para>
/// A callback is verified, read, stored, and only then answered; what it means is worked out afterwards by its partition of
/// the inbox. Callbacks that arrive together share a commit. One that was stored before changes nothing.
/// </para>
/// <para>
/// A text that reads as an opt-out is the exception: its suppression commits with its event, in a transaction of its own, and
/// the provider hears the answer only <see cref="OptOutList.Settled"/> later. Whoever dies in between leaves either nothing,
/// and the provider calls again, or both.
/// </para>
/// </summary>
public sealed class CallbackIntake : ICallbackSink, IAsyncDisposable
{
    private const int EventsOfACommit = 512;

    /// <summary>Once verified, a wish is written even if the caller hangs up.</summary>
    private static readonly TimeSpan WishDeadline = TimeSpan.FromSeconds(15);

    /// <summary>Longer than any provider tries a delivery (openphone.md §12: 27.5 hours).</summary>
    private static readonly TimeSpan OldestDelivery = TimeSpan.FromDays(2);

    private readonly Database _database;
    private readonly AccountLogins _logins;
    private readonly MessageProviders _providers;
    private readonly InboundOptOuts _optOuts;
    private readonly ErasedNumbers _erased;
    private readonly WakeSignals _signals;
    private readonly TimeProvider _time;
    private readonly RisingClock _clock;
    private readonly GroupCommit<NewProviderEvent, bool> _commits;

    /// <summary>Opens the door; nothing is read yet.</summary>
    public CallbackIntake(
        Database database, AccountLogins logins, MessageProviders providers, OptOutList optOuts, ErasedNumbers erased, WakeSignals signals, TimeProvider time)
    {
        (_database, _logins, _providers, _erased, _signals, _time) = (database, logins, providers, erased, signals, time);
        _optOuts = new InboundOptOuts(optOuts, time);
        _clock = new RisingClock(time);
        _commits = new GroupCommit<NewProviderEvent, bool>(batch => database.Dialect.StoreEventsAsync(batch, CancellationToken.None), EventsOfACommit);
    }

    /// <summary>Takes a callback that came over HTTP; ends when it may be answered.</summary>
    public async Task<CallbackOutcome> TakeAsync(Provider source, AccountId accountId, IncomingCallback callback, CancellationToken cancellationToken)
    {
        var account = await _logins.FindAsync(accountId, cancellationToken);
        if (account is null || account.Account.Provider != source)
        {
            return new CallbackOutcome.UnknownAccount();
        }

        var (outcome, isOptOut) = await StoreAsync(account, callback, cancellationToken);
        if (isOptOut)
        {
            await Task.Delay(OptOutList.Settled, _time, cancellationToken);
        }

        return outcome;
    }

    /// <inheritdoc/>
    public async Task DeliverAsync(AccountId account, IncomingCallback callback, CancellationToken cancellationToken)
    {
        if (await _logins.FindAsync(account, cancellationToken) is { } open)
        {
            await StoreAsync(open, callback, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _commits.DisposeAsync();

    private async Task<(CallbackOutcome Outcome, bool IsOptOut)> StoreAsync(OpenAccount account, IncomingCallback callback, CancellationToken cancellationToken)
    {
        var receivedAt = _clock.Next();
        switch (Cleaned(_providers[account.Account.Provider].ReadCallback(account.Login, callback, receivedAt)))
        {
            case CallbackReading.Forged forged:
                return (new CallbackOutcome.Forged(forged.Why), false);
            case CallbackReading.Unreadable unreadable:
                var raw = new EventContent { Raw = RawCallback.Of(callback) };
                var dead = EventOf(account, unreadable.EventKey, unreadable.Type, raw, receivedAt) with { Status = nameof(EventStatus.Dead), Error = Cut(unreadable.Why, 500) };
                return (new CallbackOutcome.Stored(await _commits.AddAsync(dead, cancellationToken), false), false);
            case CallbackReading.Read { Event: ChannelEvent.InboundText text } read when await MeaningOfAsync(account.Account.WorkspaceId, text, cancellationToken) is { Kind: InboundKind.OptOut } meaning:
                var wish = await StoreOptOutAsync(account, read, text, meaning, receivedAt);
                return (new CallbackOutcome.Stored(wish, true), true);
            case CallbackReading.Read read:
                return (new CallbackOutcome.Stored(await StoreAsync(account, read, receivedAt, cancellationToken), read.Event is ChannelEvent.InboundText), false);
            default:
                throw new InvalidOperationException("A reading of an unknown kind.");
        }
    }

    private async Task<InboundMeaning> MeaningOfAsync(WorkspaceId workspace, ChannelEvent.InboundText text, CancellationToken cancellationToken)
    {
        var read = HeardMeaning.Of(text);
        if (!HeardMeaning.MayBeOwnWord(text.Body, read))
        {
            return read;
        }

        await using var db = _database.OpenEverybody();
        return await HeardMeaning.WithOwnWordsAsync(db, workspace, text.Body, read, cancellationToken);
    }

    private async Task<bool> StoreAsync(OpenAccount account, CallbackReading.Read read, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        var entry = EventOf(account, read.EventKey, read.Type, EventContent.Of(read.Event), receivedAt);
        var isNew = await _commits.AddAsync(read.Event is null ? entry with { Status = nameof(EventStatus.Processed) } : entry, cancellationToken);
        if (isNew && read.Event is not null)
        {
            _signals.Raise(InboxDue.KindName, Partitions.Key(entry.Partition));
        }

        return isNew;
    }

    private async Task<bool> StoreOptOutAsync(
        OpenAccount account, CallbackReading.Read read, ChannelEvent.InboundText text, InboundMeaning meaning, DateTimeOffset receivedAt)
    {
        using var deadline = new CancellationTokenSource(WishDeadline, _time);
        try
        {
            return await CommitOptOutAsync(account, read, text, meaning, receivedAt, deadline.Token);
        }
        catch (DbUpdateException) when (!deadline.IsCancellationRequested)
        {
            // Another delivery of the same event, or of the same wish, was committed in between: the second look sees it.
            return await CommitOptOutAsync(account, read, text, meaning, receivedAt, deadline.Token);
        }
    }

    private async Task<bool> CommitOptOutAsync(
        OpenAccount account,
        CallbackReading.Read read,
        ChannelEvent.InboundText text,
        InboundMeaning meaning,
        DateTimeOffset receivedAt,
        CancellationToken cancellationToken)
    {
        var workspace = account.Account.WorkspaceId;
        await using var db = _database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.ProviderEvents.AnyAsync(x => x.AccountId == account.Account.Id && x.EventKey == read.EventKey, cancellationToken))
        {
            return false;
        }

        TakenOptOut? taken = null;
        if (!await InboundTexts.IsKnownAsync(db, account.Account.Id, text.ProviderMessageId, cancellationToken))
        {
            // A number that opted out before its person was forgotten says so again: that is no new opt-out, and is not confirmed a second time.
            await _erased.ReturnAsync(db, workspace, [text.From], cancellationToken);
            taken = await _optOuts.TakeAsync(db, workspace, text, meaning, HeardAt(text.At, receivedAt), cancellationToken);
        }

        // Without one it is a second event that tells of the same text: nothing the person said again.
        var entry = EventOf(account, read.EventKey, read.Type, EventContent.Of(text) with { OptOut = taken }, receivedAt);
        db.ProviderEvents.Add(ProviderEvent.Waiting(entry, account.Account.Provider));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        _signals.Raise(InboxDue.KindName, Partitions.Key(entry.Partition));
        return true;
    }

    private NewProviderEvent EventOf(OpenAccount account, string key, string type, EventContent content, DateTimeOffset receivedAt) => new(
        Id.New<ProviderEventId>(_time),
        account.Account.WorkspaceId,
        account.Account.Id,
        account.Account.Provider.ToString(),
        Cut(key, 120),
        Cut(type, 60),
        content.Receipt is { } receipt ? Partitions.OfReceipt(receipt.ProviderMessageId) : Partitions.Of(content.Number?.E164 ?? key),
        content.Number,
        content.ToText(),
        receivedAt,
        nameof(EventStatus.Pending),
        null);

    /// <summary>When something was, as the provider tells it, but never later than we heard of it.</summary>
    internal static DateTimeOffset ToldAt(DateTimeOffset? told, DateTimeOffset receivedAt) => (told < receivedAt ? told.Value : receivedAt).Stored();

    /// <summary>When a person said something. What is told to be older than any delivery is tried again was heard when it came.</summary>
    internal static DateTimeOffset HeardAt(DateTimeOffset? told, DateTimeOffset receivedAt) => ToldAt(told < receivedAt - OldestDelivery ? null : told, receivedAt);

    /// <summary>Without the one character that no database text holds.</summary>
    private static CallbackReading Cleaned(CallbackReading reading) => reading is CallbackReading.Read { Event: ChannelEvent.InboundText text } read && text.Body.Contains('\0')
        ? read with { Event = text with { Body = text.Body.Replace("\0", "", StringComparison.Ordinal) } }
        : reading;

    private static string Cut(string text, int most) => (text.Length <= most ? text : text[..most]).Replace("\0", "", StringComparison.Ordinal);
}
