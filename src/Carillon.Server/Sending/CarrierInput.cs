using Carillon.Compliance.RulePacks;
using Carillon.Sending.Accounts;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Sending;

/// <summary>What is registered with the carriers, as it is given.</summary>
internal static class CarrierInput
{
    private const string Field = "carrierRegistration";
    private const int MostLetters = 64;

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

        return given with { Brand = brand, UseCase = useCase };
    }
}
