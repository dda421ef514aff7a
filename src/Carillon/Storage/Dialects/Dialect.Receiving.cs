using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

/// <summary>Storing what providers tell, and finding what waits.</summary>
public abstract partial class Dialect
{
    /// <summary>Stores callbacks durably in one commit; says of each, in order, whether it was new. One seen before changes nothing.</summary>
    public abstract Task<IReadOnlyList<bool>> StoreEventsAsync(IReadOnlyList<NewProviderEvent> events, CancellationToken cancellationToken);

    /// <summary>Which of the first so many partitions have an event due.</summary>
    public abstract Task<IReadOnlyList<int>> FindDuePartitionsAsync(int partitions, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The attempts that carry one of a provider's ids; other accounts may have the same id.</summary>
    public abstract Task<IReadOnlyList<KnownAttempt>> FindAttemptsAsync(IReadOnlyList<string> providerMessageIds, CancellationToken cancellationToken);

    /// <summary>Marks those of the events that still wait as done; how many did.</summary>
    public abstract Task<int> MarkProcessedAsync(IReadOnlyList<ProviderEventId> events, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How many texts providers took from a workspace, by the quarters of hours since 1970: days of every zone begin with one.</summary>
    public abstract Task<IReadOnlyList<(long Quarter, long Count)>> CountSentByQuarterAsync(WorkspaceId workspace, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <summary>An attempt that a provider took.</summary>
/// <param name="ProviderMessageId">The provider's id.</param>
/// <param name="Account">The account it went through.</param>
/// <param name="Message">Its message.</param>
/// <param name="Number">Which attempt of the message.</param>
public readonly record struct KnownAttempt(string ProviderMessageId, AccountId Account, MessageId Message, int Number);

/// <summary>A verified callback on its way into the table.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Workspace">Whose.</param>
/// <param name="Account">The account that was called.</param>
/// <param name="Source">The provider's name.</param>
/// <param name="EventKey">Unique within the account.</param>
/// <param name="Type">The provider's word for the kind.</param>
/// <param name="Partition">Where it is handled.</param>
/// <param name="Number">Whose events wait for one another; null where order does not matter.</param>
/// <param name="Content">What it tells, JSON.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Status">Where it stands from the start.</param>
/// <param name="Error">Why it is dead from the start.</param>
public sealed record NewProviderEvent(
    ProviderEventId Id,
    WorkspaceId Workspace,
    AccountId Account,
    string Source,
    string EventKey,
    string Type,
    int Partition,
    PhoneNumber? Number,
    string Content,
    DateTimeOffset ReceivedAt,
    string Status,
    string? Error);
