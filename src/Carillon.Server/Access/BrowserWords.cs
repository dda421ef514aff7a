namespace Carillon.Server.Access;

/// <summary>What a browser calls itself, short enough for a person to know it again.</summary>
internal static class BrowserWords
{
    private static readonly (string Sign, string Name)[] Browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    private static readonly (string Sign, string Name)[] Systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")];

    public static string Of(string? browser)
    {
        var name = NameIn(Browsers, browser);
        var system = NameIn(Systems, browser);
        return (name, system) switch
        {
            (null, null) => string.IsNullOrEmpty(browser) ? "Unknown" : browser.Length > 40 ? browser[..40] + "…" : browser,
            (null, { } only) => only,
            ({ } only, null) => only,
            _ => $"{name} on {system}",
        };
    }

    private static string? NameIn((string Sign, string Name)[] table, string? browser) =>
        table.FirstOrDefault(entry => browser?.Contains(entry.Sign, StringComparison.Ordinal) is true).Name;
}
