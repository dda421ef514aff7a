namespace Carillon.Receiving.Inbox;

/// <summary>When an event that could not be handled is tried again.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan[] AfterFailure = [.. new[] { 60, 120, 240, 480, 960 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestAge = TimeSpan.FromHours(6);

    /// <summary>The wait after a failure, given how often it was tried; null: it is dead.</summary>
    public static TimeSpan? Failed(int attempts) => attempts <= AfterFailure.Length ? AfterFailure[attempts - 1] : null;

    /// <summary>The wait for a message that is not known (its record may be on its way): doubling from a second; null: it is none of ours.</summary>
    public static TimeSpan? Unknown(int attempts, TimeSpan age)
    {
        if (age > LongestAge)
        {
            return null;
        }

        var wait = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempts - 1, 20)));
        return wait < LongestWait ? wait : LongestWait;
    }
}
