namespace Carillon.Contacts.Imports.Reading;

/// <summary>Why a file cannot be read at all, or not any further.</summary>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Message">A sentence for people, with the place and what to do.</param>
/// <param name="Line">The file's line, from 1; null when it is about the whole file.</param>
public sealed record FileFault(string Code, string Message, long? Line)
{
    /// <summary>The name in the mapping that is none of the file's columns; null: that is not what is wrong.</summary>
    public string? UnknownColumn { get; init; }
}
