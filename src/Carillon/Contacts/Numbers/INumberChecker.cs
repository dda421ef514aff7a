using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Contacts.Numbers;

/// <summary>Asks providers about numbers. Logins belong to a later room; this one brings the numbers and keeps what was told.</summary>
public interface INumberChecker
{
    /// <summary>Whether the workspace has a login for it.</summary>
    Task<bool> HasLoginAsync(CarillonDb db, NumberCheckKind kind, CancellationToken cancellationToken);

    /// <summary>What one question costs by the account's own word; null: it says none.</summary>
    Task<Money?> PriceAsync(CarillonDb db, NumberCheckKind kind, CancellationToken cancellationToken);

    /// <summary>Asks about one number.</summary>
    Task<NumberAnswer> AskAsync(WorkspaceId workspace, NumberCheckKind kind, PhoneNumber phone, CancellationToken cancellationToken);

    /// <summary>Alerts the workspace that the provider answers nothing any more; of a provider one alert stands open.</summary>
    Task AlertAsync(WorkspaceId workspace, NumberCheckKind kind, string why, CancellationToken cancellationToken);

    /// <summary>Takes the alert back: the provider answers.</summary>
    Task CalmAsync(WorkspaceId workspace, NumberCheckKind kind, CancellationToken cancellationToken);
}

/// <summary>What a provider says of a number, in our words.</summary>
public abstract record NumberAnswer
{
    private NumberAnswer()
    {
    }

    /// <summary>It was told.</summary>
    public sealed record Told(bool IsValid, LineType Line, string? Carrier, string? Country) : NumberAnswer;

    /// <summary>Not told; the number is not invalid for that.</summary>
    /// <param name="Why">For people.</param>
    /// <param name="MayRepeat">Whether the same question may be asked again.</param>
    /// <param name="IsLast">Whether nothing more should be asked: key, quota or plan.</param>
    /// <param name="RetryAfter">How long to wait, if it was said.</param>
    public sealed record Untold(string Why, bool MayRepeat, bool IsLast, TimeSpan? RetryAfter) : NumberAnswer;
}
