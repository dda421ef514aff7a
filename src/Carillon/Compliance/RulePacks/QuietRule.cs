using NodaTime;

namespace Carillon.Compliance.RulePacks;

/// <summary>When one law lets texts arrive, by the recipient's clock.</summary>
public sealed record QuietRule
{
    /// <summary>What decisions cite.</summary>
    public required string Id { get; init; }

    /// <summary>Whose law: "US", "US-FL", "CA".</summary>
    public required string Region { get; init; }

    /// <summary>The first local day it holds.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The last local day it holds; null: it stands.</summary>
    public LocalDate? Until { get; init; }

    /// <summary>Monday to Friday; null: never.</summary>
    public required LocalHours? Weekdays { get; init; }

    /// <summary>Saturday; null: never.</summary>
    public required LocalHours? Saturday { get; init; }

    /// <summary>Sunday; null: never.</summary>
    public required LocalHours? Sunday { get; init; }

    /// <summary>Days on which nothing leaves; null: none.</summary>
    public HolidayList? Holidays { get; init; }

    /// <summary>A clock that the law names beside the recipient's own.</summary>
    public DateTimeZone? Zone { get; init; }

    /// <summary>Where it is written.</summary>
    public required string Source { get; init; }

    /// <summary>What a reader should know.</summary>
    public string? Note { get; init; }

    /// <summary>The hours of a local day; null: none. A day on which the rule is not in force has no limit.</summary>
    public LocalHours? On(LocalDate day)
    {
        if (day < From || day > Until)
        {
            return LocalHours.AllDay;
        }

        return Holidays is not null && Holidays.Covers(day) ? null : On(day.DayOfWeek);
    }

    private LocalHours? On(IsoDayOfWeek day) => day switch
    {
        IsoDayOfWeek.Saturday => Saturday,
        IsoDayOfWeek.Sunday => Sunday,
        IsoDayOfWeek.Monday or IsoDayOfWeek.Tuesday or IsoDayOfWeek.Wednesday or IsoDayOfWeek.Thursday or IsoDayOfWeek.Friday => Weekdays,
        IsoDayOfWeek.None or _ => throw new ArgumentOutOfRangeException(nameof(day), day, null),
    };
}
