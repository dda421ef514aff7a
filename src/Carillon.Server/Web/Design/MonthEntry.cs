namespace Carillon.Server.Web.Design;

/// <summary>Something in a <see cref="MonthCalendar"/>.</summary>
/// <param name="Day">On which day.</param>
/// <param name="Time">At what time, as people read it; empty: all day.</param>
/// <param name="Title">What it is.</param>
/// <param name="Href">Where it is.</param>
/// <param name="Tone">What its colour says.</param>
/// <param name="State">The same in a word.</param>
public sealed record MonthEntry(DateOnly Day, string Time, string Title, string Href, Tone Tone, string State);
