using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access.SecondFactors;

/// <summary>
/// A person's authenticator app and recovery codes. The app's secret is protected by the key ring; a code counts once, also when it is
/// sent twice at the same moment. One a scope: works in the scope's context.
/// </summary>
public sealed class SecondFactor(CarillonDb db, IDataProtectionProvider protection, MasterKey master, AuditLog audit, TimeProvider time)
{
    private const int CodeCount = 10;
    private static readonly TimeSpan SetUpWithin = TimeSpan.FromMinutes(15);
    private readonly byte[] _pepper = master.Derive("recovery codes");

    /// <summary>What setting up an app shows: nothing is stored until a code of it was given back.</summary>
    /// <param name="user">Who.</param>
    /// <param name="email">What the app calls the account.</param>
    public AppOffer Offer(UserId user, string email)
    {
        var secret = Totp.NewSecret();
        var text = Totp.Base32(secret);
        var until = (time.GetUtcNow() + SetUpWithin).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var uri = $"otpauth://totp/Carillon:{Uri.EscapeDataString(email)}?secret={text}&issuer=Carillon";
        return new AppOffer(text, uri, OfferProtector(user).Protect($"{until} {Convert.ToBase64String(secret)}"));
    }

    /// <summary>An offer that was made before, to show it again; null: it is none, or too old.</summary>
    public AppOffer? Again(UserId user, string email, string? token)
    {
        if (SecretOf(user, token) is not { } secret)
        {
            return null;
        }

        var text = Totp.Base32(secret);
        return new AppOffer(text, $"otpauth://totp/Carillon:{Uri.EscapeDataString(email)}?secret={text}&issuer=Carillon", token!); // it was just read
    }

    /// <summary>Takes the app into use once it has shown a right code; brings the recovery codes, for the only time. Null: the code is wrong or the offer too old.</summary>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(UserId user, string? token, string code, CancellationToken cancellationToken)
    {
        if (SecretOf(user, token) is not { } secret || Totp.StepOf(secret, code, time.GetUtcNow()) is not { } step)
        {
            return null;
        }

        var kept = SecretProtector(user).Protect(Convert.ToBase64String(secret));
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await db.Users.Where(row => row.Id == user.Value).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.TwoFactorEnabled, true).SetProperty(row => row.TotpSecret, kept).SetProperty(row => row.TotpLastStep, step), cancellationToken);
        var codes = await ReplaceCodesAsync(user, cancellationToken);
        await audit.AddAsync(db, AuditActions.SecondFactorAdded, $"user:{user}", cancellationToken);
        await write.CommitAsync(cancellationToken);
        return codes;
    }

    /// <summary>Makes new recovery codes; the old ones are worth nothing from now on.</summary>
    public async Task<IReadOnlyList<string>> NewCodesAsync(UserId user, CancellationToken cancellationToken)
    {
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var codes = await ReplaceCodesAsync(user, cancellationToken);
        await audit.AddAsync(db, AuditActions.RecoveryCodesMade, $"user:{user}", cancellationToken);
        await write.CommitAsync(cancellationToken);
        return codes;
    }

    /// <summary>Takes the app and the recovery codes out of use.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="action">Whether the person did it or somebody for them.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task RemoveAsync(UserId user, string action, CancellationToken cancellationToken)
    {
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await db.Users.Where(row => row.Id == user.Value).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.TwoFactorEnabled, false).SetProperty(row => row.TotpSecret, (string?)null).SetProperty(row => row.TotpLastStep, 0L), cancellationToken);
        await db.RecoveryCodes.Where(row => row.UserId == user.Value).ExecuteDeleteAsync(cancellationToken);
        await audit.AddAsync(db, action, $"user:{user}", cancellationToken);
        await write.CommitAsync(cancellationToken);
    }

    /// <summary>How many recovery codes are left.</summary>
    public Task<int> CodesLeftAsync(UserId user, CancellationToken cancellationToken) => db.RecoveryCodes.CountAsync(row => row.UserId == user.Value, cancellationToken);

    /// <summary>Takes a code of the app or a recovery code; each counts once. Null: it is neither.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="code">As typed.</param>
    /// <param name="workspace">Whose log tells of a used recovery code.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<string?> TakeAsync(UserId user, string code, WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var kept = await db.Users.Where(row => row.Id == user.Value && row.TwoFactorEnabled).Select(row => row.TotpSecret).SingleOrDefaultAsync(cancellationToken);
        if (kept is null)
        {
            return null;
        }

        if (Totp.StepOf(Convert.FromBase64String(SecretProtector(user).Unprotect(kept)), code, time.GetUtcNow()) is { } step)
        {
            var taken = await db.Users.Where(row => row.Id == user.Value && row.TotpLastStep < step)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.TotpLastStep, step), cancellationToken);
            return taken > 0 ? "app" : null;
        }

        var hash = HashOf(code);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        if (await db.RecoveryCodes.Where(row => row.UserId == user.Value && row.Hash == hash).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return null;
        }

        await audit.AddAsync(db, workspace, new AuditNote(AuditActions.RecoveryCodeUsed, $"user:{user}") { Actor = $"user:{user}" }, cancellationToken);
        await write.CommitAsync(cancellationToken);
        return "recovery code";
    }

    private async Task<IReadOnlyList<string>> ReplaceCodesAsync(UserId user, CancellationToken cancellationToken)
    {
        await db.RecoveryCodes.Where(row => row.UserId == user.Value).ExecuteDeleteAsync(cancellationToken);
        var codes = Enumerable.Range(0, CodeCount).Select(_ => RecoveryCode.Create()).ToList();
        db.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { UserId = user.Value, Hash = HashOf(code) }));
        await db.SaveChangesAsync(cancellationToken);
        return codes;
    }

    private byte[] HashOf(string code) => HMACSHA256.HashData(_pepper, Encoding.UTF8.GetBytes(RecoveryCode.Bare(code)));

    private byte[]? SecretOf(UserId user, string? token)
    {
        try
        {
            return !string.IsNullOrEmpty(token) && OfferProtector(user).Unprotect(token).Split(' ') is [var until, var secret]
                && long.Parse(until, CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds() ? Convert.FromBase64String(secret) : null;
        }
        catch (CryptographicException)
        {
            // The border to what a browser sends: an offer that we did not make is none.
            return null;
        }
    }

    private IDataProtector OfferProtector(UserId user) => protection.CreateProtector("Carillon", "app offer", user.ToString());

    private IDataProtector SecretProtector(UserId user) => protection.CreateProtector("Carillon", "app secret", user.ToString());
}

/// <summary>An authenticator app that may be set up.</summary>
/// <param name="Secret">To type by hand.</param>
/// <param name="Uri">What the QR code says.</param>
/// <param name="Token">Goes through the form and back.</param>
public sealed record AppOffer(string Secret, string Uri, string Token);
