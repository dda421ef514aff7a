namespace Carillon.Sending.Accounts;

/// <summary>How fast something may be used; null: not limited.</summary>
/// <param name="PerSecond">Messages a second, in any sliding second; fractions allowed (0.5: one in two seconds).</param>
/// <param name="PerMinute">Messages a minute.</param>
/// <param name="PerDay">Messages a day.</param>
/// <param name="Concurrency">Requests at once.</param>
public sealed record Limits(double? PerSecond = null, int? PerMinute = null, int? PerDay = null, int? Concurrency = null)
{
    /// <summary>No limit.</summary>
    public static Limits None { get; } = new();
}
