using System.Security.Cryptography;
using System.Text;
using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access;

/// <summary>
/// Makes the first person's account, the owner of the first workspace, while there is none. Whoever sits at the machine may; from elsewhere
/// it takes the code that the console shows at the start. The code comes from the master key, so every node shows the same one, and it
/// is worth nothing as soon as there is a user.
/// </summary>
public sealed class FirstAdministrator(CarillonDb db, Users users, Workspaces workspaces, ApiKeys keys, MasterKey master, TimeProvider time)
{
    private const string Letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int CodeLength = 16;

    /// <summary>The one-time code, in four groups of four.</summary>
    public string Code => string.Join('-', Plain.Chunk(4).Select(group => new string(group)));

    private string Plain => string.Concat(master.Derive("first administrator", CodeLength).Select(part => Letters[part % Letters.Length]));

    /// <summary>Whether there is nobody yet.</summary>
    public async Task<bool> IsMissingAsync(CancellationToken cancellationToken) => !await db.Users.AnyAsync(cancellationToken);

    /// <summary>Makes the account.</summary>
    /// <param name="email">The person's address.</param>
    /// <param name="password">A password by the <see cref="PasswordRules"/>.</param>
    /// <param name="code">The code from the console; its case, spaces and dashes do not matter.</param>
    /// <param name="isFromThisMachine">Whether the request was made on the server's own machine, which needs no code.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<FirstAdministratorOutcome> CreateAsync(string email, string password, string? code, bool isFromThisMachine, CancellationToken cancellationToken)
    {
        if (!await IsMissingAsync(cancellationToken))
        {
            return new FirstAdministratorOutcome.AlreadyThere();
        }

        if (!isFromThisMachine && !IsTheCode(code))
        {
            return new FirstAdministratorOutcome.CodeWrong();
        }

        return Users.Refusal(email, password) is { } refusal
            ? new FirstAdministratorOutcome.Refused(refusal)
            : await ClaimAsync(email, password, null, cancellationToken);
    }

    /// <summary>Makes the account, and a key with a text that was chosen, unless somebody was faster.</summary>
    internal async Task<FirstAdministratorOutcome> ClaimAsync(string email, string password, string? keyText, CancellationToken cancellationToken)
    {
        var workspace = await workspaces.EnsureFirstAsync(cancellationToken);
        var user = users.Prepare(email, password);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await LockAsync(cancellationToken);
        if (!await IsMissingAsync(cancellationToken))
        {
            return new FirstAdministratorOutcome.AlreadyThere();
        }

        var outcome = await users.AddAsync(user, workspace, Role.Owner, cancellationToken);
        if (outcome is not UserOutcome.Created created)
        {
            return new FirstAdministratorOutcome.Refused(outcome);
        }

        await keys.AddChosenAsync(db, workspace, keyText, cancellationToken);
        await write.CommitAsync(cancellationToken);
        return new FirstAdministratorOutcome.Created(created.User, workspace);
    }

    /// <summary>Makes only the key with a text that was chosen, while there is no user.</summary>
    internal async Task AddKeyAsync(string keyText, CancellationToken cancellationToken)
    {
        var workspace = await workspaces.EnsureFirstAsync(cancellationToken);
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await LockAsync(cancellationToken);
        if (await IsMissingAsync(cancellationToken))
        {
            await keys.AddChosenAsync(db, workspace, keyText, cancellationToken);
            await write.CommitAsync(cancellationToken);
        }
    }

    /// <summary>Whoever changes the row first makes the others wait until it is decided.</summary>
    private async Task LockAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await db.Installations.Where(row => row.Id == Installation.TheOne).ExecuteUpdateAsync(set => set.SetProperty(row => row.ClaimedAt, now), cancellationToken);
    }

    private bool IsTheCode(string? code)
    {
        var given = string.Concat((code ?? "").Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given), Encoding.ASCII.GetBytes(Plain));
    }
}

/// <summary>What became of a wish to be the first administrator.</summary>
public abstract record FirstAdministratorOutcome
{
    /// <summary>The account is there.</summary>
    public sealed record Created(User User, WorkspaceId Workspace) : FirstAdministratorOutcome;

    /// <summary>There is a user already; sign in.</summary>
    public sealed record AlreadyThere : FirstAdministratorOutcome;

    /// <summary>The code from the console is missing or another.</summary>
    public sealed record CodeWrong : FirstAdministratorOutcome;

    /// <summary>Address or password cannot be used.</summary>
    public sealed record Refused(UserOutcome Why) : FirstAdministratorOutcome;
}
