using System.Collections.Frozen;
using Carillon.Channels.Wire;
using Carillon.Primitives;
using static Carillon.Channels.Wire.CodeMeaning;

namespace Carillon.Channels.Twilio;

/// <summary>Twilio's codes for a hand-over that it refuses; those of delivery are <see cref="CarrierCodes"/>.</summary>
internal static class TwilioErrors
{
    private static readonly FrozenDictionary<int, CodeMeaning> Codes = new Dictionary<int, CodeMeaning>
    {
        [20003] = BadAccount(FailureReason.Unauthorized),
        [20404] = BadAccount(FailureReason.BadRequest),
        [20429] = new(FailureReason.RateLimited, RefusalScope.Account, IsRetryable: true, SpendsAttempt: false),
        [21211] = Final(FailureReason.InvalidNumber),
        [21212] = BadSender(),
        [21408] = Final(FailureReason.Destination),
        [21601] = BadSender(),
        [21602] = Final(FailureReason.Content),
        [21603] = BadSender(),
        [21604] = Final(FailureReason.BadRequest),
        [21606] = BadSender(),
        [21608] = Final(FailureReason.Destination),
        [21610] = Final(FailureReason.OptedOut),
        [21611] = Slower(),
        [21612] = Final(FailureReason.Destination),
        [21614] = Final(FailureReason.NotTextable),
        [21617] = Final(FailureReason.Content),
        [21620] = Final(FailureReason.Content),
        [21623] = Final(FailureReason.Content),
        [21703] = BadSender(),
        [21704] = BadSender(),
        [21705] = BadSender(),
        [35111] = Final(FailureReason.BadRequest),
        [35114] = Final(FailureReason.BadRequest),
        [35115] = Final(FailureReason.BadRequest),
        [35117] = Final(FailureReason.BadRequest),
        [35118] = Final(FailureReason.BadRequest),
    }.ToFrozenDictionary();

    /// <summary>All codes known here.</summary>
    public static IReadOnlyCollection<int> Known => Codes.Keys;

    /// <summary>What a refusal means, by its code or else by its status.</summary>
    public static CodeMeaning Meaning(string? code, int status) =>
        (int.TryParse(code, out var number) ? Codes.GetValueOrDefault(number) : null) ?? CarrierCodes.Find(code) ?? ByStatus(status);

    private static CodeMeaning ByStatus(int status) => status switch
    {
        // A 403 without a code we know may be a suspended account; stopping it loses nothing, failing each message would.
        401 or 403 => BadAccount(FailureReason.Unauthorized),
        402 => BadAccount(FailureReason.AccountBlocked),
        < 400 or 404 or 405 or 407 => BadAccount(FailureReason.BadRequest),
        413 or 414 => Final(FailureReason.Content),
        _ => Final(FailureReason.Unknown),
    };
}
