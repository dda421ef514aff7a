using System.Collections.Frozen;
using NodaTime;

namespace Carillon.Compliance.RulePacks;

/// <summary>The days, year by year and written out, on which a rule lets nothing leave.</summary>
/// <param name="Id">Whose days, "US-PA".</param>
/// <param name="Source">Where they are written.</param>
/// <param name="Years">The days of each year that is known, with their names.</param>
public sealed record HolidayList(string Id, string Source, FrozenDictionary<int, FrozenDictionary<LocalDate, string>> Years)
{
    /// <summary>Whether nothing leaves on a day: a holiday, or a day of a year that nobody listed.</summary>
    public bool Covers(LocalDate day) => !Years.TryGetValue(day.Year, out var days) || days.ContainsKey(day);
}
