using Carillon.Contacts.Imports;
using Carillon.Server.Web.Design;

namespace Carillon.Server.Contacts.Imports;

/// <summary>How imports are told to people.</summary>
internal static class ImportWords
{
    /// <summary>What a column can become, beside an own field.</summary>
    public static IReadOnlyList<(string Target, string Text)> Fields { get; } =
    [
        ("ignore", "Leave out"),
        ("phone", "Phone number"),
        ("otherPhone", "Further number, if the first is missing"),
        ("firstName", "First name"),
        ("lastName", "Last name"),
        ("fullName", "Whole name"),
        ("email", "E-mail address"),
        ("timeZone", "Time zone"),
        ("region", "State"),
        ("tags", "Tags"),
    ];

    public static string Of(ImportStatus status) => status switch
    {
        ImportStatus.Queued => "Waiting",
        ImportStatus.Running => "Running",
        ImportStatus.Completed => "Done",
        ImportStatus.Failed => "Failed",
        ImportStatus.Cancelled => "Stopped",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Tone ToneOf(ImportStatus status) => status switch
    {
        ImportStatus.Queued => Tone.Plain,
        ImportStatus.Running => Tone.Calm,
        ImportStatus.Completed => Tone.Good,
        ImportStatus.Failed => Tone.Bad,
        ImportStatus.Cancelled => Tone.Warn,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
