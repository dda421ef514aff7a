using Carillon.Access.Audit;
using Carillon.Storage;

namespace Carillon.Access;

/// <summary>What the audit log says of changed settings.</summary>
public static class WorkspaceNotes
{
    /// <summary>The note of what is changed and not saved yet; null: nothing is. Quiet hours for fewer texts are a loosened rule.</summary>
    public static AuditNote? OfChanges(CarillonDb db, Workspace workspace)
    {
        db.ChangeTracker.DetectChanges();
        var changed = db.Entry(workspace).Properties.Where(property => property.IsModified).ToList();
        if (changed.Count == 0)
        {
            return null;
        }

        var isLooser = changed.Any(property => property.Metadata.Name == nameof(Workspace.QuietHoursFor)) && workspace.QuietHoursFor == QuietHoursFor.Marketing;
        return new AuditNote(
            isLooser ? AuditActions.RuleLoosened : AuditActions.WorkspaceChanged,
            $"workspace:{workspace.Id}",
            ("changed", string.Join(", ", changed.Select(property => property.Metadata.Name))),
            ("quietHoursFor", workspace.QuietHoursFor));
    }
}
