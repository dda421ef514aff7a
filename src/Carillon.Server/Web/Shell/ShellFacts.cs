using Carillon.Access;
using Carillon.Receiving.Conversations;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Web.Shell;

/// <summary>What the frame of every page shows.</summary>
/// <param name="Workspace">Its name.</param>
/// <param name="Email">Who is here.</param>
/// <param name="Unread">Conversations nobody has read.</param>
/// <param name="News">News that the viewer has not seen.</param>
public sealed record ShellFacts(string Workspace, string Email, int Unread, int News)
{
    /// <summary>Before it was read.</summary>
    public static ShellFacts None { get; } = new("", "", 0, 0);
}

/// <summary>Reads what the frame shows.</summary>
public sealed class ShellReads(CarillonDb db, CurrentWorkspace current, NewsReads news)
{
    /// <summary>One look.</summary>
    public async Task<ShellFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var name = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.Name).FirstOrDefaultAsync(cancellationToken);
        var email = Guid.TryParseExact(current.Actor.Split(':')[^1], "N", out var user)
            ? await db.Users.Where(row => row.Id == user).Select(row => row.Email).FirstOrDefaultAsync(cancellationToken)
            : null;
        var counts = await CountAsync(cancellationToken);
        return new ShellFacts(name ?? "", email ?? "", counts.Unread, counts.News);
    }

    /// <summary>The figures beside the navigation.</summary>
    public async Task<ShellCounts> CountAsync(CancellationToken cancellationToken) => new(
        await db.Set<Conversation>().CountAsync(row => row.UnreadCount > 0, cancellationToken),
        await news.UnseenAsync(cancellationToken));
}

/// <summary>The figures that an open page keeps fresh.</summary>
/// <param name="Unread">Conversations nobody has read.</param>
/// <param name="News">News that the viewer has not seen.</param>
public sealed record ShellCounts(int Unread, int News);
