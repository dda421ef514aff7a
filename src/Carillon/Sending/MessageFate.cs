using Carillon.Channels;
using Carillon.Primitives;

namespace Carillon.Sending;

/// <summary>Stand-in until the real one is merged.</summary>
public sealed class MessageFate
{
    /// <summary>Stand-in.</summary>
    public Func<IReadOnlyList<ReceiptFact>, IReadOnlyList<ReceiptOutcome>> Apply { get; init; } = facts => [.. facts.Select(_ => ReceiptOutcome.UnknownMessage)];

    /// <summary>Applies what providers told of fates; one outcome a fact, in order.</summary>
    public Task<IReadOnlyList<ReceiptOutcome>> ApplyReceiptsAsync(IReadOnlyList<ReceiptFact> facts, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<IReadOnlyList<ReceiptOutcome>>(cancellationToken) : Task.FromResult(Apply(facts));
}

/// <summary>A provider's word on one message's fate.</summary>
public sealed record ReceiptFact(
    WorkspaceId Workspace, AccountId Account, string ProviderMessageId, string? AttemptToken, MessageStatus Status, Refusal? Failure, DateTimeOffset At);

/// <summary>What a receipt did.</summary>
public enum ReceiptOutcome
{
    Applied,
    Stale,
    UnknownMessage,
}
