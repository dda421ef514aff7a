using System.Globalization;
using System.Security.Cryptography;
using Carillon.Primitives;
using Microsoft.AspNetCore.DataProtection;

namespace Carillon.Access.Sessions;

/// <summary>The ticket between the two steps of signing in: the password was right, within the last minutes.</summary>
public sealed class SecondSteps(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long the second step may take.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _protector = protection.CreateProtector("Carillon", "second step");

    /// <summary>A ticket for somebody whose password was right.</summary>
    public string Issue(Session session) =>
        _protector.Protect($"{session.User} {session.Stamp} {(time.GetUtcNow() + Lasts).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Whose ticket it is; null: it is none, or too old.</summary>
    public (UserId User, string Stamp)? Read(string? token)
    {
        try
        {
            return !string.IsNullOrEmpty(token) && _protector.Unprotect(token).Split(' ') is [var id, var stamp, var until]
                && Id.TryParse<UserId>(id, out var user)
                && long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds() ? (user, stamp) : null;
        }
        catch (CryptographicException)
        {
            // The border to what a browser sends: a ticket that is not ours is none.
            return null;
        }
    }
}
