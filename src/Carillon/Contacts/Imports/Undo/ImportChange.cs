using System.Text.Json;
using Carillon.Primitives;
using Carillon.Storage;
using Carillon.Storage.Dialects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Contacts.Imports.Undo;

/// <summary>What an import changed in a person who was known before it; gone once the import was undone.</summary>
public sealed class ImportChange : IWorkspaceOwned
{
    /// <summary>The import.</summary>
    public required ImportId ImportId { get; init; }

    /// <summary>The person.</summary>
    public required ContactId ContactId { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>The fields before the import, JSON; null: it changed none.</summary>
    public string? Before { get; init; }

    /// <summary>The fields as the import left them, JSON.</summary>
    public string? After { get; init; }

    /// <summary>Whether the import put the person on its list.</summary>
    public required bool IsJoined { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<ImportChange>
    {
        public void Configure(EntityTypeBuilder<ImportChange> builder)
        {
            builder.HasKey(x => new { x.ImportId, x.ContactId });
            builder.HasIndex(x => x.ContactId);
        }
    }
}

/// <summary>The fields of a person that an import may change; own fields and tags as they are stored.</summary>
internal sealed record ImportedFields(string? Email, string? FirstName, string? LastName, string Attributes, string? TimeZone, string? Region, string Tags)
{
    public static ImportedFields Of(KnownContact contact) =>
        new(contact.Email, contact.FirstName, contact.LastName, contact.Attributes, contact.TimeZone, contact.Region, contact.Tags);

    public static ImportedFields Read(string json) => JsonSerializer.Deserialize<ImportedFields>(json, Conversions.Json) ?? throw new InvalidOperationException("A change without fields.");

    /// <summary>Puts back what still stands as the import left it; what was changed since stays.</summary>
    /// <returns>Whether anything went back.</returns>
    public static bool PutBack(Contact contact, ImportedFields before, ImportedFields after)
    {
        var (email, first, last, zone, region) = (contact.Email, contact.FirstName, contact.LastName, contact.TimeZone, contact.Region);
        contact.Email = email == after.Email ? before.Email : email;
        contact.FirstName = first == after.FirstName ? before.FirstName : first;
        contact.LastName = last == after.LastName ? before.LastName : last;
        contact.TimeZone = zone == after.TimeZone ? before.TimeZone : zone;
        contact.Region = region == after.Region ? before.Region : region;
        var isChanged = (email, first, last, zone, region) != (contact.Email, contact.FirstName, contact.LastName, contact.TimeZone, contact.Region);
        return PutBackAttributes(contact, before, after) | PutBackTags(contact, before, after) | isChanged;
    }

    public override string ToString() => JsonSerializer.Serialize(this, Conversions.Json);

    private static bool PutBackAttributes(Contact contact, ImportedFields before, ImportedFields after)
    {
        var (was, became) = (Fields(before.Attributes), Fields(after.Attributes));
        var fields = new Dictionary<string, string>(contact.Attributes);
        foreach (var (name, value) in became.Where(field => fields.GetValueOrDefault(field.Key) == field.Value && was.GetValueOrDefault(field.Key) != field.Value))
        {
            if (was.TryGetValue(name, out var earlier))
            {
                fields[name] = earlier;
            }
            else
            {
                fields.Remove(name);
            }
        }

        var isChanged = fields.Count != contact.Attributes.Count || fields.Any(field => contact.Attributes.GetValueOrDefault(field.Key) != field.Value);
        contact.Attributes = fields;
        return isChanged;
    }

    private static bool PutBackTags(Contact contact, ImportedFields before, ImportedFields after)
    {
        var (was, became) = (Words(before.Tags), Words(after.Tags));
        var tags = contact.Tags.Where(tag => was.Contains(tag) || !became.Contains(tag)).ToList();
        var isChanged = tags.Count != contact.Tags.Count;
        contact.Tags = tags;
        return isChanged;
    }

    private static Dictionary<string, string> Fields(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json, Conversions.Json) ?? [];

    private static List<string> Words(string json) => JsonSerializer.Deserialize<List<string>>(json, Conversions.Json) ?? [];
}
