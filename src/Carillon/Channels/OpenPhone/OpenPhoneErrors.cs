using System.Collections.Frozen;
using Carillon.Channels.Wire;
using Carillon.Primitives;
using static Carillon.Channels.Wire.CodeMeaning;

namespace Carillon.Channels.OpenPhone;

/// <summary>OpenPhone's codes for a hand-over that it refuses, and what the field of a failed validation tells.</summary>
internal static class OpenPhoneErrors
{
    private static readonly FrozenDictionary<string, CodeMeaning> Codes = new Dictionary<string, CodeMeaning>
    {
        ["0206400"] = BadSender(),
        ["0200401"] = BadAccount(FailureReason.Unauthorized),
        ["0200402"] = BadAccount(FailureReason.AccountBlocked),
        ["0201402"] = BadAccount(FailureReason.AccountBlocked),
        ["0202403"] = BadSender(),
        ["0204403"] = Slower(),
        ["0200404"] = BadSender(),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All codes known here.</summary>
    public static IReadOnlyCollection<string> Known => Codes.Keys;

    /// <summary>What a refusal means, by its code, else by the field it names, else by its status.</summary>
    public static CodeMeaning Meaning(string? code, string? path, int status) =>
        (code is null ? null : Codes.GetValueOrDefault(code) ?? CarrierCodes.Find(code)) ?? ByStatus(status, path);

    private static CodeMeaning ByStatus(int status, string? path) => status switch
    {
        400 or 422 => ByPath(path),
        401 => BadAccount(FailureReason.Unauthorized),
        402 => BadAccount(FailureReason.AccountBlocked),

        // The one 403 without a known code is texting abroad where that is not enabled.
        403 => Final(FailureReason.Destination),
        404 => BadSender(),
        413 => Final(FailureReason.Content),
        < 400 or 405 or 407 => BadAccount(FailureReason.BadRequest),
        _ => Final(FailureReason.Unknown),
    };

    private static CodeMeaning ByPath(string? path) =>
        path is null ? Final(FailureReason.BadRequest)
        : path.StartsWith("/to", StringComparison.Ordinal) ? Final(FailureReason.InvalidNumber)
        : path.StartsWith("/content", StringComparison.Ordinal) ? Final(FailureReason.Content)
        : path.StartsWith("/from", StringComparison.Ordinal) ? BadSender()
        : Final(FailureReason.BadRequest);
}
