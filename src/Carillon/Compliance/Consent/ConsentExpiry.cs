using Carillon.Cluster;
using Carillon.Compliance.OptOuts;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Compliance.Consent;

/// <summary>Implied consents whose time is over become unknown, each with an event in the ledger.</summary>
public sealed class ConsentExpiry(Database database, OptOutList list, TimeProvider time) : IJobKind
{
    private const string All = "all";
    private const int MostOfARound = 500;

    /// <inheritdoc/>
    public string Kind => "consent-expiry";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        return await db.ConsentStates.AnyAsync(state => state.ExpiresAt <= now, cancellationToken) ? [All] : [];
    }

    /// <inheritdoc/>
    public async Task RunAsync(string subject, CancellationToken cancellationToken)
    {
        while (await RoundAsync(cancellationToken) == MostOfARound)
        {
        }
    }

    /// <summary>Ends those that are due.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().Stored();
        await using var look = database.OpenEverybody();
        var due = await look.ConsentStates.AsNoTracking().Where(state => state.ExpiresAt <= now).OrderBy(state => state.ExpiresAt).Take(MostOfARound).ToListAsync(cancellationToken);
        foreach (var state in due)
        {
            await EndAsync(state, now, cancellationToken);
        }

        return due.Count;
    }

    private async Task EndAsync(ConsentState due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (!await db.ConsentStates.AnyAsync(
            state => state.WorkspaceId == due.WorkspaceId && state.Phone == due.Phone && state.Channel == due.Channel && state.Purpose == due.Purpose && state.ExpiresAt <= now,
            cancellationToken))
        {
            return;
        }

        await list.RevokeAsync(
            db,
            new Wish
            {
                Workspace = due.WorkspaceId,
                Phone = due.Phone,
                Channel = due.Channel,
                At = now,
                Method = ConsentMethod.Manual,
                Text = $"Implied consent ended on {due.ExpiresAt:yyyy-MM-dd}.",
                Actor = "system",
            },
            cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
