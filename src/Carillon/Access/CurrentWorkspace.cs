using Carillon.Access.Sessions;
using Carillon.Primitives;
using Carillon.Storage;

namespace Carillon.Access;

/// <summary>Whose request, page or command this is. One a scope; what opened the door says so once, before anything reads rows.</summary>
public sealed class CurrentWorkspace
{
    /// <summary>The workspace; null: nobody has shown a key or signed in.</summary>
    public WorkspaceId? Id { get; private set; }

    /// <summary>Who acts, for columns that keep it: <c>user:ID</c>, <c>key:NAME</c> or <c>system</c>.</summary>
    public string Actor { get; private set; } = WorkspaceScope.System;

    /// <summary>The role of the person who acts; null: a program or nobody.</summary>
    public Role? Role { get; private set; }

    /// <summary>The scope of the key that opened the door; null: no key did.</summary>
    public ApiScope? KeyScope { get; private set; }

    /// <summary>Whether whoever acts may loosen a rule below the pack: an owner, a program with a key of scope admin, or the command line.</summary>
    public bool MayLoosenRules => Role == Access.Role.Owner || (Role is null && KeyScope is null or ApiScope.Admin);

    /// <summary>The session of the person who acts; null: a program or nobody.</summary>
    public Session? Session { get; private set; }

    /// <summary>The rows that this scope may see.</summary>
    public WorkspaceScope Scope => Id is { } id ? WorkspaceScope.Of(id, Actor) : WorkspaceScope.Nobody;

    /// <summary>A program with a key enters.</summary>
    public void Enter(ApiKey key)
    {
        Enter(key.WorkspaceId, $"key:{key.Name}");
        KeyScope = key.Scope;
    }

    /// <summary>A person who signed in enters.</summary>
    public void Enter(Session session)
    {
        Enter(session.Workspace, $"user:{session.User}");
        (Role, Session) = (session.Role, session);
    }

    /// <summary>Enters a workspace once; a scope that is in one does not move to another.</summary>
    public void Enter(WorkspaceId workspace, string actor)
    {
        if (Id is { } id && id != workspace)
        {
            throw new InvalidOperationException("This scope is in another workspace already.");
        }

        (Id, Actor) = (workspace, actor);
    }
}
