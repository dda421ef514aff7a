using Carillon.Campaigns;
using Carillon.Compliance;
using Carillon.Compliance.Consent;
using Carillon.Primitives;
using Carillon.Sending;
using Carillon.Storage;

namespace Carillon.Server.Campaigns;

/// <summary>Which recipients to show.</summary>
public sealed record RecipientFilter(IReadOnlyList<MessageStatus> Statuses, string? Reason, string? Variant, bool IsOptedOut)
{
    /// <summary>What stands before the name of a figure of the proof.</summary>
    public const string ProofMark = "proof-";

    /// <summary>How an address names the failures that came without a code.</summary>
    public const string NoCode = "none";

    /// <summary>The provider's code of a failure; <see cref="NoCode"/>: none came; null: whatever it is.</summary>
    public string? Code { get; init; }

    /// <summary>A figure of the proof, whose rows are shown instead.</summary>
    public ProofPart? Proof { get; init; }

    /// <summary>Reads the words of an address: a status, <c>onTheWay</c> or <c>optedOut</c>; anything else shows all.</summary>
    public static RecipientFilter Of(string? show, string? reason, string? variant, string? code = null) => OfProof(show) is { } part ? new([], ReasonOf(reason), null, false) { Proof = part } : new(
        show switch
        {
            "onTheWay" => [MessageStatus.Accepted, MessageStatus.Sent],
            _ when Enum.TryParse<MessageStatus>(show, ignoreCase: true, out var status) => [status],
            _ => [],
        },
        ReasonOf(reason),
        string.IsNullOrEmpty(variant) ? null : variant,
        show == "optedOut")
    {
        Code = string.IsNullOrEmpty(code) ? null : code,
    };

    /// <summary>How an address names a figure of the proof; null: it names none.</summary>
    public static ProofPart? OfProof(string? show) =>
        show is not null && show.StartsWith(ProofMark, StringComparison.Ordinal) && Enum.TryParse<ProofPart>(show[ProofMark.Length..], ignoreCase: true, out var part) && Enum.IsDefined(part) ? part : null;

    /// <summary>Narrows the messages of a campaign's run.</summary>
    public IQueryable<OutboundMessage> Apply(CarillonDb db, CampaignId campaign, IQueryable<OutboundMessage> rows)
    {
        if (Proof is { } part)
        {
            return ProofRows.Of(db, rows, part, Reason);
        }

        var (statuses, reason, variant) = (Statuses.ToList(), Reason, Variant);
        rows = statuses.Count == 0 ? rows : rows.Where(row => statuses.Contains(row.Status));
        rows = reason is null ? rows : rows.Where(row => row.Reason == reason);
        rows = Code switch { null => rows, NoCode => rows.Where(row => row.ErrorCode == null), var code => rows.Where(row => row.ErrorCode == code) };
        rows = variant is null ? rows : rows.Where(row => row.Variant == variant);
        var events = db.ConsentEvents;
        return IsOptedOut ? rows.Where(row => events.Any(said => said.CampaignId == campaign && said.Kind == ConsentEventKind.OptOut && said.Phone == row.To)) : rows;
    }

    private static string? ReasonOf(string? reason) =>
        Enum.TryParse<SkipReason>(reason, out var skip) ? skip.ToString() : Enum.TryParse<FailureReason>(reason, out var failure) ? failure.ToString() : null;
}
