using Carillon.Primitives;

namespace Carillon.Storage.Dialects;

public abstract partial class Dialect
{
    /// <summary>
    /// Settles a batch of an import in one transaction: looks up who is known by these numbers, asks <paramref name="plan"/>
    /// what to do, writes that, and moves the import's counts. The counts move only from where this batch began and only
    /// while the import runs, so of two workers one wins and the other writes nothing. May ask the plan again when people
    /// changed meanwhile.
    /// </summary>
    /// <returns>Whether it was written; false when the import went on or ended without us.</returns>
    public abstract Task<bool> SettleImportAsync(ImportTurn turn, Func<IReadOnlyList<KnownContact>, ImportPlan> plan, CancellationToken cancellationToken);
}

/// <summary>The place of a batch in its import.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="WorkspaceId">Whose it is.</param>
/// <param name="ListId">The list that everybody joins; nobody does when it is gone.</param>
/// <param name="RowsRead">Rows that were settled before.</param>
/// <param name="Phones">The batch's numbers, each once, in order.</param>
/// <param name="Now">The instant of the batch.</param>
public sealed record ImportTurn(
    ImportId ImportId, WorkspaceId WorkspaceId, ContactListId? ListId, long RowsRead, IReadOnlyList<string> Phones, DateTimeOffset Now);

/// <summary>A contact's fields as they are stored; attributes and tags as JSON text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Phone">Its number.</param>
/// <param name="Email">E-mail address.</param>
/// <param name="FirstName">First name.</param>
/// <param name="LastName">Last name.</param>
/// <param name="Attributes">Own fields.</param>
/// <param name="TimeZone">IANA zone.</param>
/// <param name="Region">State of residence.</param>
/// <param name="Tags">Tags.</param>
/// <param name="UpdatedAt">When a field last changed; an update takes place only if that is still so.</param>
/// <param name="IsMember">Whether the import's list has it already.</param>
/// <param name="LineType">What kind of line the number is; of somebody new only, it is not looked up.</param>
public sealed record KnownContact(
    ContactId Id,
    string Phone,
    string? Email,
    string? FirstName,
    string? LastName,
    string Attributes,
    string? TimeZone,
    string? Region,
    string Tags,
    DateTimeOffset UpdatedAt,
    bool IsMember,
    string LineType = "");

/// <summary>What a batch writes.</summary>
public sealed class ImportPlan
{
    /// <summary>People who are new, in the order of their numbers.</summary>
    public required IReadOnlyList<KnownContact> Created { get; init; }

    /// <summary>People with changed fields; <see cref="KnownContact.UpdatedAt"/> is the one that was seen.</summary>
    public required IReadOnlyList<KnownContact> Changed { get; init; }

    /// <summary>Known people who join the list, none of them on it; who is created joins it anyway.</summary>
    public required IReadOnlyList<ContactId> Joining { get; init; }

    /// <summary>What known people were like before, so that the import can be undone.</summary>
    public IReadOnlyList<ImportedChange> Changes { get; init; } = [];

    /// <summary>Rows that were not taken.</summary>
    public required IReadOnlyList<ImportRefusal> Refusals { get; init; }

    /// <summary>How the counts grow.</summary>
    public required ImportCounts Counts { get; init; }

    /// <summary>Numbers with a declared agreement to marketing texts; it counts only where nothing is known and nothing forbids.</summary>
    public required IReadOnlyList<DeclaredConsent> Consents { get; init; }

    /// <summary>Where the agreements came from.</summary>
    public string? ConsentSource { get; init; }

    /// <summary>Who declared them.</summary>
    public required string Actor { get; init; }

    /// <summary>The digest of the agreements that counted, for the ledger's chain; null: they are not sealed.</summary>
    public Func<ImportTurn, IReadOnlyList<DeclaredConsent>, byte[]>? ConsentDigest { get; init; }
}

/// <summary>What a batch changes in a known person.</summary>
/// <param name="Contact">The person.</param>
/// <param name="Before">The fields before, JSON; null: they stay.</param>
/// <param name="After">The fields behind it, JSON.</param>
/// <param name="IsJoined">Whether the person joins the import's list.</param>
public sealed record ImportedChange(ContactId Contact, string? Before, string? After, bool IsJoined);

/// <summary>One reason why a row was not taken.</summary>
/// <param name="Row">The file's line.</param>
/// <param name="Position">Tells several reasons of one row apart.</param>
/// <param name="Column">The header.</param>
/// <param name="Value">What stood there.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Message">A sentence.</param>
public sealed record ImportRefusal(long Row, int Position, string? Column, string? Value, string Code, string Message);

/// <summary>How many rows became what.</summary>
/// <param name="Created">New people.</param>
/// <param name="Updated">Changed ones.</param>
/// <param name="Unchanged">Known just so.</param>
/// <param name="Skipped">Left aside on purpose.</param>
/// <param name="Invalid">Not taken.</param>
public readonly record struct ImportCounts(long Created, long Updated, long Unchanged, long Skipped, long Invalid)
{
    /// <summary>All of them.</summary>
    public long Rows => Created + Updated + Unchanged + Skipped + Invalid;
}

/// <summary>A number with its person and the id of the event that will tell of the agreement.</summary>
/// <param name="EventId">The event's id.</param>
/// <param name="ContactId">The person.</param>
/// <param name="Phone">The number.</param>
public readonly record struct DeclaredConsent(ConsentEventId EventId, ContactId ContactId, string Phone);
