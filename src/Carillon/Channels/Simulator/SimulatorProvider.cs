using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using Carillon.Primitives;

namespace Carillon.Channels.Simulator;

/// <summary>
/// A provider that is not there: it takes every message and lets it be delivered, fail, be answered or cost a contact at rates
/// that the account sets. What it knows dies with the process, and so does what it was going to tell, so its list is always empty:
/// an attempt that a crash left open was never handed to anybody.
/// </summary>
internal sealed class SimulatorProvider(SimulatorQueue queue, SimulatorCallbacks callbacks, TimeProvider time) : IMessageProvider
{
    private const int MostLeavers = 100_000;

    private static readonly Task<IReadOnlyList<ProviderRecord>?> Nothing = Task.FromResult<IReadOnlyList<ProviderRecord>?>([]);

    private readonly ConcurrentDictionary<(AccountId, PhoneNumber), byte> _leavers = new();
    private readonly string _name = Guid.CreateVersion7(time.GetUtcNow()).ToString("N", CultureInfo.InvariantCulture);
    private long _count;

    /// <inheritdoc/>
    public Provider Provider => Provider.Simulator;

    /// <inheritdoc/>
    public ProviderCapabilities Capabilities { get; } = new(
        IdempotencyKey: false,
        StatusCallbackPerMessage: true,
        Listing: true,
        Fetching: false,
        SendersCountSegments: true,
        StopKeywords: FrozenSet<string>.Empty,
        OwnKeywords: FrozenSet<string>.Empty,
        DefaultPerSecond: null);

    /// <inheritdoc/>
    public IReadOnlyList<ProviderSetting> Settings { get; } = [.. SimulatorSettings.Rules.Select(rule => rule.Setting)];

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> CheckSettings(ProviderLogin login) => SimulatorSettings.Check(login);

    /// <inheritdoc/>
    public Task<ProviderAnswer> SendAsync(ProviderLogin login, OutgoingMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(message.MayBegin?.Invoke() is false ? new ProviderAnswer.Withheld() : Take(login, message));
    }

    /// <inheritdoc/>
    public Task<LoginCheck> CheckAsync(ProviderLogin login, CancellationToken cancellationToken) =>
        Task.FromResult(new LoginCheck(true, "The simulator is ready; no text reaches anybody."));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProviderRecord>?> ListAsync(ProviderLogin login, RecordQuery query, CancellationToken cancellationToken) => Nothing;

    /// <inheritdoc/>
    public Task<ProviderRecord?> FetchAsync(ProviderLogin login, FateQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderRecord?>(null);

    /// <inheritdoc/>
    public CallbackReading ReadCallback(ProviderLogin login, IncomingCallback callback, DateTimeOffset now) =>
        callbacks.Check(login.AccountId, callback, now) is { } why ? new CallbackReading.Forged(why) : SimulatorCallbacks.Read(callback);

    /// <inheritdoc/>
    public CallbackReading ReadStored(ProviderLogin login, IncomingCallback callback) => SimulatorCallbacks.Read(callback);

    private ProviderAnswer Take(ProviderLogin login, OutgoingMessage message)
    {
        var person = new SimulatedPerson(SimulatorSettings.Of(login), message.To);
        var now = time.GetUtcNow();
        var id = NextId();
        var fate = person.Fate;
        var receipt = new SimulatedEvent(
            login.AccountId, now + person.ReceiptDelay, id, message.AttemptToken, message.To, message.From, fate,
            fate is MessageStatus.Undelivered ? person.FailureCode : null);

        // Who leaves says so once: an answer to the confirmation of an opt-out could go round for ever.
        var isWord = fate is MessageStatus.Delivered && (person.Answers || (person.OptsOut && Leaves(login.AccountId, message.To)));
        var word = isWord
            ? new SimulatedEvent(login.AccountId, now + person.AnswerDelay, NextId(), null, message.From, message.To, null, person.Words)
            : null;
        return queue.TryAdd(receipt, word)
            ? new ProviderAnswer.Accepted(id, Segments: null, now)
            : new ProviderAnswer.Refused(new Refusal(
                FailureReason.RateLimited, RefusalScope.Account, IsRetryable: true, "429", "The simulator has enough to tell.",
                TimeSpan.FromSeconds(1), SpendsAttempt: false));
    }

    private bool Leaves(AccountId account, PhoneNumber number)
    {
        if (_leavers.Count >= MostLeavers)
        {
            _leavers.Clear();
        }

        return _leavers.TryAdd((account, number), 0);
    }

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"SIM{_name}{Interlocked.Increment(ref _count):x8}");
}
