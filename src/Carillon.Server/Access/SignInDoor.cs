using Carillon.Access;
using Microsoft.AspNetCore.Authentication;

namespace Carillon.Server.Access;

/// <summary>What the sign-in pages call: the room's rules together with this browser's cookies. Answers before the page has begun to write.</summary>
public sealed class SignInDoor(IHttpContextAccessor http, SignIn signIn, FirstAdministrator first)
{
    /// <summary>What is said to everybody whom <see cref="SignInOutcome.Refused"/> meets.</summary>
    public const string RefusedWords = "The e-mail address or the password is not right.";

    private const string BrowserCookie = "carillon-browser";

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("Signing in needs a request.");

    /// <summary>Tries to sign in; on success the session has begun.</summary>
    public async Task<SignInOutcome> SignInAsync(string email, string password, CancellationToken cancellationToken)
    {
        var known = Context.Request.Cookies[HostCookies.NameFor(Context, BrowserCookie)];
        var outcome = await signIn.TryAsync(email, password, Context.Connection.RemoteIpAddress, known, cancellationToken);
        if (outcome is SignInOutcome.SignedIn { Session: var session, BrowserToken: var token })
        {
            Remember(token);
            await SessionCookie.BeginAsync(Context, session);
        }

        return outcome;
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
            await SessionCookie.BeginAsync(Context, session);
        }

        return outcome;
    }

    /// <summary>Whether the page has to ask for the console's code.</summary>
    public bool NeedsCode() => !Context.IsFromThisMachine();

    /// <summary>Ends the session in this browser.</summary>
    public Task SignOutAsync() => Context.SignOutAsync(SessionCookie.Scheme);

    /// <summary>Where to go after signing in: a page of ours, never another site.</summary>
    public static string LocalOrHome(string? returnUrl) =>
        returnUrl is ['/', ..] && !returnUrl.StartsWith("//", StringComparison.Ordinal) && !returnUrl.Contains('\\', StringComparison.Ordinal) && !returnUrl.Any(char.IsControl)
            ? returnUrl
            : "/";

    private void Remember(string token) => Context.Response.Cookies.Append(HostCookies.NameFor(Context, BrowserCookie), token, new CookieOptions
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = Context.Request.IsHttps,
        Path = "/",
        MaxAge = KnownBrowsers.Lasts,
        IsEssential = true,
    });
}
