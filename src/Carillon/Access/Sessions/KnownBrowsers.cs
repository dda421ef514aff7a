using System.Security.Cryptography;
using Carillon.Primitives;
using Microsoft.AspNetCore.DataProtection;

namespace Carillon.Access.Sessions;

/// <summary>Tokens of browsers that signed in to an account once, so that strangers who fail on the account cannot slow the right person down. They open nothing.</summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long a browser stays known after it last signed in.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(180);

    private readonly IDataProtector _protector = protection.CreateProtector("Carillon", "known browser");

    /// <summary>A token for a browser that has just signed in.</summary>
    public string Issue(UserId user)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return _protector.Protect($"{user} {name} {(time.GetUtcNow() + Lasts).ToUnixTimeSeconds()}");
    }

    /// <summary>The browser's own name, if it is known to this account; else null.</summary>
    public string? NameFor(UserId user, string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        try
        {
            return _protector.Unprotect(token).Split(' ') is [var whose, var name, var until]
                && whose == user.ToString()
                && long.TryParse(until, out var seconds)
                && time.GetUtcNow().ToUnixTimeSeconds() < seconds ? name : null;
        }
        catch (CryptographicException)
        {
            // The border to what a browser sends: a token that is not ours makes an unknown browser.
            return null;
        }
    }
}
