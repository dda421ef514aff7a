using System.Text.Json;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Contacts.Merging;

/// <summary>That one person went into another, with all that is needed to part them again.</summary>
public sealed class ContactMerge : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required ContactMergeId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Who went.</summary>
    public required ContactId FromId { get; init; }

    /// <summary>Who stayed.</summary>
    public required ContactId IntoId { get; init; }

    /// <summary>Both as they were, and the one who stayed as the merge left them: JSON.</summary>
    public required string Before { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When they were parted again; null: they were not.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    internal MergeRecord Record() => JsonSerializer.Deserialize<MergeRecord>(Before, Conversions.Json) ?? throw new InvalidOperationException("A merge without its record.");

    private sealed class Mapping : IEntityTypeConfiguration<ContactMerge>
    {
        public void Configure(EntityTypeBuilder<ContactMerge> builder)
        {
            builder.HasIndex(x => new { x.WorkspaceId, x.IntoId, x.At });
            builder.HasIndex(x => new { x.WorkspaceId, x.FromId });
        }
    }
}

/// <summary>Two people before a merge, and the one who stayed after it.</summary>
internal sealed record MergeRecord(PersonState From, PersonState Into, PersonState After);

/// <summary>A person's own fields and lists.</summary>
internal sealed record PersonState
{
    public string? Phone { get; init; }

    public string? Email { get; init; }

    public string? FirstName { get; init; }

    public string? LastName { get; init; }

    public string? TimeZone { get; init; }

    public string? Region { get; init; }

    public Dictionary<string, string> Attributes { get; init; } = [];

    public Dictionary<string, AttributeKind> AttributeKinds { get; init; } = [];

    public List<string> Tags { get; init; } = [];

    public List<ContactListId> Lists { get; init; } = [];

    public ContactStatus Status { get; init; }

    public LineType LineType { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public static PersonState Of(Contact contact, IEnumerable<ContactListId> lists) => new()
    {
        Phone = contact.Phone?.E164,
        Email = contact.Email,
        FirstName = contact.FirstName,
        LastName = contact.LastName,
        TimeZone = contact.TimeZone,
        Region = contact.Region,
        Attributes = new Dictionary<string, string>(contact.Attributes),
        AttributeKinds = new Dictionary<string, AttributeKind>(contact.AttributeKinds),
        Tags = [.. contact.Tags],
        Lists = [.. lists.Order()],
        Status = contact.Status,
        LineType = contact.LineType,
        CreatedAt = contact.CreatedAt,
    };

    /// <summary>This person with what the other knows more. Where both have a number, the other's is kept as an own field.</summary>
    public PersonState With(PersonState other)
    {
        var attributes = new Dictionary<string, string>(other.Attributes.Concat(Attributes).GroupBy(field => field.Key).Select(group => group.Last()));
        if (Phone is not null && other.Phone is { } second && Phone != second)
        {
            attributes.TryAdd("other_phone", second);
        }

        return this with
        {
            Phone = Phone ?? other.Phone,
            LineType = Phone is null ? other.LineType : LineType,
            Status = Phone is null ? other.Status : Status,
            Email = Email ?? other.Email,
            FirstName = FirstName ?? other.FirstName,
            LastName = LastName ?? other.LastName,
            TimeZone = TimeZone ?? other.TimeZone,
            Region = Region ?? other.Region,
            Attributes = attributes,
            AttributeKinds = new Dictionary<string, AttributeKind>(
                other.AttributeKinds.Where(field => !Attributes.ContainsKey(field.Key)).Concat(AttributeKinds)),
            Tags = [.. Tags, .. other.Tags.Where(tag => !Tags.Contains(tag, StringComparer.OrdinalIgnoreCase))],
            Lists = [.. Lists.Union(other.Lists).Order()],
        };
    }

    /// <summary>Puts these fields on a contact; lists are the caller's.</summary>
    public void PutOn(Contact contact)
    {
        contact.Phone = Phone is null ? null : PhoneNumber.FromStored(Phone);
        contact.LineType = LineType;
        contact.Status = Status;
        contact.Email = Email;
        contact.FirstName = FirstName;
        contact.LastName = LastName;
        contact.TimeZone = TimeZone;
        contact.Region = Region;
        contact.Attributes = new Dictionary<string, string>(Attributes);
        contact.AttributeKinds = new Dictionary<string, AttributeKind>(AttributeKinds);
        contact.Tags = [.. Tags];
    }

    /// <summary>Where a field still stands as the merge left it, it goes back; what was changed since stays.</summary>
    public PersonState Back(PersonState after, PersonState before) => this with
    {
        Phone = Same(Phone, after.Phone) ? before.Phone : Phone,
        LineType = Same(Phone, after.Phone) ? before.LineType : LineType,
        Status = Same(Phone, after.Phone) ? before.Status : Status,
        Email = Same(Email, after.Email) ? before.Email : Email,
        FirstName = Same(FirstName, after.FirstName) ? before.FirstName : FirstName,
        LastName = Same(LastName, after.LastName) ? before.LastName : LastName,
        TimeZone = Same(TimeZone, after.TimeZone) ? before.TimeZone : TimeZone,
        Region = Same(Region, after.Region) ? before.Region : Region,
        Attributes = BackFields(after.Attributes, before.Attributes),
        Tags = [.. Tags.Where(tag => before.Tags.Contains(tag) || !after.Tags.Contains(tag))],
        Lists = [.. Lists.Where(list => before.Lists.Contains(list) || !after.Lists.Contains(list))],
    };

    private Dictionary<string, string> BackFields(Dictionary<string, string> after, Dictionary<string, string> before)
    {
        var fields = new Dictionary<string, string>(Attributes);
        foreach (var (name, value) in after.Where(field => Same(fields.GetValueOrDefault(field.Key), field.Value)))
        {
            if (before.TryGetValue(name, out var earlier))
            {
                fields[name] = earlier;
            }
            else
            {
                fields.Remove(name);
            }
        }

        return fields;
    }

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.Ordinal);
}
