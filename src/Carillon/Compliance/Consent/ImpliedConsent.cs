using NodaTime;
using PhoneNumbers;

namespace Carillon.Compliance.Consent;

/// <summary>
/// Canada's implied consent (CASL, section 10): who bought something may be written to for 24 months, who asked about something for 6. In the
/// United States it is no consent to marketing.
/// </summary>
public static class ImpliedConsent
{
    private const int MonthsAfterPurchase = 24;
    private const int MonthsAfterInquiry = 6;

    /// <summary>When a consent on this basis ends; null: never.</summary>
    public static DateTimeOffset? EndOf(ConsentBasis basis, DateTimeOffset since) => basis switch
    {
        ConsentBasis.Express => null,
        ConsentBasis.ImpliedPurchase => Later(since, MonthsAfterPurchase),
        ConsentBasis.ImpliedInquiry => Later(since, MonthsAfterInquiry),
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, null),
    };

    /// <summary>Whether the law of the number's country knows it.</summary>
    public static bool CountsFor(Primitives.PhoneNumber phone)
    {
        var library = PhoneNumberUtil.GetInstance();
        return library.GetRegionCodeForNumber(library.Parse(phone.E164, null)) == "CA";
    }

    private static DateTimeOffset Later(DateTimeOffset since, int months) =>
        LocalDateTime.FromDateTime(since.UtcDateTime).PlusMonths(months).InUtc().ToDateTimeOffset();
}
