namespace Carillon.Primitives;

/// <summary>Where one message stands. Fates have a rank (<see cref="MessageStatuses.Rank"/>); a late lower one never wins.</summary>
public enum MessageStatus
{
    Queued,
    Sending,
    InDoubt,
    Accepted,
    Sent,
    Undelivered,
    Failed,
    Delivered,
    Skipped,
    Cancelled,
    Received,
}

/// <summary>What statuses mean for each other.</summary>
public static class MessageStatuses
{
    /// <summary>The order of fates: Queued, Sending, InDoubt, Accepted, Sent, Undelivered and Failed, Delivered. Skipped and Cancelled are final, and above all.</summary>
    public static int Rank(this MessageStatus status) => status switch
    {
        MessageStatus.Queued => 0,
        MessageStatus.Sending => 1,
        MessageStatus.InDoubt => 2,
        MessageStatus.Accepted => 3,
        MessageStatus.Sent => 4,
        MessageStatus.Undelivered or MessageStatus.Failed => 5,
        MessageStatus.Delivered => 6,
        MessageStatus.Skipped or MessageStatus.Cancelled or MessageStatus.Received => 7,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
