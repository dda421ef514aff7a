using Carillon.Access;
using Carillon.Access.Roles;
using Carillon.Access.Sessions;
using Carillon.Primitives;
using Carillon.Receiving.Conversations;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Web.Shell;

/// <summary>What the frame of every page shows.</summary>
/// <param name="Workspace">Its name.</param>
/// <param name="Email">Who is here.</param>
/// <param name="Unread">Conversations nobody has read.</param>
/// <param name="News">News that the viewer has not seen.</param>
/// <param name="Id">The workspace.</param>
/// <param name="Places">Every workspace the person may enter.</param>
/// <param name="Role">What the person may do here.</param>
public sealed record ShellFacts(string Workspace, string Email, int Unread, int News, WorkspaceId Id, IReadOnlyList<(WorkspaceId Id, string Name)> Places, Role Role)
{
    /// <summary>Before it was read.</summary>
    public static ShellFacts None { get; } = new("", "", 0, 0, default, [], Role.Inbox);

    /// <summary>The first page of the settings that this role opens.</summary>
    public string SettingsPath => Role.Has(Permission.ManageWorkspace) ? "/settings" : "/settings/you";
}

/// <summary>Reads what the frame shows.</summary>
public sealed class ShellReads(CarillonDb db, CurrentWorkspace current, SessionBook sessions, NewsReads news)
{
    /// <summary>One look.</summary>
    public async Task<ShellFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var name = await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.Name).FirstOrDefaultAsync(cancellationToken);
        var places = current.Session is { } session ? await sessions.PlacesAsync(session.User, cancellationToken) : [];
        var counts = await CountAsync(cancellationToken);
        return new ShellFacts(name ?? "", current.Session?.Email ?? "", counts.Unread, counts.News, db.Workspace, places, current.Role ?? Role.Inbox);
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
