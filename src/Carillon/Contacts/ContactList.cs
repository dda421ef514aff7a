using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Contacts;

/// <summary>
/// Contacts put together: by hand, by imports and forms; or by a filter, so that people come and go by it and nobody is put on it or taken off. Who is
/// on it is then asked afresh at each look, as of a segment, and no members are stored.
/// </summary>
public sealed class ContactList : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required ContactListId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>What people call it; unique in the workspace.</summary>
    public required string Name { get; set; }

    /// <summary>What it is for.</summary>
    public string? Description { get; set; }

    /// <summary>The filter that it is kept by as it was given, JSON, found sound before it was stored; null: people are put on it.</summary>
    public string? Filter { get; set; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Why nobody is put on a list by filter or taken off it.</summary>
    public static string KeptByFilter(string name) => $"“{name}” is a list by filter: people come and go by its filter, and nobody is put on it or taken off.";

    private sealed class Mapping : IEntityTypeConfiguration<ContactList>
    {
        public void Configure(EntityTypeBuilder<ContactList> builder)
        {
            builder.Property(x => x.Name).HasMaxLength(200);
            builder.Property(x => x.Description).HasMaxLength(1000);
            builder.HasIndex(x => new { x.WorkspaceId, x.Name }).IsUnique();
        }
    }
}

/// <summary>How a list is kept.</summary>
public enum ContactListKind
{
    /// <summary>People are put on it.</summary>
    Static,

    /// <summary>Its filter says who is on it.</summary>
    Dynamic,
}

/// <summary>
/// That a contact is on a list. Foreign keys would more than double what a row costs on the way in (measured), so whoever adds a
/// row holds the list's and the person's rows while doing it, and whoever removes one of those removes its members after it.
/// </summary>
public sealed class ListMember : IWorkspaceOwned
{
    /// <summary>The list.</summary>
    public required ContactListId ListId { get; init; }

    /// <summary>The contact.</summary>
    public required ContactId ContactId { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    private sealed class Mapping : IEntityTypeConfiguration<ListMember>
    {
        public void Configure(EntityTypeBuilder<ListMember> builder)
        {
            builder.HasKey(x => new { x.ListId, x.ContactId });
            builder.HasIndex(x => x.ContactId);
        }
    }
}
