using System.Globalization;
using Carillon.Sending.Accounts;
using Carillon.Server.Web.Problems;

namespace Carillon.Server.Sending;

/// <summary>Limits as the fields of a form send them; empty is no limit.</summary>
public sealed class LimitsForm
{
    public string? PerSecond { get; set; }

    public string? PerMinute { get; set; }

    public string? PerDay { get; set; }

    public string? Concurrency { get; set; }

    /// <summary>A form that shows what holds.</summary>
    public static LimitsForm Of(Limits limits) => new()
    {
        PerSecond = limits.PerSecond?.ToString("0.###", CultureInfo.InvariantCulture),
        PerMinute = limits.PerMinute?.ToString(CultureInfo.InvariantCulture),
        PerDay = limits.PerDay?.ToString(CultureInfo.InvariantCulture),
        Concurrency = limits.Concurrency?.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Reads it; the ranges are those of the API.</summary>
    /// <param name="problems">Takes what is wrong.</param>
    public Limits Read(ICollection<string> problems)
    {
        var limits = new Limits(
            Number(PerSecond, "Texts a second", problems), Whole(PerMinute, "Texts a minute", problems), Whole(PerDay, "Texts a day", problems), Whole(Concurrency, "Calls at once", problems));
        var errors = new InputErrors();
        LimitsInput.Check(limits, "limits", errors);
        foreach (var (field, texts) in errors.ByField)
        {
            problems.Add($"{NameOf(field)} {string.Join(", ", texts)}.");
        }

        return limits;
    }

    private static double? Number(string? text, string name, ICollection<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            problems.Add($"{name} has to be a number, or empty for no limit.");
            return null;
        }

        return number;
    }

    private static int? Whole(string? text, string name, ICollection<string> problems)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (!int.TryParse(text.Trim(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number))
        {
            problems.Add($"{name} has to be a whole number, or empty for no limit.");
            return null;
        }

        return number;
    }

    private static string NameOf(string field) => field.Split('.')[^1] switch
    {
        "perSecond" => "Texts a second",
        "perMinute" => "Texts a minute",
        "perDay" => "Texts a day",
        _ => "Calls at once",
    };
}
