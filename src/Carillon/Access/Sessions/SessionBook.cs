using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access.Sessions;

/// <summary>Begins, lists and ends sessions.</summary>
public sealed class SessionBook(Database database, SessionCheck check, AuditLog audit, TimeProvider time)
{
    /// <summary>Begins a session of somebody who was made known; what comes back goes into the cookie.</summary>
    /// <param name="person">Who, where, as what.</param>
    /// <param name="how">How the person was made known, for the audit log: <c>password</c>, <c>passkey</c>, …</param>
    /// <param name="address">Where from.</param>
    /// <param name="browser">What the browser calls itself.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Session> BeginAsync(Session person, string how, string? address, string? browser, CancellationToken cancellationToken)
    {
        var session = person with { Id = Id.New<SessionId>(time), Secret = Session.NewSecret() };
        var now = time.GetUtcNow().Stored();
        await using var db = database.Open(ScopeOf(session));
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await db.UserSessions.Where(row => row.UserId == person.User.Value && row.LastSeenAt < now - Session.Longest).ExecuteDeleteAsync(cancellationToken);
        db.UserSessions.Add(new UserSession
        {
            Id = session.Id,
            UserId = session.User.Value,
            Workspace = session.Workspace,
            Hash = Session.HashOf(session.Secret),
            CreatedAt = now,
            LastSeenAt = now,
            ProvedAt = now,
            Address = Cut(address, 64),
            Browser = Cut(browser, 256),
        });
        await audit.AddAsync(db, new AuditNote(AuditActions.SignedIn, $"user:{session.User}", ("how", how), ("address", address)), cancellationToken);
        await write.CommitAsync(cancellationToken);
        return session;
    }

    /// <summary>The person's sessions that hold, the last used first.</summary>
    public async Task<IReadOnlyList<UserSession>> ListAsync(UserId user, CancellationToken cancellationToken)
    {
        var (idle, longest) = (time.GetUtcNow() - Session.Idle, time.GetUtcNow() - Session.Longest);
        await using var db = database.OpenEverybody();
        return await db.UserSessions.AsNoTracking().Where(row => row.UserId == user.Value && row.LastSeenAt > idle && row.CreatedAt > longest)
            .OrderByDescending(row => row.LastSeenAt).ThenBy(row => row.Id).Take(100).ToListAsync(cancellationToken);
    }

    /// <summary>Ends one session of the person who asks, as signing out does.</summary>
    public Task EndAsync(Session mine, SessionId id, CancellationToken cancellationToken) =>
        EndAsync(mine, id == mine.Id ? AuditActions.SignedOut : AuditActions.SessionsRevoked, rows => rows.Where(row => row.Id == id), cancellationToken);

    /// <summary>Ends every session of the person but the one that asks.</summary>
    public Task EndOthersAsync(Session mine, CancellationToken cancellationToken) =>
        EndAsync(mine, AuditActions.SessionsRevoked, rows => rows.Where(row => row.Id != mine.Id), cancellationToken);

    /// <summary>Ends every session of the person.</summary>
    public Task EndAllAsync(Session mine, CancellationToken cancellationToken) => EndAsync(mine, AuditActions.SessionsRevoked, rows => rows, cancellationToken);

    /// <summary>Notes that the person showed again who it is.</summary>
    public async Task ProveAsync(Session mine, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await using var db = database.OpenEverybody();
        await db.UserSessions.Where(row => row.Id == mine.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.ProvedAt, now), cancellationToken);
        check.Forget(mine.User);
    }

    /// <summary>The workspaces that the person may enter.</summary>
    public async Task<IReadOnlyList<(WorkspaceId Id, string Name)>> PlacesAsync(UserId user, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var places = await (
            from member in db.Memberships
            join workspace in db.Workspaces on member.WorkspaceId equals workspace.Id
            where member.UserId == user.Value && member.DeactivatedAt == null
            orderby workspace.CreatedAt, workspace.Id
            select new { workspace.Id, workspace.Name }).ToListAsync(cancellationToken);
        return [.. places.Select(place => (place.Id, place.Name))];
    }

    /// <summary>Moves the person into another workspace of theirs, by a new session; null: the person has no place there.</summary>
    public async Task<Session?> SwitchAsync(Session mine, WorkspaceId to, string? address, string? browser, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var role = await db.Memberships.Where(row => row.UserId == mine.User.Value && row.WorkspaceId == to && row.DeactivatedAt == null)
            .Select(row => (Role?)row.Role).SingleOrDefaultAsync(cancellationToken);
        if (role is null)
        {
            return null;
        }

        await EndAsync(mine, mine.Id, cancellationToken);
        return await BeginAsync(mine with { Workspace = to, Role = role.Value }, "switch", address, browser, cancellationToken);
    }

    private async Task EndAsync(Session mine, string action, Func<IQueryable<UserSession>, IQueryable<UserSession>> which, CancellationToken cancellationToken)
    {
        await using var db = database.Open(ScopeOf(mine));
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var ended = await which(db.UserSessions.Where(row => row.UserId == mine.User.Value)).ExecuteDeleteAsync(cancellationToken);
        if (ended > 0)
        {
            await audit.AddAsync(db, new AuditNote(action, $"user:{mine.User}", ("sessions", ended)), cancellationToken);
            await write.CommitAsync(cancellationToken);
        }

        check.Forget(mine.User);
    }

    private static WorkspaceScope ScopeOf(Session session) => WorkspaceScope.Of(session.Workspace, $"user:{session.User}");

    private static string? Cut(string? text, int most) => text is null || text.Length <= most ? text : text[..most];
}
