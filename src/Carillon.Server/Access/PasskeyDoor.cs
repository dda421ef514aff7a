using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Access.Sessions;
using Carillon.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Access;

/// <summary>
/// Passkeys: what the browser is asked, and what its answer is worth. The question rests in a protected cookie of this browser for five minutes. Works over https and on
/// <c>localhost</c>; browsers allow it nowhere else.
/// </summary>
public sealed class PasskeyDoor(
    IHttpContextAccessor http, IPasskeyHandler<User> passkeys, UserManager<User> identity, IDataProtectionProvider protection, CarillonDb db, AuditLog audit, TimeProvider time)
{
    private const string Cookie = "carillon-passkey";
    private const int MostLetters = 60;
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);
    private readonly IDataProtector _protector = protection.CreateProtector("Carillon", "passkey question");

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("A passkey needs a request.");

    /// <summary>Whether a browser lets this address use passkeys: over https by a name, or as <c>localhost</c>.</summary>
    public bool IsPossible => Context.Request.Host.Host is var host
        && (host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (Context.Request.IsHttps && !IPAddress.TryParse(host.Trim('[', ']'), out _)));

    /// <summary>What the browser is asked to make a passkey for somebody who is signed in.</summary>
    public async Task<string> OfferAsync(Session mine)
    {
        var user = await UserAsync(mine);
        var name = user.Email ?? "";
        var offer = await passkeys.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = user.Id.ToString(), Name = name, DisplayName = name }, Context);
        Keep("make", offer.AttestationState);
        return offer.CreationOptionsJson;
    }

    /// <summary>What the browser is asked to show a passkey, of whomever it has one.</summary>
    public async Task<string> AskAsync()
    {
        var question = await passkeys.MakeRequestOptionsAsync(null, Context);
        Keep("show", question.AssertionState);
        return question.RequestOptionsJson;
    }

    /// <summary>Keeps the passkey that the browser made; false: it does not answer our question.</summary>
    public async Task<bool> AddAsync(Session mine, string credential, string? name, CancellationToken cancellationToken)
    {
        if (Take("make") is not { } state)
        {
            return false;
        }

        var made = await passkeys.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = Context, CredentialJson = credential, AttestationState = state });
        if (!made.Succeeded || made.UserEntity.Id != mine.User.Value.ToString())
        {
            return false;
        }

        made.Passkey.Name = string.IsNullOrWhiteSpace(name) ? "Passkey" : name.Trim() is { Length: > MostLetters } long_ ? long_[..MostLetters] : name.Trim();
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await identity.AddOrUpdatePasskeyAsync(await UserAsync(mine), made.Passkey);
        await audit.AddAsync(db, new AuditNote(AuditActions.PasskeyAdded, $"user:{mine.User}", ("name", made.Passkey.Name)), cancellationToken);
        await write.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Whose passkey the browser showed; null: nobody's, or not as an answer to our question.</summary>
    public async Task<User?> CheckAsync(string credential)
    {
        if (Take("show") is not { } state)
        {
            return null;
        }

        var shown = await passkeys.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = Context, CredentialJson = credential, AssertionState = state });
        if (!shown.Succeeded)
        {
            return null;
        }

        await identity.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey); // its counter
        return shown.User;
    }

    /// <summary>The person's passkeys.</summary>
    public async Task<IReadOnlyList<UserPasskeyInfo>> ListAsync(Session mine) => [.. await identity.GetPasskeysAsync(await UserAsync(mine))];

    /// <summary>Takes one out of use.</summary>
    public async Task RemoveAsync(Session mine, string id, CancellationToken cancellationToken)
    {
        if (!System.Buffers.Text.Base64Url.IsValid(id))
        {
            return;
        }

        var key = System.Buffers.Text.Base64Url.DecodeFromChars(id);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        if (await db.Passkeys.Where(row => row.UserId == mine.User.Value && row.CredentialId == key).ExecuteDeleteAsync(cancellationToken) > 0)
        {
            await audit.AddAsync(db, AuditActions.PasskeyRemoved, $"user:{mine.User}", cancellationToken);
            await write.CommitAsync(cancellationToken);
        }
    }

    private async Task<User> UserAsync(Session mine) =>
        await identity.FindByIdAsync(mine.User.Value.ToString()) ?? throw new InvalidOperationException("Somebody who is signed in has an account.");

    private void Keep(string what, string? state)
    {
        var until = (time.GetUtcNow() + Lasts).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        Context.Response.Cookies.Append(HostCookies.NameFor(Context, Cookie), _protector.Protect($"{what}|{until}|{state}"), Options(Lasts));
    }

    /// <summary>The question this browser was asked; it counts once.</summary>
    private string? Take(string what)
    {
        var name = HostCookies.NameFor(Context, Cookie);
        if (Context.Request.Cookies[name] is not { Length: > 0 } kept)
        {
            return null;
        }

        Context.Response.Cookies.Delete(name, Options(TimeSpan.Zero));
        try
        {
            return _protector.Unprotect(kept).Split('|', 3) is [var kind, var until, var state] && kind == what
                && long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds() ? state : null;
        }
        catch (CryptographicException)
        {
            // The border to what a browser sends: a question that is not ours is none.
            return null;
        }
    }

    private CookieOptions Options(TimeSpan lasts) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = Context.Request.IsHttps,
        Path = "/",
        MaxAge = lasts,
        IsEssential = true,
    };
}
