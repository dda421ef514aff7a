using Carillon.Access;
using Carillon.Access.Invitations;
using Carillon.Access.Sessions;
using Carillon.Primitives;
using Microsoft.AspNetCore.Authentication;

namespace Carillon.Server.Access;

/// <summary>What the sign-in pages call: the room's rules together with this browser's cookies. Answers before the page has begun to write.</summary>
public sealed class SignInDoor(
    IHttpContextAccessor http, SignIn signIn, FirstAdministrator first, SessionBook sessions, InvitationBook invitations, PasskeyDoor passkeys)
{
    /// <summary>What is said to everybody whom <see cref="SignInOutcome.Refused"/> meets.</summary>
    public const string RefusedWords = "The e-mail address or the password is not right.";

    private const string BrowserCookie = "carillon-browser";
    private const string SecondCookie = "carillon-second";

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("Signing in needs a request.");

    /// <summary>Whether the first step of signing in was taken in this browser.</summary>
    public bool HasFirstStep => Context.Request.Cookies.ContainsKey(HostCookies.NameFor(Context, SecondCookie));

    /// <summary>Tries to sign in; on success the session has begun, or the second step may be taken.</summary>
    public async Task<SignInOutcome> SignInAsync(string email, string password, CancellationToken cancellationToken)
    {
        var known = Context.Request.Cookies[HostCookies.NameFor(Context, BrowserCookie)];
        var outcome = await signIn.TryAsync(email, password, Context.Connection.RemoteIpAddress, known, cancellationToken);
        if (outcome is SignInOutcome.SecondStep { Token: var token })
        {
            Context.Response.Cookies.Append(HostCookies.NameFor(Context, SecondCookie), token, CookieFor(SecondSteps.Lasts, SameSiteMode.Strict));
        }

        return await FinishAsync(outcome);
    }

    /// <summary>The second step: a code of the app, or a recovery code.</summary>
    public async Task<SignInOutcome> SecondAsync(string code, CancellationToken cancellationToken)
    {
        var name = HostCookies.NameFor(Context, SecondCookie);
        var outcome = await signIn.TrySecondAsync(Context.Request.Cookies[name], code, Context.Connection.RemoteIpAddress, cancellationToken);
        if (outcome is SignInOutcome.SignedIn or SignInOutcome.StartAgain)
        {
            Context.Response.Cookies.Delete(name, CookieFor(TimeSpan.Zero, SameSiteMode.Strict));
        }

        return await FinishAsync(outcome);
    }

    /// <summary>Signs in by a passkey, which is both steps in one.</summary>
    public async Task<SignInOutcome> PasskeyAsync(string credential, CancellationToken cancellationToken)
    {
        var user = await passkeys.CheckAsync(credential);
        if (user is null || await signIn.FindSessionAsync(user, cancellationToken) is not { } session)
        {
            await signIn.NoteRefusalAsync(null, "passkey", Context.Connection.RemoteIpAddress, cancellationToken);
            return new SignInOutcome.Refused();
        }

        await SessionCookie.BeginAsync(Context, session, "passkey");
        return new SignInOutcome.SignedIn(session, "", "passkey");
    }

    /// <summary>Shows again by password who it is.</summary>
    public async Task<SignInOutcome> ProveAsync(Session mine, string password, CancellationToken cancellationToken)
    {
        var outcome = await signIn.ProveAsync(mine, password, Context.Connection.RemoteIpAddress, cancellationToken);
        if (outcome is SignInOutcome.SignedIn)
        {
            await sessions.ProveAsync(mine, cancellationToken);
        }

        return outcome;
    }

    /// <summary>Shows again by passkey who it is.</summary>
    public async Task<SignInOutcome> ProveByPasskeyAsync(Session mine, string credential, CancellationToken cancellationToken)
    {
        if (await passkeys.CheckAsync(credential) is not { } user || user.Id != mine.User.Value)
        {
            await signIn.NoteRefusalAsync(mine, "proof by passkey", Context.Connection.RemoteIpAddress, cancellationToken);
            return new SignInOutcome.Refused();
        }

        await sessions.ProveAsync(mine, cancellationToken);
        return new SignInOutcome.SignedIn(mine, "", "passkey");
    }

    /// <summary>Takes an invitation; somebody new is signed in afterwards.</summary>
    public async Task<InvitationOutcome> AcceptAsync(string token, string email, string password, CancellationToken cancellationToken)
    {
        var outcome = await invitations.AcceptAsync(token, email, password, Context.Connection.RemoteIpAddress, cancellationToken);
        if (outcome is InvitationOutcome.Welcome { User: var user } && await signIn.FindSessionAsync(user, cancellationToken) is { } session)
        {
            await SessionCookie.BeginAsync(Context, session, "invitation");
        }

        return outcome;
    }

    /// <summary>Moves into another workspace of the person; false: the person has no place there.</summary>
    public async Task<bool> SwitchAsync(Session mine, WorkspaceId to, CancellationToken cancellationToken)
    {
        if (await sessions.SwitchAsync(mine, to, SessionCookie.AddressOf(Context), SessionCookie.BrowserOf(Context), cancellationToken) is not { } session)
        {
            return false;
        }

        await SessionCookie.KeepAsync(Context, session);
        return true;
    }

    /// <summary>Makes the first administrator; on success that person's session has begun.</summary>
    /// <param name="email">The person's address.</param>
    /// <param name="password">The password chosen.</param>
    /// <param name="code">The console's code; not asked for on the machine itself.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<FirstAdministratorOutcome> MakeFirstAsync(string email, string password, string? code, CancellationToken cancellationToken)
    {
        var outcome = await first.CreateAsync(email, password, code, Context.IsFromThisMachine(), cancellationToken);
        if (outcome is FirstAdministratorOutcome.Created { User: var user } && await signIn.FindSessionAsync(user, cancellationToken) is { } session)
        {
            await SessionCookie.BeginAsync(Context, session, "first administrator");
        }

        return outcome;
    }

    /// <summary>Whether the page has to ask for the console's code.</summary>
    public bool NeedsCode() => !Context.IsFromThisMachine();

    /// <summary>Ends the session in this browser.</summary>
    public async Task SignOutAsync()
    {
        if (Session.Of(Context.User) is { } session)
        {
            await sessions.EndAsync(session, session.Id, Context.RequestAborted);
        }

        await Context.SignOutAsync(SessionCookie.Scheme);
    }

    /// <summary>Where to go after signing in: a page of ours, never another site.</summary>
    public static string LocalOrHome(string? returnUrl) =>
        returnUrl is ['/', ..] && !returnUrl.StartsWith("//", StringComparison.Ordinal) && !returnUrl.Contains('\\', StringComparison.Ordinal) && !returnUrl.Any(char.IsControl)
            ? returnUrl
            : "/";

    private async Task<SignInOutcome> FinishAsync(SignInOutcome outcome)
    {
        if (outcome is SignInOutcome.SignedIn { Session: var session, BrowserToken: var token, How: var how })
        {
            Context.Response.Cookies.Append(HostCookies.NameFor(Context, BrowserCookie), token, CookieFor(KnownBrowsers.Lasts, SameSiteMode.Lax));
            await SessionCookie.BeginAsync(Context, session, how);
        }

        return outcome;
    }

    private CookieOptions CookieFor(TimeSpan lasts, SameSiteMode site) => new()
    {
        HttpOnly = true,
        SameSite = site,
        Secure = Context.Request.IsHttps,
        Path = "/",
        MaxAge = lasts,
        IsEssential = true,
    };
}
