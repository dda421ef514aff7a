using Carillon.Access.Audit;
using Carillon.Access.Roles;
using Carillon.Access.SecondFactors;
using Carillon.Access.Sessions;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access;

/// <summary>
/// Decides about the people of a workspace. Nobody decides about themselves, only owners about owners, and one owner who can sign in stays always. One a scope:
/// works in the scope's context.
/// </summary>
public sealed class Members(CarillonDb db, SecondFactor second, SessionCheck check, AuditLog audit, TimeProvider time)
{
    /// <summary>Who may sign in here, the longest here first.</summary>
    public async Task<IReadOnlyList<Member>> ListAsync(CancellationToken cancellationToken)
    {
        var (members, accounts, passkeys) = (db.Memberships, db.Users, db.Passkeys);
        return await (
            from member in members
            join user in accounts on member.UserId equals user.Id
            orderby user.CreatedAt, user.Id
            select new Member(user.Id, user.Email ?? "", member.Role, user.CreatedAt, member.DeactivatedAt, user.TwoFactorEnabled, passkeys.Any(key => key.UserId == user.Id)))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Gives another role.</summary>
    public Task<MemberOutcome> ChangeRoleAsync(Session by, UserId whom, Role role, CancellationToken cancellationToken) => by.Role.MayDecideAbout(role)
        ? DecideAsync(by, whom, AuditActions.UserRoleChanged, member => member.Role = role, cancellationToken)
        : Task.FromResult<MemberOutcome>(new MemberOutcome.NotAllowed());

    /// <summary>Shuts somebody out of this workspace: at once here, within five seconds on every other node.</summary>
    public Task<MemberOutcome> DeactivateAsync(Session by, UserId whom, CancellationToken cancellationToken) =>
        DecideAsync(by, whom, AuditActions.UserDeactivated, member => member.DeactivatedAt ??= time.GetUtcNow().Stored(), cancellationToken);

    /// <summary>Lets somebody in again.</summary>
    public Task<MemberOutcome> ReactivateAsync(Session by, UserId whom, CancellationToken cancellationToken) =>
        DecideAsync(by, whom, AuditActions.UserReactivated, member => member.DeactivatedAt = null, cancellationToken);

    /// <summary>Takes somebody's authenticator app out of use, for who lost it; an owner's decision.</summary>
    public async Task<MemberOutcome> ResetSecondFactorAsync(Session by, UserId whom, CancellationToken cancellationToken)
    {
        if (by.Role != Role.Owner || by.User == whom)
        {
            return new MemberOutcome.NotAllowed();
        }

        if (!await db.Memberships.AnyAsync(row => row.UserId == whom.Value, cancellationToken))
        {
            return new MemberOutcome.NotFound();
        }

        await second.RemoveAsync(whom, AuditActions.SecondFactorReset, cancellationToken);
        return new MemberOutcome.Done();
    }

    /// <summary>Whether nobody works here without an authenticator app.</summary>
    public Task<bool> RequiresSecondFactorAsync(CancellationToken cancellationToken) =>
        db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.RequiresSecondFactor).SingleAsync(cancellationToken);

    /// <summary>Wants an authenticator app of everybody here, or leaves it to each; an owner's decision. Who has none is led to set one up before anything else.</summary>
    public async Task<MemberOutcome> RequireSecondFactorAsync(Session by, bool isRequired, CancellationToken cancellationToken)
    {
        if (by.Role != Role.Owner)
        {
            return new MemberOutcome.NotAllowed();
        }

        await using var write = await db.BeginWriteAsync(cancellationToken);
        var changed = await db.Workspaces.Where(row => row.Id == db.Workspace && row.RequiresSecondFactor != isRequired)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RequiresSecondFactor, isRequired), cancellationToken);
        if (changed > 0)
        {
            await audit.AddAsync(db, isRequired ? AuditActions.SecondFactorRequired : AuditActions.SecondFactorOptional, $"workspace:{db.Workspace}", cancellationToken);
        }

        await write.CommitAsync(cancellationToken);
        check.ForgetAll();
        return new MemberOutcome.Done();
    }

    private async Task<MemberOutcome> DecideAsync(Session by, UserId whom, string action, Action<Membership> decide, CancellationToken cancellationToken)
    {
        await using var write = await db.BeginWriteAsync(cancellationToken);

        // Whoever decides about the people of a workspace waits for the others who do, so two owners cannot shut each other out.
        await db.Memberships.Where(row => row.Role == Role.Owner).ExecuteUpdateAsync(set => set.SetProperty(row => row.Role, Role.Owner), cancellationToken);
        if (await db.Memberships.SingleOrDefaultAsync(row => row.UserId == whom.Value, cancellationToken) is not { } member)
        {
            return new MemberOutcome.NotFound();
        }

        if (by.User == whom || !by.Role.MayDecideAbout(member.Role))
        {
            return new MemberOutcome.NotAllowed();
        }

        var before = member.Role;
        decide(member);
        await db.SaveChangesAsync(cancellationToken);
        if (!await db.Memberships.AnyAsync(row => row.Role == Role.Owner && row.DeactivatedAt == null, cancellationToken))
        {
            return new MemberOutcome.LastOwner();
        }

        await audit.AddAsync(db, new AuditNote(action, $"user:{whom}", ("from", before), ("to", member.Role)), cancellationToken);
        await write.CommitAsync(cancellationToken);
        check.Forget(whom);
        return new MemberOutcome.Done();
    }
}

/// <summary>Somebody who may sign in, or might before.</summary>
/// <param name="Id">Who.</param>
/// <param name="Email">The address.</param>
/// <param name="Role">The place here.</param>
/// <param name="Since">Since when there is the account.</param>
/// <param name="DeactivatedAt">When the person was shut out; null: not.</param>
/// <param name="HasApp">Whether a code of an app is asked at sign-in.</param>
/// <param name="HasPasskey">Whether there is a passkey.</param>
public sealed record Member(Guid Id, string Email, Role Role, DateTimeOffset Since, DateTimeOffset? DeactivatedAt, bool HasApp, bool HasPasskey);

/// <summary>What became of a decision about somebody.</summary>
public abstract record MemberOutcome
{
    /// <summary>It stands.</summary>
    public sealed record Done : MemberOutcome;

    /// <summary>There is nobody such here.</summary>
    public sealed record NotFound : MemberOutcome;

    /// <summary>Who asks may not decide that.</summary>
    public sealed record NotAllowed : MemberOutcome;

    /// <summary>Then there would be no owner left who can sign in.</summary>
    public sealed record LastOwner : MemberOutcome;
}
