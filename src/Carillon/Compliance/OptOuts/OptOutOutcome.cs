using Carillon.Compliance.Consent;
using Carillon.Primitives;

namespace Carillon.Compliance.OptOuts;

/// <summary>What recording an opt-out did.</summary>
/// <param name="EventId">Its place in the ledger.</param>
/// <param name="IsNew">Whether the number was not opted out before.</param>
/// <param name="IsRepeated">Whether the person had said so already in the 24 hours before.</param>
public sealed record OptOutOutcome(ConsentEventId EventId, bool IsNew, bool IsRepeated);

/// <summary>What a wish to be texted again did.</summary>
public abstract record OptInOutcome
{
    private OptInOutcome()
    {
    }

    /// <summary>Recorded; an opt-out that stood was lifted.</summary>
    /// <param name="EventId">Its place in the ledger.</param>
    /// <param name="Consent">The consent to marketing that holds now.</param>
    public sealed record Lifted(ConsentEventId EventId, ConsentStatus Consent) : OptInOutcome;

    /// <summary>Recorded; there was no opt-out to lift.</summary>
    /// <param name="EventId">Its place in the ledger.</param>
    /// <param name="Consent">The consent to marketing that holds now.</param>
    public sealed record Recorded(ConsentEventId EventId, ConsentStatus Consent) : OptInOutcome;

    /// <summary>An opt-out stands that is not older than the wish or its evidence.</summary>
    /// <param name="EventId">Its place in the ledger, where the person's own word was recorded all the same.</param>
    /// <param name="OptedOutAt">When the person last opted out.</param>
    public sealed record StillOptedOut(ConsentEventId? EventId, DateTimeOffset OptedOutAt) : OptInOutcome;
}
