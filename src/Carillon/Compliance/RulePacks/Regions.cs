using System.Collections.Frozen;

namespace Carillon.Compliance.RulePacks;

/// <summary>The states, provinces and territories that have telephone law of their own or share their country's (ISO 3166-2).</summary>
public static class Regions
{
    private const string States =
        "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI UM";

    private const string Provinces = "AB BC MB NB NL NS NT NU ON PE QC SK YT";

    /// <summary>The countries and all their parts.</summary>
    public static FrozenSet<string> All { get; } =
        new[] { "US", "CA" }.Concat(States.Split(' ').Select(state => $"US-{state}")).Concat(Provinces.Split(' ').Select(province => $"CA-{province}")).ToFrozenSet();

    /// <summary>Whether a text names one of them.</summary>
    public static bool IsKnown(string region) => All.Contains(region);

    /// <summary>A region of a contact as it is compared; a territory that is written as a country of its own is a part of the United States.</summary>
    public static string Canonical(string region) => region is "PR" or "GU" or "VI" or "AS" or "MP" ? $"US-{region}" : region;
}
