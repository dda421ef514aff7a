using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Sending.Accounts;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Campaigns;

/// <summary>
/// Whether what the carriers registered for a campaign's senders covers it. Carriers read messages outside the registered use case, and one campaign
/// spread over several use cases, as evasion, and fine it.
/// </summary>
public static class UseCaseCheck
{
    /// <summary>Words of a text that occur in no sample at all make it unlike all of them; below this share it is told.</summary>
    private const double LeastAlike = 0.25;

    /// <summary>Why a campaign may not leave from its senders; null: it may, or nothing is entered.</summary>
    public static async Task<string?> ProblemAsync(CarillonDb db, Campaign campaign, CancellationToken cancellationToken)
    {
        var senders = await SendersAsync(db, campaign, cancellationToken);
        var entered = senders.Where(sender => sender.Carriers is not null).ToList();
        return entered.Find(sender => sender.Carriers?.Allows(campaign.Purpose) == false) is { } uncovered
                ? $"The use case registered for {uncovered.Address} does not cover {campaign.Purpose.ToString().ToLowerInvariant()} messages."
            : entered.Select(sender => (sender.Carriers?.Brand, sender.Carriers?.UseCase)).Distinct().Count() > 1
                ? "The senders of the pool are registered for different use cases: carriers take one campaign over several of them for evasion."
            : null;
    }

    /// <summary>Whether a body is unlike every sample message that it was registered with.</summary>
    public static bool IsUnlikeSamples(string body, CarrierRegistration registration)
    {
        var words = WordsOf(body);
        return registration.SampleMessages is { Count: > 0 } samples && words.Count > 0
            && samples.All(sample => WordsOf(sample) is var known && words.Count(known.Contains) < words.Count * LeastAlike);
    }

    private static async Task<List<Sender>> SendersAsync(CarillonDb db, Campaign campaign, CancellationToken cancellationToken)
    {
        List<SenderId> ids = campaign.PoolId is not null
            ? await PoolPick.OfAsync(db, campaign, cancellationToken) is { } pool ? [.. pool.Senders] : []
            : campaign.SenderId is { } only ? [only] : [];
        return await db.Senders.AsNoTracking().Where(sender => ids.Contains(sender.Id)).ToListAsync(cancellationToken);
    }

    private static HashSet<string> WordsOf(string text) =>
        [.. text.ToLowerInvariant().Split([' ', '\n', '.', ',', '!', '?', ':', ';', '"', '(', ')', '{', '}', '|'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length > 2)];
}
