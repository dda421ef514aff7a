using System.Net;
using System.Security.Cryptography;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access;

/// <summary>Lets people in by e-mail address and password. Whether an account exists shows neither in the answer nor in the time it takes.</summary>
public sealed class SignIn(CarillonDb db, UserManager<User> identity, SignInThrottle throttle, KnownBrowsers browsers)
{
    private static string? _dummyHash;

    /// <summary>Tries once.</summary>
    /// <param name="email">The address typed.</param>
    /// <param name="password">The password typed.</param>
    /// <param name="from">Where the request comes from.</param>
    /// <param name="browserToken">What the browser kept from an earlier sign-in, if anything.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<SignInOutcome> TryAsync(string email, string password, IPAddress? from, string? browserToken, CancellationToken cancellationToken)
    {
        var account = identity.NormalizeEmail(email.Trim());
        var user = await identity.FindByEmailAsync(email.Trim());
        var browser = user is null ? null : browsers.NameFor(new UserId(user.Id), browserToken);
        switch (throttle.Begin(account, from, browser is not null, browser))
        {
            case SignInAttempt.Wait wait:
                return new SignInOutcome.Wait(wait.Left);
            case SignInAttempt.Begun begun:
                var session = await IsRightAsync(user, password) ? await FindSessionAsync(user!, cancellationToken) : null; // a right password has a user
                if (session is null)
                {
                    return new SignInOutcome.Refused();
                }

                throttle.Succeeded(begun);
                return new SignInOutcome.SignedIn(session, browsers.Issue(session.User));
            default:
                throw new InvalidOperationException("An attempt has begun or has to wait.");
        }
    }

    /// <summary>The session of somebody who has just been made known otherwise, such as the first administrator; null: no place in any workspace.</summary>
    public async Task<Session?> FindSessionAsync(User user, CancellationToken cancellationToken)
    {
        var places =
            from member in db.Memberships.IgnoreQueryFilters()
            join workspace in db.Workspaces on member.WorkspaceId equals workspace.Id
            where member.UserId == user.Id
            orderby workspace.CreatedAt, workspace.Id
            select new { member.WorkspaceId, member.Role };
        return await places.FirstOrDefaultAsync(cancellationToken) is { } place
            ? new Session(new UserId(user.Id), user.Email ?? "", place.WorkspaceId, place.Role, user.SecurityStamp ?? "")
            : null;
    }

    /// <summary>Unknown people cost one look at a hash as well.</summary>
    private async Task<bool> IsRightAsync(User? user, string password)
    {
        if (user?.PasswordHash is not null)
        {
            return await identity.CheckPasswordAsync(user, password);
        }

        var nobody = user ?? new User { CreatedAt = default };
        _dummyHash ??= identity.PasswordHasher.HashPassword(nobody, Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
        identity.PasswordHasher.VerifyHashedPassword(nobody, _dummyHash, password);
        return false;
    }
}

/// <summary>What became of an attempt to sign in.</summary>
public abstract record SignInOutcome
{
    /// <summary>Welcome.</summary>
    /// <param name="Session">What the cookie says.</param>
    /// <param name="BrowserToken">What the browser keeps, so that it is known the next time.</param>
    public sealed record SignedIn(Session Session, string BrowserToken) : SignInOutcome;

    /// <summary>Address or password is wrong; which one is not said.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>Too many failures; nothing was tried.</summary>
    public sealed record Wait(TimeSpan Left) : SignInOutcome;
}
