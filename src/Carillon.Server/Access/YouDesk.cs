using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Access.SecondFactors;
using Carillon.Access.Sessions;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Access;

/// <summary>What the page of a person's own sign-in reads and does.</summary>
public sealed class YouDesk(CarillonDb db, SecondFactor second, Users users)
{
    /// <summary>Whether an app is in use, and how many recovery codes are left.</summary>
    public async Task<(bool HasApp, int CodesLeft)> LookAsync(UserId user, CancellationToken cancellationToken) =>
        (await db.Users.AnyAsync(row => row.Id == user.Value && row.TwoFactorEnabled, cancellationToken), await second.CodesLeftAsync(user, cancellationToken));

    /// <summary>Takes the app out of use.</summary>
    public async Task<bool> RemoveAppAsync(UserId user, CancellationToken cancellationToken)
    {
        await second.RemoveAsync(user, AuditActions.SecondFactorRemoved, cancellationToken);
        return true;
    }

    /// <summary>Takes another password; all sessions end.</summary>
    public Task<PasswordVerdict> ChangePasswordAsync(Session mine, string fresh, CancellationToken cancellationToken) => users.ChangePasswordAsync(mine.User, fresh, cancellationToken);
}
