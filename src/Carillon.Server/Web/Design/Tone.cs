namespace Carillon.Server.Web.Design;

/// <summary>What a colour, a sign or a card means; never told by colour alone.</summary>
public enum Tone
{
    /// <summary>Nothing special.</summary>
    Plain,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Under way.</summary>
    Calm,

    /// <summary>Someone should look.</summary>
    Warn,

    /// <summary>It went wrong.</summary>
    Bad,
}

/// <summary>Names of tones in the style sheet.</summary>
internal static class Tones
{
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Plain => "",
        Tone.Good => "good",
        Tone.Calm => "calm",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        _ => throw new ArgumentOutOfRangeException(nameof(tone), tone, null),
    };
}
