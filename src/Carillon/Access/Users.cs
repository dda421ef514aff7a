using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access;

/// <summary>Makes people's accounts. One a scope: works in the scope's context.</summary>
public sealed class Users(CarillonDb db, UserManager<User> identity, AuditLog audit, TimeProvider time)
{
    /// <summary>Makes an account with a place in a workspace.</summary>
    public async Task<UserOutcome> CreateAsync(string email, string password, WorkspaceId workspace, Role role, CancellationToken cancellationToken)
    {
        if (Refusal(email, password) is { } refusal)
        {
            return refusal;
        }

        var user = Prepare(email, password);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var outcome = await AddAsync(user, workspace, role, cancellationToken);
        if (outcome is UserOutcome.Created)
        {
            await write.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    /// <summary>Why an account cannot be made like this; null: nothing is wrong.</summary>
    internal static UserOutcome? Refusal(string email, string password)
    {
        if (!BootstrapOptions.IsEmail(email.Trim()))
        {
            return new UserOutcome.EmailInvalid();
        }

        var verdict = PasswordRules.Judge(password, email.Trim());
        return verdict is PasswordVerdict.Good ? null : new UserOutcome.PasswordRefused(verdict);
    }

    /// <summary>An account with its password hashed: that takes long on purpose, so it is done before a write begins.</summary>
    internal User Prepare(string email, string password)
    {
        var user = new User { Id = Id.New<UserId>(time).Value, UserName = email.Trim(), Email = email.Trim(), CreatedAt = time.GetUtcNow().Stored() };
        user.PasswordHash = identity.PasswordHasher.HashPassword(user, password);
        return user;
    }

    /// <summary>Writes a prepared account inside the caller's transaction.</summary>
    internal async Task<UserOutcome> AddAsync(User user, WorkspaceId workspace, Role role, CancellationToken cancellationToken)
    {
        var result = await identity.CreateAsync(user);
        if (!result.Succeeded)
        {
            return result.Errors.Any(error => error.Code.StartsWith("Duplicate", StringComparison.Ordinal)) ? new UserOutcome.EmailTaken() : new UserOutcome.EmailInvalid();
        }

        return await PlaceAsync(user, workspace, role, cancellationToken);
    }

    /// <summary>Gives a place in a workspace, inside the caller's transaction; whoever was shut out of it is let in again.</summary>
    internal async Task<UserOutcome> PlaceAsync(User user, WorkspaceId workspace, Role role, CancellationToken cancellationToken)
    {
        var member = await db.Memberships.IgnoreQueryFilters().SingleOrDefaultAsync(row => row.WorkspaceId == workspace && row.UserId == user.Id, cancellationToken);
        if (member is { DeactivatedAt: null })
        {
            return new UserOutcome.EmailTaken();
        }

        if (member is null)
        {
            db.Memberships.Add(new Membership { WorkspaceId = workspace, UserId = user.Id, Role = role });
        }
        else
        {
            (member.Role, member.DeactivatedAt) = (role, null);
        }

        var note = new AuditNote(AuditActions.UserAdded, $"user:{new UserId(user.Id)}", ("role", role));
        await audit.AddAsync(db, workspace, note, cancellationToken);
        return new UserOutcome.Created(user, workspace);
    }

    /// <summary>The account of an address; null: there is none.</summary>
    internal Task<User?> FindAsync(string email) => identity.FindByEmailAsync(email.Trim());

    /// <summary>Whether it is the account's password; for callers that have asked the throttle.</summary>
    internal Task<bool> IsPasswordAsync(User user, string password) => identity.CheckPasswordAsync(user, password);

    /// <summary>Takes another password; every session of the person ends.</summary>
    public async Task<PasswordVerdict> ChangePasswordAsync(UserId id, string password, CancellationToken cancellationToken)
    {
        var user = await identity.FindByIdAsync(id.Value.ToString()) ?? throw new InvalidOperationException("Somebody who is signed in has an account.");
        var verdict = PasswordRules.Judge(password, user.Email ?? "");
        if (verdict is not PasswordVerdict.Good)
        {
            return verdict;
        }

        var (hash, stamp) = (identity.PasswordHasher.HashPassword(user, password), Guid.NewGuid().ToString("N"));
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await db.Users.Where(row => row.Id == id.Value).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.PasswordHash, hash).SetProperty(row => row.SecurityStamp, stamp), cancellationToken);
        await audit.AddAsync(db, AuditActions.PasswordChanged, $"user:{id}", cancellationToken);
        await write.CommitAsync(cancellationToken);
        return verdict;
    }
}

/// <summary>What became of a wish to make an account.</summary>
public abstract record UserOutcome
{
    /// <summary>It is there.</summary>
    public sealed record Created(User User, WorkspaceId Workspace) : UserOutcome;

    /// <summary>The e-mail address is none.</summary>
    public sealed record EmailInvalid : UserOutcome;

    /// <summary>Somebody has an account with this address.</summary>
    public sealed record EmailTaken : UserOutcome;

    /// <summary>The password may not be used.</summary>
    public sealed record PasswordRefused(PasswordVerdict Verdict) : UserOutcome;
}
