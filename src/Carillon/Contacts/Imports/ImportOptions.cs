using Carillon.Contacts.Imports.Reading;
using Carillon.Contacts.Numbers;

namespace Carillon.Contacts.Imports;

/// <summary>How to read a file and what to do with numbers that are known already; stored with the import.</summary>
public sealed record ImportOptions
{
    /// <summary>What each header becomes (<c>phone</c>, <c>attributes.x</c>, <c>ignore</c>); null: guessed from names and content.</summary>
    public IReadOnlyDictionary<string, string>? Mapping { get; init; }

    /// <summary>The country (ISO 3166-1) of numbers written without a code.</summary>
    public required string DefaultRegion { get; init; }

    /// <summary>What happens to a person whose number is known, also from an earlier row.</summary>
    public OnDuplicate OnDuplicate { get; init; } = OnDuplicate.FillBlanks;

    /// <summary>Where the agreement to marketing texts came from; null: none is declared.</summary>
    public string? ConsentSource { get; init; }

    /// <summary>Whether rows whose number is known to be no mobile one are left aside.</summary>
    public bool IsMobileOnly { get; init; }

    /// <summary>How numbers are checked.</summary>
    public NumberCheckKind Validation { get; init; } = NumberCheckKind.Offline;

    /// <summary>Whether an earlier file's mapping serves, where one had the same header.</summary>
    public bool IsMappingRemembered { get; init; }

    /// <summary>Whether nothing but the counts and the problems is written.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>Who asked for it, for the ledger of consent.</summary>
    public required string Actor { get; init; }

    /// <summary>How the file turned out to be built; settled when work begins, so that a restart reads it the same way.</summary>
    public FileLayout? Layout { get; init; }
}

/// <summary>What happens to a person whose number is known.</summary>
public enum OnDuplicate
{
    /// <summary>The person stays as is.</summary>
    Skip,

    /// <summary>What the file says replaces what was known; empty cells replace nothing.</summary>
    Update,

    /// <summary>Only what was empty is filled.</summary>
    FillBlanks,
}
