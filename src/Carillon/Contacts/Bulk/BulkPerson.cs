using System.Text.Json;
using Carillon.Contacts.Merging;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Contacts.Bulk;

/// <summary>A person behind the figures of a change of many.</summary>
/// <param name="ContactId">The person.</param>
/// <param name="Name">Who it is, or was; null: nobody knows any more.</param>
/// <param name="Phone">Their number.</param>
/// <param name="IsHere">Whether the person is among the contacts now.</param>
/// <param name="IsDone">Whether the change is through with them.</param>
/// <param name="IsChanged">Whether anything was changed.</param>
/// <param name="Return">What came of taking it back.</param>
public sealed record BulkPerson(ContactId ContactId, string? Name, string? Phone, bool IsHere, bool IsDone, bool IsChanged, BulkReturn? Return)
{
    /// <summary>A removed person is named as long as the removal can be taken back.</summary>
    internal static BulkPerson Of(BulkChangeRow row, Contact? contact)
    {
        var before = contact is null && row.Before is { } kept ? JsonSerializer.Deserialize<PersonState>(kept, Conversions.Json) : null;
        var name = string.Join(' ', new[] { before?.FirstName, before?.LastName }.Where(part => !string.IsNullOrWhiteSpace(part)));
        return new BulkPerson(
            row.ContactId, contact?.DisplayName ?? (name.Length > 0 ? name : before?.Phone ?? before?.Email), contact?.Phone?.E164 ?? before?.Phone, contact is not null, row.IsDone, row.IsChanged, row.Return);
    }
}

/// <summary>A figure of a change of many.</summary>
public enum BulkPart
{
    /// <summary>Whom it means.</summary>
    Meant,

    /// <summary>For whom it changed anything.</summary>
    Changed,

    /// <summary>Who was as wanted already, or could not be changed.</summary>
    Unchanged,

    /// <summary>For whom it was taken back.</summary>
    Restored,

    /// <summary>For whom it could not be taken back.</summary>
    Stayed,
}
