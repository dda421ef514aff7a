using System.Data.Common;
using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Fates;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Microsoft.Extensions.Logging;

namespace Carillon.Sending.Dispatch;

/// <summary>
/// Records what providers answered. A provider's yes cannot be undone, so a record takes no caller's token and is tried until
/// the database takes it or the process ends; then the attempt stands open and is unknown to whoever comes next.
/// </summary>
public sealed partial class AnswerRecorder(Database database, TimeProvider time, ILogger<AnswerRecorder> log) : IAsyncDisposable
{
    private const int AnswersOfACommit = 1000;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _giveUp = new();
    private readonly Lazy<GroupCommit<Answered, bool>> _commits = new(() => new(answers => CommitAsync(database, answers), AnswersOfACommit, Apart, database.Dialect.CommitsAtOnce));

    /// <summary>Ends when the answer is stored.</summary>
    public async Task RecordAsync(Answered answer)
    {
        while (!_giveUp.IsCancellationRequested)
        {
            try
            {
                if (await _commits.Value.AddAsync(answer, CancellationToken.None))
                {
                    return;
                }

                // The database refuses this very answer: what it tells cannot be true as it stands, so the outcome is unknown.
                if (answer.Answer is ProviderAnswer.Unknown)
                {
                    await RestAsync();
                }

                answer = answer with { Answer = new ProviderAnswer.Unknown("The provider's answer could not be recorded.") };
            }
            catch (Exception trouble) when (!_giveUp.IsCancellationRequested)
            {
                NotRecorded(log, answer.Message, trouble);
                await RestAsync();
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_giveUp.IsCancellationRequested)
        {
            return;
        }

        await _giveUp.CancelAsync();
        if (_commits.IsValueCreated)
        {
            await _commits.Value.DisposeAsync();
        }

        _giveUp.Dispose();
    }

    private async Task RestAsync() => await Task.Delay(Patience, time, _giveUp.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Tells answer by answer whether it is stored. One that cannot be (a provider gave an id twice) does not hold up the others; a full or broken disk is no word about an answer.</summary>
    private static async Task<IReadOnlyList<bool>> CommitAsync(Database database, IReadOnlyList<Answered> answers)
    {
        try
        {
            await StoreAsync(database, answers);
            return [.. answers.Select(_ => true)];
        }
        catch (DbException refused) when (database.Dialect.IsAgainstRules(refused))
        {
            if (answers.Count == 1)
            {
                return [false];
            }

            var stored = new List<bool>(answers.Count);
            foreach (var answer in answers)
            {
                stored.AddRange(await CommitAsync(database, [answer]));
            }

            return stored;
        }
    }

    private static async Task StoreAsync(Database database, IReadOnlyList<Answered> answers)
    {
        var byMessage = answers.ToDictionary(answer => answer.Message);
        var now = answers.Max(answer => answer.At);
        await database.Dialect.ChangeMessagesAsync(
            new MessageChanges([.. byMessage.Keys], now, (message, _) => byMessage[message.Id].Meaning(message)) { Known = Known(answers) }, CancellationToken.None);
    }

    private static List<MessageNow>? Known(IReadOnlyList<Answered> answers)
    {
        var known = answers.Select(answer => answer.Known).OfType<MessageNow>().ToList();
        return known.Count == answers.Count ? known : null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The answer for message {Message} could not be recorded yet; trying again.")]
    private static partial void NotRecorded(ILogger logger, MessageId message, Exception trouble);
}

/// <summary>What came of a call.</summary>
/// <param name="Message">The message.</param>
/// <param name="Attempt">The call's number.</param>
/// <param name="Answer">The provider's answer.</param>
/// <param name="At">When it was known.</param>
/// <param name="CostMicros">What it costs if it was accepted.</param>
public sealed record Answered(MessageId Message, int Attempt, ProviderAnswer Answer, DateTimeOffset At, long CostMicros)
{
    private static readonly TimeSpan ShortestBackoff = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(10);

    /// <summary>Until then the stop of a refused sender is written and read by everybody.</summary>
    private static readonly TimeSpan SenderStopsWithin = TimeSpan.FromSeconds(2);
    private readonly double _jitter = Random.Shared.NextDouble();

    /// <summary>The message as its gate left it; null: it is not known.</summary>
    public MessageNow? Known { get; init; }

    /// <summary>How long the provider asked everybody to wait; null: it did not.</summary>
    public TimeSpan? Pause => (Answer as ProviderAnswer.Refused)?.Refusal is { Scope: RefusalScope.Account, RetryAfter: { } wait } ? wait : (Answer as ProviderAnswer.Unknown)?.RetryAfter;

    /// <summary>Whether the provider gave no definite answer, or was not reached.</summary>
    public bool IsFailure => Answer is ProviderAnswer.Unknown or ProviderAnswer.Refused { Refusal.Reason: FailureReason.Connection };

    /// <summary>What it means for the message as it stands.</summary>
    public MessageChange? Meaning(MessageNow message) => Answer switch
    {
        ProviderAnswer.Withheld => Fate.Withdrawn(message, Attempt, At),
        ProviderAnswer.Accepted accepted => Fate.Accepted(message, Attempt, accepted.ProviderMessageId, At, CostMicros),
        ProviderAnswer.Refused refused => Fate.Refused(message, Attempt, refused.Refusal, RetryAt(refused.Refusal, message.Spent)),
        ProviderAnswer.Unknown unknown => Fate.Unknown(message, Attempt, unknown.Detail),
        _ => throw new InvalidOperationException($"No rule for {Answer}."),
    };

    /// <summary>When it may leave again. Where the whole login waits the message is due at once; else full jitter, anything from nothing to the doubled wait, so that refused callers do not come back together.</summary>
    private DateTimeOffset RetryAt(Refusal refusal, int spent)
    {
        if (refusal.Scope == RefusalScope.Account)
        {
            return At;
        }

        if (refusal.IsSound)
        {
            return At + SenderStopsWithin;
        }

        var most = Math.Min(LongestBackoff.TotalMilliseconds, ShortestBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(spent + 1, 20)));
        return At + (refusal.RetryAfter ?? TimeSpan.FromMilliseconds(_jitter * most));
    }
}
