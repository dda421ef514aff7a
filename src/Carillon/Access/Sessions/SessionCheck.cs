using System.Collections.Concurrent;
using System.Security.Cryptography;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access.Sessions;

/// <summary>Whether a session still holds: asked at every request, answered from memory for five seconds, so whoever is shut out is out within that on every node.</summary>
public sealed class SessionCheck(Database database, TimeProvider time)
{
    private const int MostEntries = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan OldSecret = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<SessionId, Known> _known = new();

    /// <summary>Judges a session that a cookie brought. Where the role is another by now, the session gets a new secret with it.</summary>
    public async Task<SessionVerdict> JudgeAsync(Session session, CancellationToken cancellationToken)
    {
        if (await LookAsync(session, cancellationToken) is not { } current)
        {
            return new SessionVerdict.Ended();
        }

        if (current.Role == session.Role)
        {
            return new SessionVerdict.Holds(current);
        }

        var (secret, old, now) = (Session.NewSecret(), Session.HashOf(session.Secret), time.GetUtcNow().Stored());
        var hash = Session.HashOf(secret);
        await using var db = database.OpenEverybody();
        var rotated = await db.UserSessions.Where(row => row.Id == session.Id && row.Hash == old).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.PreviousHash, old).SetProperty(row => row.Hash, hash).SetProperty(row => row.RotatedAt, now), cancellationToken);
        _known.TryRemove(session.Id, out _);
        return rotated > 0 ? new SessionVerdict.OtherRole(current with { Secret = secret }) : new SessionVerdict.Holds(current);
    }

    /// <summary>The session as it stands now, with the role of now; null: it is over.</summary>
    public async Task<Session?> LookAsync(Session session, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(session.Id, out var known) || time.GetElapsedTime(known.ReadAt) >= Remembered)
        {
            known = await ReadAsync(session, cancellationToken);
            if (_known.Count >= MostEntries)
            {
                _known.Clear();
            }

            _known[session.Id] = known;
        }

        return known is { Role: { } role, Row: { } row } && known.Stamp == session.Stamp && row.UserId == session.User.Value && row.Workspace == session.Workspace && Knows(row, session.Secret)
            ? session with { Role = role }
            : null;
    }

    /// <summary>Whether the person showed who it is within the last minutes.</summary>
    public async Task<bool> IsProvedAsync(Session session, CancellationToken cancellationToken) =>
        await LookAsync(session, cancellationToken) is not null && _known.TryGetValue(session.Id, out var known) && known.Row is { } row && time.GetUtcNow() - row.ProvedAt < Session.Proved;

    /// <summary>Whether the workspace wants an authenticator app of everybody and this person has none yet: then there is nothing to do but to set one up.</summary>
    public async Task<bool> LacksSecondFactorAsync(Session session, CancellationToken cancellationToken) =>
        await LookAsync(session, cancellationToken) is not null && _known.TryGetValue(session.Id, out var known) && known.LacksSecondFactor;

    /// <summary>Looks at every session again; for a change on this node that concerns all.</summary>
    public void ForgetAll() => _known.Clear();

    /// <summary>Looks again at the next request; for changes made on this node.</summary>
    public void Forget(UserId user)
    {
        foreach (var (id, known) in _known)
        {
            if (known.Row is null || known.Row.UserId == user.Value)
            {
                _known.TryRemove(id, out _);
            }
        }
    }

    private async Task<Known> ReadAsync(Session session, CancellationToken cancellationToken)
    {
        var (readAt, now) = (time.GetTimestamp(), time.GetUtcNow().Stored());
        await using var db = database.OpenEverybody();
        var found = await (
            from row in db.UserSessions.AsNoTracking()
            join user in db.Users on row.UserId equals user.Id
            join member in db.Memberships on new { Workspace = row.Workspace, row.UserId } equals new { Workspace = member.WorkspaceId, member.UserId }
            join workspace in db.Workspaces on row.Workspace equals workspace.Id
            where row.Id == session.Id && member.DeactivatedAt == null
            select new { Row = row, member.Role, user.SecurityStamp, LacksSecondFactor = workspace.RequiresSecondFactor && !user.TwoFactorEnabled }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || now - found.Row.LastSeenAt >= Session.Idle || now - found.Row.CreatedAt >= Session.Longest)
        {
            return new Known(null, null, null, false, readAt);
        }

        if (now - found.Row.LastSeenAt >= SeenEvery)
        {
            await db.UserSessions.Where(row => row.Id == session.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastSeenAt, now), cancellationToken);
        }

        return new Known(found.Row, found.SecurityStamp, found.Role, found.LacksSecondFactor, readAt);
    }

    private bool Knows(UserSession row, string secret)
    {
        var hash = Session.HashOf(secret);
        return CryptographicOperations.FixedTimeEquals(hash, row.Hash)
            || (row is { PreviousHash: { } before, RotatedAt: { } at } && time.GetUtcNow() - at < OldSecret && CryptographicOperations.FixedTimeEquals(hash, before));
    }

    private sealed record Known(UserSession? Row, string? Stamp, Role? Role, bool LacksSecondFactor, long ReadAt);
}

/// <summary>What is to become of a session.</summary>
public abstract record SessionVerdict
{
    /// <summary>It holds.</summary>
    public sealed record Holds(Session Session) : SessionVerdict;

    /// <summary>It holds with another role and another secret: the cookie has to be written anew.</summary>
    public sealed record OtherRole(Session Session) : SessionVerdict;

    /// <summary>It is over.</summary>
    public sealed record Ended : SessionVerdict;
}
