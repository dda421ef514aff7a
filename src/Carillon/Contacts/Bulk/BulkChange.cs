using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Carillon.Contacts.Bulk;

/// <summary>One change of many people at once: whom it means is settled first, then it goes through them in small steps, and it can be taken back.</summary>
public sealed class BulkChange : IWorkspaceOwned
{
    /// <summary>Its id.</summary>
    public required BulkChangeId Id { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>What is done.</summary>
    public required BulkAction Action { get; init; }

    /// <summary>The tag, where the action is about one.</summary>
    public string? TagName { get; init; }

    /// <summary>The list, where the action is about one.</summary>
    public ContactListId? ListId { get; init; }

    /// <summary>Whom it means; asked once, when work begins.</summary>
    public required BulkSelection Selection { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string Actor { get; init; }

    /// <summary>Where it stands.</summary>
    public BulkStatus Status { get; private set; } = BulkStatus.Queued;

    /// <summary>How many people it means, as far as that is settled.</summary>
    public long Total { get; private set; }

    /// <summary>How many of them are done with.</summary>
    public long Done { get; private set; }

    /// <summary>For how many it changed anything.</summary>
    public long Changed { get; private set; }

    /// <summary>For how many it was taken back.</summary>
    public long Restored { get; private set; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was through.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>When it was taken back.</summary>
    public DateTimeOffset? UndoneAt { get; private set; }

    private sealed class Mapping : IEntityTypeConfiguration<BulkChange>
    {
        public void Configure(EntityTypeBuilder<BulkChange> builder)
        {
            builder.Property(x => x.TagName).HasMaxLength(ContactRules.MostInTag);
            builder.Property(x => x.Actor).HasMaxLength(200);
            builder.Property(x => x.Selection).HasJson();
            builder.HasIndex(x => new { x.WorkspaceId, x.CreatedAt, x.Id });
            builder.HasIndex(x => x.Status);
        }
    }
}

/// <summary>A person whom a change of many means.</summary>
public sealed class BulkChangeRow : IWorkspaceOwned
{
    /// <summary>The change.</summary>
    public required BulkChangeId ChangeId { get; init; }

    /// <summary>The person.</summary>
    public required ContactId ContactId { get; init; }

    /// <inheritdoc/>
    public required WorkspaceId WorkspaceId { get; init; }

    /// <summary>Whether the person is done with.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether anything was changed.</summary>
    public bool IsChanged { get; set; }

    /// <summary>What came of taking it back; null: it was not taken back, or there was nothing to.</summary>
    public BulkReturn? Return { get; set; }

    /// <summary>A removed person as they were, JSON; kept as long as the removal can be taken back.</summary>
    public string? Before { get; set; }

    private sealed class Mapping : IEntityTypeConfiguration<BulkChangeRow>
    {
        public void Configure(EntityTypeBuilder<BulkChangeRow> builder)
        {
            builder.HasKey(x => new { x.ChangeId, x.ContactId });
            builder.HasIndex(x => x.ContactId);
        }
    }
}

/// <summary>What can be done with many people at once.</summary>
public enum BulkAction
{
    AddTag,
    RemoveTag,
    AddToList,
    RemoveFromList,
    Delete,
}

/// <summary>What came of taking a person's change back.</summary>
public enum BulkReturn
{
    /// <summary>The person is as before.</summary>
    Restored,

    /// <summary>What happened since stands against it.</summary>
    Stayed,
}

/// <summary>Where a change of many people stands.</summary>
public enum BulkStatus
{
    Queued,
    Running,
    Completed,
    Undoing,
    Undone,
}
