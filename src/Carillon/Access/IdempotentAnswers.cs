using Carillon.Primitives;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Access;

/// <summary>
/// Remembers the first answer to each <c>Idempotency-Key</c> of a workspace for 24 hours. The row is there before the first request
/// runs, so of two at once one runs. A request says every 20 seconds that it lives; one that died (with its process) gives the key
/// free after a minute, and the next with the same body runs in its place.
/// </summary>
public sealed class IdempotentAnswers(Database database, SecretBox secrets, TimeProvider time)
{
    /// <summary>How often a request that runs has to say so.</summary>
    public static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    // Each round ends unless another request changed the row in between.
    private const int MostRounds = 8;

    /// <summary>Says what a request with this key may do.</summary>
    /// <param name="workspace">Whose key it is.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="requestHash">SHA-256 of method, path and body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IdempotencyVerdict> BeginAsync(WorkspaceId workspace, string key, byte[] requestHash, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            await using var db = database.Open(WorkspaceScope.Of(workspace));
            var now = time.GetUtcNow().Stored();
            var known = await db.IdempotentAnswers.AsNoTracking().SingleOrDefaultAsync(row => row.Key == key, cancellationToken);
            var verdict = known is null
                ? await AddAsync(db, workspace, key, requestHash, now, isLastTry: round >= MostRounds, cancellationToken)
                : await JudgeAsync(db, known, requestHash, now, cancellationToken);
            if (verdict is not null)
            {
                return verdict;
            }
        }
    }

    /// <summary>Says that the request still runs.</summary>
    public async Task KeepAsync(WorkspaceId workspace, string key, CancellationToken cancellationToken)
    {
        await using var db = database.Open(WorkspaceScope.Of(workspace));
        var until = (time.GetUtcNow() + Lease).Stored();
        await Running(db, key).ExecuteUpdateAsync(set => set.SetProperty(row => row.RunsUntil, until), cancellationToken);
    }

    /// <summary>Stores the answer for those who ask again.</summary>
    public async Task FinishAsync(WorkspaceId workspace, string key, StoredAnswer answer, CancellationToken cancellationToken)
    {
        var body = secrets.Protect(workspace, FieldOf(key), Convert.ToBase64String(answer.Body));
        await using var db = database.Open(WorkspaceScope.Of(workspace));
        await Running(db, key).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Status, answer.Status)
                .SetProperty(row => row.ContentType, answer.ContentType)
                .SetProperty(row => row.Location, answer.Location)
                .SetProperty(row => row.SealedBody, body),
            cancellationToken);
    }

    /// <summary>Gives the key free: nothing was done that another try must not do again.</summary>
    public async Task ForgetAsync(WorkspaceId workspace, string key, CancellationToken cancellationToken)
    {
        await using var db = database.Open(WorkspaceScope.Of(workspace));
        await Running(db, key).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Deletes what is older than a day, in every workspace.</summary>
    public async Task<int> DeleteOldAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var now = time.GetUtcNow().Stored();
        var oldest = now - Kept;
        return await db.IdempotentAnswers
            .Where(row => row.CreatedAt < oldest && (row.Status != null || row.RunsUntil < now))
            .ExecuteDeleteAsync(cancellationToken);
    }

    private static IQueryable<IdempotentAnswer> Running(CarillonDb db, string key) =>
        db.IdempotentAnswers.Where(row => row.Key == key && row.Status == null);

    private static string FieldOf(string key) => $"idempotent:{key}";

    /// <summary>Null: another request was faster, look again.</summary>
    private static async Task<IdempotencyVerdict?> AddAsync(
        CarillonDb db, WorkspaceId workspace, string key, byte[] requestHash, DateTimeOffset now, bool isLastTry, CancellationToken cancellationToken)
    {
        db.IdempotentAnswers.Add(new IdempotentAnswer { WorkspaceId = workspace, Key = key, RequestHash = requestHash, CreatedAt = now, RunsUntil = now + Lease });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return new IdempotencyVerdict.Run();
        }
        catch (DbUpdateException) when (!isLastTry)
        {
            return null;
        }
    }

    /// <summary>Null: the row was changed in between or is gone, look again.</summary>
    private async Task<IdempotencyVerdict?> JudgeAsync(
        CarillonDb db, IdempotentAnswer known, byte[] requestHash, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isRunning = known.Status is null && known.RunsUntil >= now;
        if (known.CreatedAt < now - Kept && !isRunning)
        {
            await db.IdempotentAnswers.Where(row => row.Key == known.Key && row.CreatedAt == known.CreatedAt).ExecuteDeleteAsync(cancellationToken);
            return null;
        }

        if (!known.RequestHash.AsSpan().SequenceEqual(requestHash))
        {
            return new IdempotencyVerdict.OtherRequest();
        }

        if (known.Status is { } status)
        {
            var body = Convert.FromBase64String(secrets.Open(known.WorkspaceId, FieldOf(known.Key), known.SealedBody ?? ""));
            return new IdempotencyVerdict.Replay(new StoredAnswer(status, known.ContentType, known.Location, body));
        }

        if (isRunning)
        {
            return new IdempotencyVerdict.StillRunning();
        }

        var until = now + Lease;
        var taken = await Running(db, known.Key)
            .Where(row => row.RunsUntil == known.RunsUntil)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RunsUntil, until), cancellationToken);
        return taken is 1 ? new IdempotencyVerdict.Run() : null;
    }
}

/// <summary>What a request with an <c>Idempotency-Key</c> may do.</summary>
public abstract record IdempotencyVerdict
{
    /// <summary>It is the first: run, then finish or forget.</summary>
    public sealed record Run : IdempotencyVerdict;

    /// <summary>The first answer, again.</summary>
    public sealed record Replay(StoredAnswer Answer) : IdempotencyVerdict;

    /// <summary>The key belongs to another request.</summary>
    public sealed record OtherRequest : IdempotencyVerdict;

    /// <summary>The first has no answer yet.</summary>
    public sealed record StillRunning : IdempotencyVerdict;
}

/// <summary>An answer as it went out.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">Its content type, if it had a body.</param>
/// <param name="Location">Where what was made stands.</param>
/// <param name="Body">Its bytes.</param>
public sealed record StoredAnswer(int Status, string? ContentType, string? Location, byte[] Body);
