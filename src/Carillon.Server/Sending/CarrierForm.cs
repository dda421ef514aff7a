using System.Globalization;
using Carillon.Primitives;
using Carillon.Sending.Accounts;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Sending;

/// <summary>What is registered with the carriers, as a form's fields hold it.</summary>
public sealed class CarrierForm
{
    public string? Brand { get; set; }

    public string? Kind { get; set; }

    public string? Score { get; set; }

    public string? UseCase { get; set; }

    public string? AttClass { get; set; }

    public string? Covers { get; set; }

    public string? Samples { get; set; }

    /// <summary>As it stands.</summary>
    public static CarrierForm Of(CarrierRegistration? registration) => new()
    {
        Brand = registration?.Brand,
        Kind = registration?.Kind.ToString(),
        Score = registration?.Score?.ToString(CultureInfo.InvariantCulture),
        UseCase = registration?.UseCase,
        AttClass = registration?.AttClass,
        Covers = registration?.Covers is [var only] ? only.ToString() : null,
        Samples = registration?.SampleMessages is { } samples ? string.Join('\n', samples) : null,
    };

    /// <summary>What people call a kind of brand.</summary>
    public static string Of(BrandKind kind) => kind switch
    {
        BrandKind.Standard => "Standard",
        BrandKind.LowVolume => "Low volume",
        BrandKind.SoleProprietor => "Sole proprietor",
        BrandKind.Uncapped => "Without a day's cap (government, verified non-profit, political)",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Reads it; an empty brand means that nothing is entered.</summary>
    public CarrierRegistration? Read(List<string> problems)
    {
        if (string.IsNullOrWhiteSpace(Brand))
        {
            return null;
        }

        int? score = null;
        if (!string.IsNullOrWhiteSpace(Score))
        {
            score = int.TryParse(Score, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : -1;
        }

        var errors = new InputErrors();
        var given = new CarrierRegistration(
            Brand, Enum.TryParse<BrandKind>(Kind, out var kind) ? kind : BrandKind.Standard, score, UseCase, string.IsNullOrWhiteSpace(AttClass) ? null : AttClass.Trim().ToUpperInvariant(),
            Enum.TryParse<Purpose>(Covers, out var covers) ? [covers] : null, string.IsNullOrWhiteSpace(Samples) ? null : Samples.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        var registration = CarrierInput.Check(given, errors);
        problems.AddRange(errors.ByField.Select(error => $"{error.Key[(error.Key.LastIndexOf('.') + 1)..]}: {string.Join(" ", error.Value)}."));
        return registration;
    }
}
