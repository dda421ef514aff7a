using System.Security.Claims;
using Carillon.Primitives;

namespace Carillon.Access;

/// <summary>Who signed in, where, and as what: everything a session's cookie says.</summary>
/// <param name="User">Who.</param>
/// <param name="Email">The person's address, to show.</param>
/// <param name="Workspace">The workspace entered.</param>
/// <param name="Role">The place in it.</param>
/// <param name="Stamp">Changes when every session of the person has to end.</param>
public sealed record Session(UserId User, string Email, WorkspaceId Workspace, Role Role, string Stamp)
{
    /// <summary>How long a session lasts without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>How long a session lasts at most.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private const string WorkspaceClaim = "workspace";
    private const string StampClaim = "stamp";

    /// <summary>The session a principal carries; null where it carries none of ours.</summary>
    public static Session? Of(ClaimsPrincipal principal) =>
        Id.TryParse<UserId>(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user)
        && Id.TryParse<WorkspaceId>(principal.FindFirstValue(WorkspaceClaim), out var workspace)
        && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role)
        && principal.FindFirstValue(StampClaim) is { } stamp
            ? new Session(user, principal.FindFirstValue(ClaimTypes.Name) ?? "", workspace, role, stamp)
            : null;

    /// <summary>The principal of a session.</summary>
    /// <param name="scheme">The authentication scheme that vouches for it.</param>
    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, User.ToString()),
            new Claim(ClaimTypes.Name, Email),
            new Claim(WorkspaceClaim, Workspace.ToString()),
            new Claim(ClaimTypes.Role, Role.ToString()),
            new Claim(StampClaim, Stamp),
        ],
        scheme));
}
