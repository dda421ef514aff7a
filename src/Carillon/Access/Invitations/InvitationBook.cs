using System.Net;
using System.Security.Cryptography;
using System.Text;
using Carillon.Access.Audit;
using Carillon.Access.Roles;
using Carillon.Access.Sessions;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access.Invitations;

/// <summary>Makes, takes back and accepts invitations. One a scope: works in the scope's context.</summary>
public sealed class InvitationBook(CarillonDb db, Users users, SignIn signIn, AuditLog audit, TimeProvider time)
{
    /// <summary>Makes one; the token goes into the link and is never shown again. Null: who asks may not give that role.</summary>
    /// <param name="by">The role of who asks.</param>
    /// <param name="role">The place to give.</param>
    /// <param name="email">The only address that may use it; empty: any.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<string?> CreateAsync(Role by, Role role, string? email, CancellationToken cancellationToken)
    {
        if (!by.MayDecideAbout(role))
        {
            return null;
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow().Stored();
        var invitation = new Invitation
        {
            Id = Id.New<InvitationId>(time),
            WorkspaceId = db.Workspace,
            Role = role,
            Email = string.IsNullOrWhiteSpace(email) ? null : email.Trim(),
            Hash = HashOf(token),
            CreatedAt = now,
            ExpiresAt = now + Invitation.Lasts,
        };
        await using var write = await db.BeginWriteAsync(cancellationToken);
        db.Invitations.Add(invitation);
        await audit.AddAsync(db, new AuditNote(AuditActions.InvitationMade, $"invitation:{invitation.Id}", ("role", role)), cancellationToken);
        await write.CommitAsync(cancellationToken);
        return token;
    }

    /// <summary>Those that are still good, the newest first.</summary>
    public async Task<IReadOnlyList<Invitation>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await db.Invitations.AsNoTracking().Where(row => row.AcceptedAt == null && row.RevokedAt == null && row.ExpiresAt > now)
            .OrderByDescending(row => row.CreatedAt).Take(200).ToListAsync(cancellationToken);
    }

    /// <summary>Takes one back; false: there is none that is good.</summary>
    public async Task<bool> RevokeAsync(InvitationId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var revoked = await db.Invitations.Where(row => row.Id == id && row.AcceptedAt == null && row.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RevokedAt, now), cancellationToken);
        if (revoked == 0)
        {
            return false;
        }

        await audit.AddAsync(db, AuditActions.InvitationRevoked, $"invitation:{id}", cancellationToken);
        await write.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>What a link opens; null: it is used, taken back, too old, or none.</summary>
    public async Task<InvitationView?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var (hash, now) = (HashOf(token), time.GetUtcNow());
        var found = await (
            from row in db.Invitations.IgnoreQueryFilters()
            join workspace in db.Workspaces on row.WorkspaceId equals workspace.Id
            where row.Hash == hash && row.AcceptedAt == null && row.RevokedAt == null && row.ExpiresAt > now
            select new { row.Id, row.WorkspaceId, row.Role, row.Email, workspace.Name }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? null : new InvitationView(found.Id, found.WorkspaceId, found.Name, found.Role, found.Email);
    }

    /// <summary>
    /// Takes it: somebody new gets an account, somebody who has one shows the password and gets a place more. Who has an account signs in
    /// afterwards as always, so no link goes round a second step.
    /// </summary>
    public async Task<InvitationOutcome> AcceptAsync(string token, string email, string password, IPAddress? from, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not { } invitation)
        {
            return new InvitationOutcome.NotGood();
        }

        if (invitation.Email is { } only && !only.Equals(email.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return new InvitationOutcome.OtherAddress();
        }

        if (await users.FindAsync(email) is { } known)
        {
            return await signIn.TryAsync(email, password, from, null, cancellationToken) switch
            {
                SignInOutcome.Wait wait => new InvitationOutcome.Wait(wait.Left),
                SignInOutcome.SignedIn or SignInOutcome.SecondStep => await JoinAsync(invitation, known, isNew: false, cancellationToken),
                _ when await users.IsPasswordAsync(known, password) => await JoinAsync(invitation, known, isNew: false, cancellationToken), // no place anywhere at present
                _ => new InvitationOutcome.PasswordWrong(),
            };
        }

        return Users.Refusal(email, password) is { } refusal
            ? new InvitationOutcome.Refused(refusal)
            : await JoinAsync(invitation, users.Prepare(email, password), isNew: true, cancellationToken);
    }

    private async Task<InvitationOutcome> JoinAsync(InvitationView invitation, User user, bool isNew, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await using var write = await db.BeginWriteAsync(cancellationToken);
        var taken = await db.Invitations.IgnoreQueryFilters().Where(row => row.Id == invitation.Id && row.AcceptedAt == null && row.RevokedAt == null && row.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.AcceptedAt, now), cancellationToken);
        if (taken == 0)
        {
            return new InvitationOutcome.NotGood();
        }

        var outcome = isNew ? await users.AddAsync(user, invitation.Workspace, invitation.Role, cancellationToken) : await users.PlaceAsync(user, invitation.Workspace, invitation.Role, cancellationToken);
        if (outcome is not UserOutcome.Created)
        {
            return new InvitationOutcome.Refused(outcome);
        }

        var note = new AuditNote(AuditActions.InvitationAccepted, $"invitation:{invitation.Id}", ("user", new UserId(user.Id)), ("role", invitation.Role)) { Actor = $"user:{new UserId(user.Id)}" };
        await audit.AddAsync(db, invitation.Workspace, note, cancellationToken);
        await write.CommitAsync(cancellationToken);
        return isNew ? new InvitationOutcome.Welcome(user, invitation) : new InvitationOutcome.Joined(invitation);
    }

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>What a link offers.</summary>
public sealed record InvitationView(InvitationId Id, WorkspaceId Workspace, string WorkspaceName, Role Role, string? Email);

/// <summary>What became of a wish to accept.</summary>
public abstract record InvitationOutcome
{
    /// <summary>Somebody new is in.</summary>
    public sealed record Welcome(User User, InvitationView Invitation) : InvitationOutcome;

    /// <summary>Somebody known has a place more, and signs in now.</summary>
    public sealed record Joined(InvitationView Invitation) : InvitationOutcome;

    /// <summary>The link is used, taken back, too old, or none.</summary>
    public sealed record NotGood : InvitationOutcome;

    /// <summary>It was made for another address.</summary>
    public sealed record OtherAddress : InvitationOutcome;

    /// <summary>There is an account with this address, and this is not its password.</summary>
    public sealed record PasswordWrong : InvitationOutcome;

    /// <summary>Address or password cannot be used.</summary>
    public sealed record Refused(UserOutcome Why) : InvitationOutcome;

    /// <summary>Too many failures.</summary>
    public sealed record Wait(TimeSpan Left) : InvitationOutcome;
}
