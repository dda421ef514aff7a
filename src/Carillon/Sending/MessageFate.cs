using Carillon.Channels;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Sending.Fates;
using Carillon.Storage;
using Carillon.Storage.Dialects;

namespace Carillon.Sending;

/// <summary>Applies what providers tell of messages' fates, each once, whatever their order.</summary>
public sealed class MessageFate(Database database, AccountLogins logins, TimeProvider time)
{
    /// <summary>Applies a batch in one transaction; one outcome a fact, in order.</summary>
    public async Task<IReadOnlyList<ReceiptOutcome>> ApplyReceiptsAsync(IReadOnlyList<ReceiptFact> facts, CancellationToken cancellationToken)
    {
        var found = await FindAsync(facts, cancellationToken);
        var outcomes = facts.Select((_, index) => found[index] is null ? ReceiptOutcome.UnknownMessage : ReceiptOutcome.Stale).ToArray();
        var byMessage = Enumerable.Range(0, facts.Count).Where(index => found[index] is not null).ToLookup(index => found[index]!.Value.Message); // the filter says so
        if (byMessage.Count == 0)
        {
            return outcomes;
        }

        var accounts = new Dictionary<AccountId, ProviderAccount?>();
        foreach (var account in facts.Select(fact => fact.Account).Distinct())
        {
            accounts[account] = (await logins.FindAsync(account, cancellationToken))?.Account;
        }

        await database.Dialect.ChangeMessagesAsync(
            new MessageChanges([.. byMessage.Select(group => group.Key)], time.GetUtcNow(), (message, _) => Fold(message)), cancellationToken);
        return outcomes;

        // Several facts of one message fold into one change, in the order they came.
        MessageChange? Fold(MessageNow message)
        {
            MessageChange? folded = null;
            foreach (var index in byMessage[message.Id])
            {
                var fact = facts[index];
                var cost = accounts[fact.Account]?.CostMicrosOf(message.Segments) ?? 0;
                var step = Fate.Receipt(message, found[index]!.Value.Attempt, fact.ProviderMessageId, fact.Status, fact.Failure, fact.At, cost); // only found ones are grouped
                outcomes[index] = step is null ? ReceiptOutcome.Stale : ReceiptOutcome.Applied;
                if (step is not null)
                {
                    folded = folded is null ? step : step with
                    {
                        Attempt = step.Attempt ?? folded.Attempt,
                        SentAt = step.SentAt ?? folded.SentAt,
                        CostMicros = step.CostMicros + folded.CostMicros,
                    };
                    message = message with { Status = step.Status };
                }
            }

            return folded;
        }
    }

    /// <summary>The message and attempt of each fact: by our own signed token, else by the provider's id.</summary>
    private async Task<IReadOnlyList<(MessageId Message, int Attempt)?>> FindAsync(IReadOnlyList<ReceiptFact> facts, CancellationToken cancellationToken)
    {
        var found = new (MessageId, int)?[facts.Count];
        for (var i = 0; i < facts.Count; i++)
        {
            if (facts[i].AttemptToken is { } token && await logins.FindAsync(facts[i].Account, cancellationToken) is { } account)
            {
                found[i] = AttemptToken.Read(token, account.AttemptKey);
            }
        }

        var ids = facts.Where((_, index) => found[index] is null).Select(fact => fact.ProviderMessageId).Distinct().ToList();
        if (ids.Count == 0)
        {
            return found;
        }

        var known = await database.Dialect.FindAttemptsAsync(ids, cancellationToken);
        var byId = known.ToDictionary(attempt => (attempt.Account, attempt.ProviderMessageId), attempt => (attempt.Message, attempt.Number));
        for (var i = 0; i < facts.Count; i++)
        {
            found[i] ??= byId.TryGetValue((facts[i].Account, facts[i].ProviderMessageId), out var message) ? message : null;
        }

        return found;
    }
}

/// <summary>A provider's word on one message's fate.</summary>
/// <param name="Workspace">Whose account it came through.</param>
/// <param name="Account">The account.</param>
/// <param name="ProviderMessageId">The provider's id.</param>
/// <param name="AttemptToken">What stood in the callback's address; verified here.</param>
/// <param name="Status">The fate told.</param>
/// <param name="Failure">Why, where it failed.</param>
/// <param name="At">When.</param>
public sealed record ReceiptFact(
    WorkspaceId Workspace, AccountId Account, string ProviderMessageId, string? AttemptToken, MessageStatus Status, Refusal? Failure, DateTimeOffset At);

/// <summary>What a receipt did.</summary>
public enum ReceiptOutcome
{
    /// <summary>The message moved.</summary>
    Applied,

    /// <summary>The message stands higher already.</summary>
    Stale,

    /// <summary>No message of ours yet: the answer that names it may not be recorded.</summary>
    UnknownMessage,
}
