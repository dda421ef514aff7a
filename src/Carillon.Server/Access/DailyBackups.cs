using Carillon.Access;
using Carillon.Access.Audit;
using Carillon.Primitives;
using Carillon.Server.Web.Api;
using Carillon.Storage;
using Carillon.Storage.Backups;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Carillon.Server.Access;

/// <summary>
/// The backup of each day. The installation's row says when and what became of the last. One whose hour passed while the server was off is made when it is back; one that
/// a stop cut short is told as such and made again at the next hour.
/// </summary>
public sealed class DailyBackups(Database database, BackupShelf shelf, MasterKey key, AuditLog audit, TimeProvider time)
{
    private const string Busy = "Another backup was being made at that moment.";

    /// <summary>Where the plan stands.</summary>
    public async Task<DailyBackupLook> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        var row = await db.Installations.AsNoTracking().SingleAsync(cancellationToken);
        var zone = await db.Workspaces.Where(workspace => workspace.Id == row.FirstWorkspaceId).Select(workspace => workspace.TimeZone).SingleOrDefaultAsync(cancellationToken);
        return new DailyBackupLook(row, (zone is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)) ?? DateTimeZone.Utc);
    }

    /// <summary>Makes the one that is due, if one is; whether one was tried.</summary>
    public async Task<bool> RunDueAsync(CancellationToken cancellationToken)
    {
        if (!shelf.IsPossible)
        {
            return false;
        }

        var look = await LookAsync(cancellationToken);
        var now = time.GetUtcNow().Stored();
        if (look is not { Plan: { } plan, NextAt: { } next, Row: { FirstWorkspaceId: { } first, BackupAfter: { } after } } || next > now || !await BeginAsync(after, now, cancellationToken))
        {
            return false;
        }

        var work = await shelf.MakeOfDayAsync(plan.Kept, SystemApi.Version, key.Id, cancellationToken);
        await EndAsync(first, work, cancellationToken);
        return true;
    }

    /// <summary>Whether this run is ours: whoever moves the row first has it.</summary>
    private async Task<bool> BeginAsync(DateTimeOffset after, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = database.OpenEverybody();
        return await db.Installations.Where(row => row.Id == Installation.TheOne && row.BackupAfter == after && row.BackupHour != null).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.BackupAfter, now).SetProperty(row => row.BackupBegunAt, now)
                .SetProperty(row => row.BackupEndedAt, (DateTimeOffset?)null).SetProperty(row => row.BackupFailure, (string?)null),
            cancellationToken) == 1;
    }

    private async Task EndAsync(WorkspaceId first, BackupWork? work, CancellationToken cancellationToken)
    {
        var (ended, failure) = (time.GetUtcNow().Stored(), work is null ? Busy : work.Failure);
        await using var db = database.Open(WorkspaceScope.Of(first));
        await using var write = await db.BeginWriteAsync(cancellationToken);
        await db.Installations.Where(row => row.Id == Installation.TheOne).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.BackupEndedAt, ended).SetProperty(row => row.BackupFailure, failure), cancellationToken);
        if (work is { Failure: null })
        {
            await audit.AddAsync(db, new AuditNote(AuditActions.BackupMade, $"backup:{work.Name}"), cancellationToken);
        }

        await write.CommitAsync(cancellationToken);
    }
}

/// <summary>Where the daily backup stands.</summary>
/// <param name="Row">What the installation's row says.</param>
/// <param name="Zone">The zone of its hour.</param>
public sealed record DailyBackupLook(Installation Row, DateTimeZone Zone)
{
    /// <summary>The plan; null: none is made by itself.</summary>
    public BackupPlan? Plan => Row is { BackupHour: { } hour, BackupsKept: { } kept } ? new BackupPlan(hour, kept) : null;

    /// <summary>When the next is made; null: none is.</summary>
    public DateTimeOffset? NextAt => Row.BackupAfter is { } after ? Plan?.NextAfter(after, Zone) : null;
}
