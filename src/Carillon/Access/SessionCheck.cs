using System.Collections.Concurrent;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access;

/// <summary>Whether a session still holds: asked at every request, answered from memory for five seconds, so whoever is shut out is out within that on every node.</summary>
public sealed class SessionCheck(Database database, TimeProvider time)
{
    private const int MostEntries = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<(UserId User, WorkspaceId Workspace), Known> _known = new();

    /// <summary>Judges a session that a cookie brought.</summary>
    public async Task<SessionVerdict> JudgeAsync(Session session, CancellationToken cancellationToken)
    {
        var key = (session.User, session.Workspace);
        if (!_known.TryGetValue(key, out var known) || time.GetElapsedTime(known.ReadAt) >= Remembered)
        {
            known = await ReadAsync(session, cancellationToken);
            if (_known.Count >= MostEntries)
            {
                _known.Clear();
            }

            _known[key] = known;
        }

        return known switch
        {
            { Role: { } role } when known.Stamp == session.Stamp => role == session.Role ? new SessionVerdict.Holds() : new SessionVerdict.OtherRole(session with { Role = role }),
            _ => new SessionVerdict.Ended(),
        };
    }

    /// <summary>Looks again at the next request; for changes made on this node.</summary>
    public void Forget(UserId user)
    {
        foreach (var key in _known.Keys.Where(key => key.User == user))
        {
            _known.TryRemove(key, out _);
        }
    }

    private async Task<Known> ReadAsync(Session session, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        await using var db = database.Open(WorkspaceScope.Of(session.Workspace));
        var found = await (
            from member in db.Memberships
            join user in db.Users on member.UserId equals user.Id
            where member.UserId == session.User.Value
            select new { member.Role, user.SecurityStamp }).SingleOrDefaultAsync(cancellationToken);
        return new Known(found?.SecurityStamp, found?.Role, readAt);
    }

    private sealed record Known(string? Stamp, Role? Role, long ReadAt);
}

/// <summary>What is to become of a session.</summary>
public abstract record SessionVerdict
{
    /// <summary>It holds as it is.</summary>
    public sealed record Holds : SessionVerdict;

    /// <summary>It holds with another role: the cookie has to be written anew.</summary>
    public sealed record OtherRole(Session Session) : SessionVerdict;

    /// <summary>It is over.</summary>
    public sealed record Ended : SessionVerdict;
}
