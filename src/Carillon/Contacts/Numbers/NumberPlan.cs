using System.Collections.Frozen;
using PhoneNumbers;
using PhoneNumber = Carillon.Primitives.PhoneNumber;

namespace Carillon.Contacts.Numbers;

/// <summary>What a number's country plan tells of it, without asking anybody.</summary>
public static class NumberPlan
{
    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    private static readonly FrozenSet<string> OtherCountriesOfPlusOne = FrozenSet.Create(
        "242", "246", "264", "268", "284", "340", "345", "441", "473", "649", "658", "664", "670", "671", "684", "721", "758", "767", "784", "787",
        "809", "829", "849", "868", "869", "876", "939");

    /// <summary>The kind of line. In plans that do not part mobile from fixed lines (the United States, Canada) it is unknown.</summary>
    public static LineType LineOf(PhoneNumber phone) => phone.E164 is ['+', '1', _, _, _, ..] number && !OtherCountriesOfPlusOne.Contains(number[2..5])
        ? AreaLine(number[2..5])
        : PlanLine(phone);

    /// <summary>Whether a line may take texts; what is unknown may.</summary>
    public static bool MayTakeTexts(LineType line) => line is LineType.Unknown or LineType.Mobile or LineType.Voip;

    /// <summary>Whether a line is a mobile one as far as anybody told; what is unknown may be.</summary>
    public static bool MayBeMobile(LineType line) => line is LineType.Unknown or LineType.Mobile;

    /// <summary>The country (ISO 3166-1) of the number, where its plan has one.</summary>
    public static string? RegionOf(PhoneNumber phone) => Parsed(phone) is { } number && Library.GetRegionCodeForNumber(number) is { Length: 2 } region ? region : null;

    /// <summary>Whether a text names a toll-free number.</summary>
    public static bool NamesTollFree(string? text) =>
        !string.IsNullOrWhiteSpace(text) && Library.FindNumbers(text, "US").Any(found => Library.GetNumberType(found.Number) == PhoneNumberType.TOLL_FREE);

    /// <summary>Within the United States and Canada the area code alone tells what there is to tell, and a file has a million of them.</summary>
    private static LineType AreaLine(string area) => area switch
    {
        "800" or "822" or "833" or "844" or "855" or "866" or "877" or "888" => LineType.TollFree,
        "900" => LineType.Premium,
        _ => LineType.Unknown,
    };

    private static LineType PlanLine(PhoneNumber phone) => KindOf(phone) switch
    {
        PhoneNumberType.MOBILE => LineType.Mobile,
        PhoneNumberType.FIXED_LINE => LineType.Landline,
        PhoneNumberType.TOLL_FREE => LineType.TollFree,
        PhoneNumberType.PREMIUM_RATE or PhoneNumberType.SHARED_COST => LineType.Premium,
        PhoneNumberType.VOIP => LineType.Voip,
        PhoneNumberType.PAGER or PhoneNumberType.UAN or PhoneNumberType.VOICEMAIL => LineType.Special,
        PhoneNumberType.FIXED_LINE_OR_MOBILE or PhoneNumberType.PERSONAL_NUMBER or PhoneNumberType.UNKNOWN => LineType.Unknown,
        _ => LineType.Unknown,
    };

    private static PhoneNumberType KindOf(PhoneNumber phone) => Parsed(phone) is { } number ? Library.GetNumberType(number) : PhoneNumberType.UNKNOWN;

    private static PhoneNumbers.PhoneNumber? Parsed(PhoneNumber phone)
    {
        try
        {
            return Library.Parse(phone.E164, null);
        }
        catch (NumberParseException)
        {
            // Short ranges for tests are in no country's plan; the library answers so.
            return null;
        }
    }
}
