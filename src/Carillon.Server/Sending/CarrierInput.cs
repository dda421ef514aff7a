using Carillon.Compliance.RulePacks;
using Carillon.Sending.Accounts;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Sending;

/// <summary>What is registered with the carriers, as it is given.</summary>
internal static class CarrierInput
{
    private const string Field = "carrierRegistration";
    private const int MostLetters = 64;
    private const int MostSamples = 5;
    private const int MostOfSample = 480;

    /// <summary>Checks it; null: nothing is entered.</summary>
    public static CarrierRegistration? Check(CarrierRegistration? given, InputErrors errors)
    {
        if (given is null)
        {
            return null;
        }

        var brand = given.Brand?.Trim() ?? ""; // a program may leave it out
        if (brand.Length is 0 or > MostLetters)
        {
            errors.Add($"{Field}.brand", $"must be 1 to {MostLetters} characters: the brand as its registry names it");
        }

        if (given.Score is < 0 or > 100)
        {
            errors.Add($"{Field}.score", "must be from 0 to 100");
        }

        var useCase = string.IsNullOrWhiteSpace(given.UseCase) ? null : given.UseCase.Trim();
        if (useCase?.Length > MostLetters)
        {
            errors.Add($"{Field}.useCase", $"must have at most {MostLetters} characters");
        }

        var classes = RulePack.BuiltIn.Carriers.TextsPerMinute;
        if (given.AttClass is { } name && !classes.ContainsKey(name))
        {
            errors.Add($"{Field}.attClass", $"must be one of {string.Join(", ", classes.Keys.Order(StringComparer.Ordinal))}");
        }

        var samples = given.SampleMessages?.Select(sample => sample?.Trim() ?? "").Where(sample => sample.Length > 0).Distinct().ToList();
        if (samples is not null && (samples.Count is < CarrierRegistration.LeastSamples or > MostSamples || samples.Exists(sample => sample.Length > MostOfSample)))
        {
            errors.Add($"{Field}.sampleMessages", $"must be {CarrierRegistration.LeastSamples} to {MostSamples} messages of at most {MostOfSample} characters, as the registry has them");
        }

        return given with { Brand = brand, UseCase = useCase, Covers = given.Covers is { Count: > 0 } covers ? [.. covers.Distinct()] : null, SampleMessages = samples };
    }
}
