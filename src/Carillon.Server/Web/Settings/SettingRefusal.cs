namespace Carillon.Server.Web.Settings;

/// <summary>Why the server does not start.</summary>
/// <param name="Name">The setting's name, with colons.</param>
/// <param name="Value">Its value, masked where it is a secret.</param>
/// <param name="Accepted">What it takes.</param>
public sealed record SettingRefusal(string Name, string Value, string Accepted)
{
    private const int MostLetters = 200;

    /// <summary>The one line that is shown; the name as an environment variable has it.</summary>
    public override string ToString() =>
        $"Setting {Name.Replace(":", "__", StringComparison.Ordinal)} has the value \"{OneLine(Value)}\". Accepted: {Accepted}.";

    private static string OneLine(string text)
    {
        var line = new string([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
        return line.Length > MostLetters ? line[..MostLetters] + "…" : line;
    }
}
