using System.Net;
using System.Security.Cryptography;
using Carillon.Access.Audit;
using Carillon.Access.SecondFactors;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access.Sessions;

/// <summary>
/// Lets people in by e-mail address and password, and by a second step where they have one. Whether an account exists shows neither in the answer nor in the
/// time it takes.
/// </summary>
public sealed class SignIn(
    CarillonDb db, UserManager<User> identity, SignInThrottle throttle, KnownBrowsers browsers, SecondFactor second, SecondSteps steps, AuditLog audit)
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
                var isRight = await IsRightAsync(user, password);
                var session = user is null ? null : await FindSessionAsync(user, cancellationToken);
                if (!isRight || session is null)
                {
                    await NoteRefusalAsync(session, "password", from, cancellationToken);
                    return new SignInOutcome.Refused();
                }

                throttle.Succeeded(begun);
                return user is { TwoFactorEnabled: true }
                    ? new SignInOutcome.SecondStep(steps.Issue(session))
                    : new SignInOutcome.SignedIn(session, browsers.Issue(session.User), "password");
            default:
                throw new InvalidOperationException("An attempt has begun or has to wait.");
        }
    }

    /// <summary>The second step: a code of the app, or a recovery code.</summary>
    /// <param name="token">What the first step gave.</param>
    /// <param name="code">The code typed.</param>
    /// <param name="from">Where the request comes from.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<SignInOutcome> TrySecondAsync(string? token, string code, IPAddress? from, CancellationToken cancellationToken)
    {
        if (steps.Read(token) is not { } pending || await identity.FindByIdAsync(pending.User.Value.ToString()) is not { } user || user.SecurityStamp != pending.Stamp)
        {
            return new SignInOutcome.StartAgain();
        }

        switch (throttle.Begin($"second step {pending.User}", from, false, null))
        {
            case SignInAttempt.Wait wait:
                return new SignInOutcome.Wait(wait.Left);
            case SignInAttempt.Begun begun when await FindSessionAsync(user, cancellationToken) is { } session:
                if (await second.TakeAsync(pending.User, code, session.Workspace, cancellationToken) is not { } how)
                {
                    await NoteRefusalAsync(session, "second step", from, cancellationToken);
                    return new SignInOutcome.Refused();
                }

                throttle.Succeeded(begun);
                return new SignInOutcome.SignedIn(session, browsers.Issue(session.User), $"password and {how}");
            default:
                return new SignInOutcome.StartAgain();
        }
    }

    /// <summary>Whether it is this person's password; counts and slows as signing in does.</summary>
    public async Task<SignInOutcome> ProveAsync(Session session, string password, IPAddress? from, CancellationToken cancellationToken)
    {
        var user = await identity.FindByIdAsync(session.User.Value.ToString());
        switch (throttle.Begin($"prove {session.User}", from, true, session.Id.ToString()))
        {
            case SignInAttempt.Wait wait:
                return new SignInOutcome.Wait(wait.Left);
            case SignInAttempt.Begun begun when await IsRightAsync(user, password):
                throttle.Succeeded(begun);
                return new SignInOutcome.SignedIn(session, "", "password");
            default:
                await NoteRefusalAsync(session, "proof", from, cancellationToken);
                return new SignInOutcome.Refused();
        }
    }

    /// <summary>The session of somebody who has just been made known otherwise, such as the first administrator; null: no place in any workspace.</summary>
    public async Task<Session?> FindSessionAsync(User user, CancellationToken cancellationToken)
    {
        var places =
            from member in db.Memberships.IgnoreQueryFilters()
            join workspace in db.Workspaces on member.WorkspaceId equals workspace.Id
            where member.UserId == user.Id && member.DeactivatedAt == null
            orderby workspace.CreatedAt, workspace.Id
            select new { member.WorkspaceId, member.Role };
        return await places.FirstOrDefaultAsync(cancellationToken) is { } place
            ? new Session(new UserId(user.Id), user.Email ?? "", place.WorkspaceId, place.Role, user.SecurityStamp ?? "")
            : null;
    }

    /// <summary>Tells the log of a sign-in that was refused; one for an account that is not there stands in the first workspace's, without what was typed.</summary>
    public async Task NoteRefusalAsync(Session? session, string step, IPAddress? from, CancellationToken cancellationToken)
    {
        var workspace = session?.Workspace ?? await db.Installations.Select(row => row.FirstWorkspaceId).SingleOrDefaultAsync(cancellationToken);
        if (workspace is not { } whose)
        {
            return;
        }

        await using var write = await db.BeginWriteAsync(cancellationToken);
        await audit.AddAsync(
            db, whose, new AuditNote(AuditActions.SignInRefused, session is null ? "user:unknown" : $"user:{session.User}", ("step", step), ("address", from)), cancellationToken);
        await write.CommitAsync(cancellationToken);
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
    /// <param name="Session">What the cookie says, before it has begun.</param>
    /// <param name="BrowserToken">What the browser keeps, so that it is known the next time.</param>
    /// <param name="How">How the person was made known.</param>
    public sealed record SignedIn(Session Session, string BrowserToken, string How) : SignInOutcome;

    /// <summary>The password is right, and a code is asked for next.</summary>
    /// <param name="Token">What the next step has to bring.</param>
    public sealed record SecondStep(string Token) : SignInOutcome;

    /// <summary>The first step was too long ago, or something changed since.</summary>
    public sealed record StartAgain : SignInOutcome;

    /// <summary>Address, password or code is wrong; which one is not said.</summary>
    public sealed record Refused : SignInOutcome;

    /// <summary>Too many failures; nothing was tried.</summary>
    public sealed record Wait(TimeSpan Left) : SignInOutcome;
}
