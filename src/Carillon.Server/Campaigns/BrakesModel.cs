using System.Globalization;
using Carillon.Campaigns;
using Carillon.Sending.Runs;

namespace Carillon.Server.Campaigns;

/// <summary>Pace and brakes of a campaign as the controls of a form hold them: shares in per cent, empty takes one off.</summary>
public sealed class BrakesModel
{
    private const int MostCount = 100_000_000;

    public string PerSecond { get; set; } = "";

    public string PerHour { get; set; } = "";

    public string PerDay { get; set; } = "";

    public string Errors { get; set; } = "";

    public string InDoubt { get; set; } = "";

    public string OptOuts { get; set; } = "";

    public string Filtered { get; set; } = "";

    public string MinSample { get; set; } = "";

    public string SpendCap { get; set; } = "";

    public string Canary { get; set; } = "";

    public string CanaryMinutes { get; set; } = "";

    /// <summary>A form that was not filled yet: no pace, the usual brakes.</summary>
    public BrakesModel() => Take(null, null, null);

    /// <summary>Fills the form.</summary>
    public void Take(double? perSecond, LongPacing? pacing, Brakes? given)
    {
        var brakes = given ?? new Brakes();
        (PerSecond, PerHour, PerDay) = (Text(perSecond), Text(pacing?.PerHour), Text(pacing?.PerDay));
        (Errors, InDoubt, OptOuts, Filtered) = (Percent(brakes.ErrorShare), Percent(brakes.InDoubtShare), Percent(brakes.OptOutShare), Percent(brakes.FilteredShare));
        MinSample = Text(brakes.MinSample);
        SpendCap = brakes.SpendCapMicros is { } cap ? (cap / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture) : "";
        (Canary, CanaryMinutes) = (Text(brakes.Canary), (brakes.CanaryWaitSeconds / 60.0).ToString("0.##", CultureInfo.InvariantCulture));
    }

    /// <summary>Reads the form; what is wrong goes into <paramref name="wrong"/> under the API's names.</summary>
    public PaceDraft Read(Dictionary<string, string> wrong)
    {
        var perSecond = Number(PerSecond, "pacing.perSecond", 0.001m, 100_000, "The speed has to be above 0 and at most 100,000 texts a second.", wrong);
        var (perHour, perDay) = (Count(PerHour, "pacing.perHour", "Texts an hour", MostCount, wrong), Count(PerDay, "pacing.perDay", "Texts a day", MostCount, wrong));
        var usual = new Brakes();
        var brakes = new Brakes
        {
            ErrorShare = Share(Errors, "brakes.errorShare", "failed texts", wrong),
            InDoubtShare = Share(InDoubt, "brakes.inDoubtShare", "texts in doubt", wrong),
            OptOutShare = Share(OptOuts, "brakes.optOutShare", "opt-outs", wrong),
            FilteredShare = Share(Filtered, "brakes.filteredShare", "filtered texts", wrong),
            MinSample = Count(MinSample, "brakes.minSample", "The number of texts to look at first", 1_000_000, wrong) ?? usual.MinSample,
            SpendCapMicros = Number(SpendCap, "brakes.spendCap", 0.000001m, 100_000_000, "The spending limit has to be an amount above 0.", wrong) is { } cap ? (long)decimal.Round(cap * 1_000_000m) : null,
            Canary = Count(Canary, "brakes.canary", "The number of first texts", 1_000_000, wrong),
            CanaryWaitSeconds = Number(CanaryMinutes, "brakes.canaryWaitSeconds", 0.02m, 10_080, "The wait after the first texts has to be from a second to a week, in minutes.", wrong) is { } minutes
                ? (int)Math.Round(minutes * 60) : usual.CanaryWaitSeconds,
        };
        return new PaceDraft((double?)perSecond, perHour is null && perDay is null ? null : new LongPacing(perHour, perDay), brakes == usual ? null : brakes);
    }

    private static string Text(double? number) => number?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    private static string Percent(double? share) => share is { } part ? ((decimal)part * 100).ToString("0.##", CultureInfo.InvariantCulture) : "";

    private static double? Share(string text, string field, string what, Dictionary<string, string> wrong) =>
        Number(text, field, 0.01m, 100, $"The share of {what} has to be above 0 and at most 100 per cent.", wrong) is { } percent ? (double)(percent / 100) : null;

    private static int? Count(string text, string field, string what, int most, Dictionary<string, string> wrong)
    {
        if (Number(text, field, 1, most, $"{what}: a whole number from 1 to {most:N0}.", wrong) is not { } number)
        {
            return null;
        }

        if (decimal.Truncate(number) != number)
        {
            wrong[field] = $"{what}: a whole number from 1 to {most:N0}.";
        }

        return (int)number;
    }

    private static decimal? Number(string text, string field, decimal least, decimal most, string words, Dictionary<string, string> wrong)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (decimal.TryParse(text.Trim().TrimStart('$').TrimEnd('%').Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        wrong[field] = words;
        return null;
    }
}

/// <summary>Pace and brakes as they are kept; null brakes are the usual ones.</summary>
public sealed record PaceDraft(double? PerSecond, LongPacing? Pacing, Brakes? Brakes);
