using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Carillon.Primitives;

namespace Carillon.Access.Sessions;

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

    /// <summary>How long a person who showed who it is need not do so again.</summary>
    public static readonly TimeSpan Proved = TimeSpan.FromMinutes(10);

    private const string WorkspaceClaim = "workspace";
    private const string StampClaim = "stamp";
    private const string IdClaim = "session";
    private const string SecretClaim = "secret";

    /// <summary>Its row; that of nothing before it has begun.</summary>
    public SessionId Id { get; init; }

    /// <summary>What only the cookie knows; empty before it has begun.</summary>
    public string Secret { get; init; } = "";

    /// <summary>The session a principal carries; null where it carries none of ours.</summary>
    public static Session? Of(ClaimsPrincipal principal) =>
        Primitives.Id.TryParse<UserId>(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user)
        && Primitives.Id.TryParse<WorkspaceId>(principal.FindFirstValue(WorkspaceClaim), out var workspace)
        && Primitives.Id.TryParse<SessionId>(principal.FindFirstValue(IdClaim), out var id)
        && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role)
        && principal.FindFirstValue(StampClaim) is { } stamp
        && principal.FindFirstValue(SecretClaim) is { } secret
            ? new Session(user, principal.FindFirstValue(ClaimTypes.Name) ?? "", workspace, role, stamp) { Id = id, Secret = secret }
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
            new Claim(IdClaim, Id.ToString()),
            new Claim(SecretClaim, Secret),
        ],
        scheme));

    /// <summary>A fresh secret: 256 random bits.</summary>
    internal static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>What is stored of a secret.</summary>
    internal static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
