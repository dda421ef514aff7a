using Carillon.Contacts.Bulk;
using Carillon.Server.Web.Design;

namespace Carillon.Server.Contacts.Changes;

/// <summary>How changes of many people are told.</summary>
internal static class ChangeWords
{
    /// <summary>What to do, as a choice.</summary>
    public static string Of(BulkAction action) => action switch
    {
        BulkAction.AddTag => "Add a tag",
        BulkAction.RemoveTag => "Take a tag off",
        BulkAction.AddToList => "Put on a list",
        BulkAction.RemoveFromList => "Take off a list",
        BulkAction.Delete => "Delete",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    /// <summary>What was done, with the tag or the list's name.</summary>
    public static string Done(BulkAction action, string? what) => action switch
    {
        BulkAction.AddTag => $"Tag “{what}” added",
        BulkAction.RemoveTag => $"Tag “{what}” taken off",
        BulkAction.AddToList => $"Put on the list “{what ?? "that is gone"}”",
        BulkAction.RemoveFromList => $"Taken off the list “{what ?? "that is gone"}”",
        BulkAction.Delete => "Deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    };

    /// <summary>What will be different afterwards.</summary>
    public static string Effect(BulkAction action, string? what) => action switch
    {
        BulkAction.AddTag => $"Each gets the tag “{what}”; who has it already stays as they are.",
        BulkAction.RemoveTag => $"Whoever has the tag “{what}” loses it.",
        BulkAction.AddToList => $"Each is put on the list “{what}”; who is on it already stays as they are.",
        BulkAction.RemoveFromList => $"Whoever is on the list “{what}” leaves it.",
        BulkAction.Delete => "They are no contacts any more and leave their lists. Texts and opt-outs stay: what forbids to text a number goes on forbidding it.",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, null),
    } + $" It can be taken back for {BulkDesk.Undoable.TotalDays:0} days.";

    public static string Of(BulkStatus status) => status switch
    {
        BulkStatus.Queued => "Beginning",
        BulkStatus.Running => "Running",
        BulkStatus.Completed => "Done",
        BulkStatus.Undoing => "Being taken back",
        BulkStatus.Undone => "Taken back",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static Tone ToneOf(BulkStatus status) => status switch
    {
        BulkStatus.Queued or BulkStatus.Running or BulkStatus.Undoing => Tone.Calm,
        BulkStatus.Completed => Tone.Good,
        BulkStatus.Undone => Tone.Plain,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    public static string Of(BulkPart part) => part switch
    {
        BulkPart.Meant => "Everybody meant",
        BulkPart.Changed => "Changed",
        BulkPart.Unchanged => "Unchanged",
        BulkPart.Restored => "As before again",
        BulkPart.Stayed => "Could not be taken back",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };

    public static string People(long count) => count == 1 ? "1 person" : $"{count:N0} people";
}
