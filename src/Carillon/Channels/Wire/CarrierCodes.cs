using System.Collections.Frozen;
using Carillon.Primitives;
using static Carillon.Channels.Wire.CodeMeaning;

namespace Carillon.Channels.Wire;

/// <summary>
/// The codes that say why a message accepted earlier did not arrive. Twilio's; OpenPhone's carrier codes are the same numbers.
/// A code that leaves open whether the message arrived (30008, 30410) is not retryable, for nobody is texted twice.
/// </summary>
internal static class CarrierCodes
{
    private static readonly CodeMeaning Default = Final(FailureReason.Unknown);

    private static readonly FrozenDictionary<int, CodeMeaning> Codes = new Dictionary<int, CodeMeaning>
    {
        [11200] = Final(FailureReason.Temporary),
        [21610] = Final(FailureReason.OptedOut),
        [30001] = Slower(),
        [30002] = BadAccount(FailureReason.AccountBlocked),
        [30003] = Soft(FailureReason.Unreachable),
        [30004] = Final(FailureReason.Blocked),
        [30005] = Final(FailureReason.InvalidNumber),
        [30006] = Final(FailureReason.NotTextable),
        [30007] = Final(FailureReason.Filtered),
        [30008] = Default,
        [30009] = Final(FailureReason.Temporary),
        [30010] = Final(FailureReason.BadRequest),
        [30011] = Final(FailureReason.Content),
        [30012] = Final(FailureReason.Expired),
        [30013] = Final(FailureReason.Expired),
        [30017] = new(FailureReason.RateLimited, RefusalScope.Sender, IsRetryable: true),
        [30018] = BadSender(),
        [30019] = Final(FailureReason.Content),
        [30020] = Soft(FailureReason.Temporary),
        [30021] = Soft(FailureReason.Temporary),
        [30022] = Slower(),
        [30023] = Slower(),
        [30024] = BadSender(),
        [30025] = Final(FailureReason.RateLimited),
        [30026] = Final(FailureReason.RateLimited),
        [30027] = Final(FailureReason.RateLimited),
        [30032] = BadSender(),
        [30034] = BadSender(),
        [30410] = Final(FailureReason.Temporary),
        [30450] = Final(FailureReason.Blocked),
        [30610] = Final(FailureReason.Blocked),
        [30640] = Final(FailureReason.Blocked),
        [63016] = Final(FailureReason.Content),
        [63018] = Slower(),
        [63024] = Final(FailureReason.InvalidNumber),
        [63038] = Slower(),
    }.ToFrozenDictionary();

    /// <summary>All codes known.</summary>
    public static IReadOnlyCollection<int> Known => Codes.Keys;

    /// <summary>What a code means; a code nobody knows, or none, has the default meaning.</summary>
    public static CodeMeaning Meaning(string? code) => Find(code) ?? Default;

    /// <summary>What a code means, or null for a code nobody knows.</summary>
    public static CodeMeaning? Find(string? code) => int.TryParse(code, out var number) ? Codes.GetValueOrDefault(number) : null;

    /// <summary>The failure that a receipt tells.</summary>
    public static Refusal Failure(string? code, string? message) =>
        WireAnswers.Refuse(Meaning(code), string.IsNullOrEmpty(code) ? null : code, message);
}
