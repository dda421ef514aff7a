using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.AspNetCore.Identity;

namespace Carillon.Access;

/// <summary>Makes people's accounts. One a scope: works in the scope's context.</summary>
public sealed class Users(CarillonDb db, UserManager<User> identity, TimeProvider time)
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

        db.Memberships.Add(new Membership { WorkspaceId = workspace, UserId = user.Id, Role = role });
        await db.SaveChangesAsync(cancellationToken);
        return new UserOutcome.Created(user, workspace);
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
