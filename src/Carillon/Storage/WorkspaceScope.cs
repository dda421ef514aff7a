using Carillon.Primitives;

namespace Carillon.Storage;

/// <summary>Whose rows a context sees: nobody's, one workspace's, or (the engine's own work) everybody's.</summary>
public sealed record WorkspaceScope
{
    /// <summary>The actor of work that nobody asked for.</summary>
    public const string System = "system";

    private WorkspaceScope(WorkspaceId? workspace, bool seesAll) => (Workspace, SeesAll) = (workspace, seesAll);

    /// <summary>No row of any workspace: a request that nobody has signed yet.</summary>
    public static WorkspaceScope Nobody { get; } = new(null, false);

    /// <summary>Every workspace: background work, which carries the workspace in each row.</summary>
    public static WorkspaceScope Everybody { get; } = new(null, true);

    /// <summary>The workspace, if it is one.</summary>
    public WorkspaceId? Workspace { get; }

    /// <summary>Whether there is no wall.</summary>
    public bool SeesAll { get; }

    /// <summary>Who acts, for records that keep it: <c>user:ID</c>, <c>key:NAME</c> or <c>system</c>.</summary>
    public string Actor { get; private init; } = System;

    /// <summary>One workspace, for work that nobody asked for.</summary>
    public static WorkspaceScope Of(WorkspaceId workspace) => new(workspace, false);

    /// <summary>One workspace, for somebody.</summary>
    public static WorkspaceScope Of(WorkspaceId workspace, string actor) => new(workspace, false) { Actor = actor };
}

/// <summary>A row that belongs to one workspace.</summary>
public interface IWorkspaceOwned
{
    /// <summary>Whose it is.</summary>
    WorkspaceId WorkspaceId { get; }
}
