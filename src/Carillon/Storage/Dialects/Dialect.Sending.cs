using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

/// <summary>The sending path: launch, claim, and every change of a message.</summary>
public abstract partial class Dialect
{
    /// <summary>
    /// Writes one page of a launch with its counters and moves the run's mark, in one transaction. False: the mark was not where
    /// the caller thought (another launcher, or the run was stopped) and nothing was written.
    /// </summary>
    public abstract Task<bool> WriteRecipientsAsync(RecipientPage page, CancellationToken cancellationToken);

    /// <summary>Raises the lane's fence and gives it; every older right to the lane is void from the commit on.</summary>
    public abstract Task<long> RaiseFenceAsync(SenderId lane, string node, CancellationToken cancellationToken);

    /// <summary>What waits in a lane for one run and is due, from a position on, in order.</summary>
    public abstract Task<IReadOnlyList<WaitingMessage>> ClaimAsync(ClaimQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// The one way a message changes: locks the rows, gathers the facts asked for, lets <see cref="MessageChanges.Decide"/> say
    /// what becomes of each, and writes the changes, their attempts and counters in the same transaction.
    /// </summary>
    public abstract Task ChangeMessagesAsync(MessageChanges changes, CancellationToken cancellationToken);
}

/// <summary>One page of a launch.</summary>
/// <param name="Run">The run.</param>
/// <param name="Workspace">Whose.</param>
/// <param name="Campaign">The campaign.</param>
/// <param name="Sender">The lane.</param>
/// <param name="Purpose">The messages' purpose.</param>
/// <param name="Channel">The medium.</param>
/// <param name="After">Where the run's mark must stand now.</param>
/// <param name="UpTo">Where it stands afterwards.</param>
/// <param name="IsLast">Whether the launch is done with this page.</param>
/// <param name="Now">The instant written.</param>
/// <param name="ExpiresAt">After this nothing leaves.</param>
/// <param name="Rows">The recipients.</param>
public sealed record RecipientPage(
    RunId Run,
    WorkspaceId Workspace,
    CampaignId Campaign,
    SenderId Sender,
    Purpose Purpose,
    Channel Channel,
    ContactId? After,
    ContactId? UpTo,
    bool IsLast,
    DateTimeOffset Now,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<NewRecipient> Rows);

/// <summary>One recipient of a launch; with a skip reason it is counted and never sent.</summary>
/// <param name="Id">The message.</param>
/// <param name="Contact">The person.</param>
/// <param name="To">The number.</param>
/// <param name="Variant">Which words.</param>
/// <param name="Skip">Why it is never sent; null: it waits.</param>
/// <param name="DueAt">The earliest instant.</param>
/// <param name="ExpiresAt">The latest instant; null: the page's.</param>
/// <param name="Waits">Why it waits until then, beside its turn; null: nothing to say.</param>
/// <param name="Note">The rule that skips or holds it.</param>
/// <param name="Sender">Its lane; null: the page's.</param>
public readonly record struct NewRecipient(
    MessageId Id, ContactId Contact, PhoneNumber? To, string Variant, SkipReason? Skip, DateTimeOffset DueAt, DateTimeOffset? ExpiresAt = null, string? Waits = null,
    DecisionNote? Note = null, SenderId? Sender = null);

/// <summary>A decision of the rules, to be stored with its message.</summary>
/// <param name="Kind">Held or Refused.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Pack">The version of the rules.</param>
/// <param name="Until">Held until then.</param>
/// <param name="Facts">What the rule was applied to, JSON.</param>
public sealed record DecisionNote(string Kind, string Rule, string Pack, DateTimeOffset? Until, string Facts);

/// <summary>Which waiting messages to take.</summary>
/// <param name="Lane">The sender.</param>
/// <param name="Run">The run; <c>default</c>: single messages.</param>
/// <param name="After">The last one taken before, so that the search goes on and does not begin again; null: from the first.</param>
/// <param name="Now">Due until here.</param>
/// <param name="Most">At most so many.</param>
public sealed record ClaimQuery(SenderId Lane, RunId Run, WaitingPosition? After, DateTimeOffset Now, int Most);

/// <summary>A place in a lane's order.</summary>
public readonly record struct WaitingPosition(DateTimeOffset DueAt, MessageId Id);

/// <summary>A waiting message with what its words may name.</summary>
public sealed record WaitingMessage(
    MessageId Id,
    WorkspaceId Workspace,
    RunId Run,
    PhoneNumber To,
    string Variant,
    string Kind,
    string? Body,
    int Attempts,
    DateTimeOffset DueAt,
    DateTimeOffset? ExpiresAt,
    ContactId? Contact,
    string? FirstName,
    string? LastName,
    string? Email,
    string? TimeZone,
    string? Region,
    string? Attributes)
{
    /// <summary>Why it waits, where there is more to say than its turn.</summary>
    public string? Reason { get; init; }

    /// <summary>Calls that count against its tries.</summary>
    public int Spent { get; init; }

    /// <summary>Billing parts, where they are known already.</summary>
    public int Segments { get; init; }

    /// <summary>The message as it stood in this lane when it was taken.</summary>
    public MessageNow In(SenderId lane) => new(Id, Workspace, Run, lane, To, Variant, MessageStatus.Queued, Reason, Attempts, Spent, Segments);
}

/// <summary>A message as it stands, locked.</summary>
public sealed record MessageNow(
    MessageId Id,
    WorkspaceId Workspace,
    RunId Run,
    SenderId Sender,
    PhoneNumber? To,
    string Variant,
    MessageStatus Status,
    string? Reason,
    int Attempts,
    int Spent,
    int Segments)
{
    /// <summary>Whether it was for a person who is not there any more; told only where facts were asked for.</summary>
    public bool IsPersonGone { get; init; }

    /// <summary>The message as a change that makes or spends a call leaves it.</summary>
    public MessageNow After(MessageChange change) => this with
    {
        Status = change.Status,
        Reason = change.Reason,
        Attempts = change.Attempts ?? Attempts,
        Spent = change.Spent ?? Spent,
        Segments = change.Segments ?? Segments,
    };
}

/// <summary>What becomes of a message. What is null stays as it is.</summary>
public sealed record MessageChange(MessageStatus Status)
{
    /// <summary>The new reason; the old one goes when the status changes.</summary>
    public string? Reason { get; init; }

    /// <summary>The provider's code and words.</summary>
    public (string? Code, string? Text) Error { get; init; }

    /// <summary>The provider's id.</summary>
    public string? ProviderMessageId { get; init; }

    /// <summary>The exact words.</summary>
    public string? Body { get; init; }

    /// <summary>Billing parts.</summary>
    public int? Segments { get; init; }

    /// <summary>Calls made, with this one.</summary>
    public int? Attempts { get; init; }

    /// <summary>Calls that count against the tries of a message.</summary>
    public int? Spent { get; init; }

    /// <summary>The new earliest instant.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the provider took it.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When it arrived.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>What it cost, in millionths, to be added to the run's cost.</summary>
    public long CostMicros { get; init; }

    /// <summary>The decision of the rules behind it.</summary>
    public DecisionNote? Note { get; init; }

    /// <summary>The attempt that is made or answered with it.</summary>
    public AttemptChange? Attempt { get; init; }
}

/// <summary>An attempt that begins (no outcome yet) or is answered.</summary>
/// <param name="Number">Which call, from 1.</param>
/// <param name="Fence">The right under which it is made; null where the outcome comes from elsewhere.</param>
/// <param name="Outcome">Null: it begins.</param>
/// <param name="ProviderMessageId">The provider's id.</param>
/// <param name="Detail">Code, or what was seen.</param>
public sealed record AttemptChange(int Number, long? Fence, string? Outcome, string? ProviderMessageId, string? Detail);

/// <summary>A piece of work on messages.</summary>
/// <param name="Messages">Which; each once.</param>
/// <param name="Now">The instant written.</param>
/// <param name="Decide">Called once for each row that exists, inside the transaction; null: nothing changes. May be called again when the engine makes the transaction be repeated.</param>
/// <param name="Question">The facts wanted beside the rows; null: none.</param>
public sealed record MessageChanges(
    IReadOnlyList<MessageId> Messages,
    DateTimeOffset Now,
    Func<MessageNow, GateFacts, MessageChange?> Decide,
    GateQuestion? Question = null)
{
    /// <summary>
    /// All of the messages as they were seen last; null: that is not known. An engine that finds while it writes whether they still stand like
    /// that need not read them first.
    /// </summary>
    public IReadOnlyList<MessageNow>? Known { get; init; }

    /// <summary>Called as a transaction begins, again where it is repeated: what was decided before did not happen.</summary>
    public Action? Begin { get; init; }
}
