using System.Globalization;
using Carillon.Storage;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Cluster;

/// <summary>
/// The membership of engines in our own database. The protocol asks for three things: what is read together is of one instant;
/// a change is written only if nobody changed the table since the writer read it; a sign of life disturbs no change. The first
/// is one statement. The second is the one version row: it is raised from the value that was read, under its lock, before
/// anything else is written. The third writes one column and no version. The version is its own tag, and rows need none.
/// <para>
/// Whoever writes that another is dead also ends that one's sessions: a frozen process keeps its transactions open, and their locks
/// would hold up whoever takes over its lanes.
/// </para>
/// </summary>
internal sealed class SiloTable(Database database, ThisNode node) : IMembershipTable
{
    public async Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        // The migration made the table and its version; asking shows early whether we may read it.
        await using var db = database.OpenEverybody();
        await db.SiloVersions.AnyAsync(CancellationToken.None);
    }

    /// <summary>The version stays: a later member must not meet one that was seen before.</summary>
    public async Task DeleteMembershipTableEntries(string clusterId)
    {
        await using var db = database.OpenEverybody();
        await db.Silos.ExecuteDeleteAsync(CancellationToken.None);
    }

    public async Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate)
    {
        await using var db = database.OpenEverybody();
        var dead = await db.Silos.AsNoTracking().Where(silo => silo.Status == SiloStatus.Dead && silo.AliveAt < beforeDate && silo.StartedAt < beforeDate).ToListAsync(CancellationToken.None);
        var old = dead.Where(silo => VotesOf(silo).TrueForAll(vote => vote.Item2 < beforeDate.UtcDateTime)).Select(silo => silo.Address).ToList();
        await db.Silos.Where(silo => old.Contains(silo.Address) && silo.Status == SiloStatus.Dead).ExecuteDeleteAsync(CancellationToken.None);
    }

    public Task<MembershipTableData> ReadRow(SiloAddress key) => ReadAsync(key.ToParsableString());

    public Task<MembershipTableData> ReadAll() => ReadAsync(null);

    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) => ChangeAsync(tableVersion, async db =>
    {
        var address = entry.SiloAddress.ToParsableString();
        if (await db.Silos.AnyAsync(silo => silo.Address == address, CancellationToken.None))
        {
            return false;
        }

        db.Silos.Add(new Silo
        {
            Address = address,
            Status = entry.Status,
            HostName = entry.HostName ?? "",
            SiloName = entry.SiloName ?? "",
            ProxyPort = entry.ProxyPort,
            Suspicions = TextOf(entry.SuspectTimes),
            StartedAt = InstantOf(entry.StartTime),
            AliveAt = InstantOf(entry.IAmAliveTime),
        });
        await db.SaveChangesAsync(CancellationToken.None);
        return true;
    });

    public async Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion)
    {
        var changed = await ChangeAsync(tableVersion, db => UpdateAsync(db, entry));
        if (changed && entry.Status == SiloStatus.Dead && entry.SiloName is { Length: > 0 } dead && dead != node.Session)
        {
            await database.Dialect.CutOffAsync(dead, CancellationToken.None);
        }

        return changed;
    }

    public async Task UpdateIAmAlive(MembershipEntry entry)
    {
        var address = entry.SiloAddress.ToParsableString();
        var at = InstantOf(entry.IAmAliveTime);
        await using var db = database.OpenEverybody();
        await db.Silos.Where(silo => silo.Address == address).ExecuteUpdateAsync(silo => silo.SetProperty(x => x.AliveAt, at), CancellationToken.None);
    }

    /// <summary>One statement, so one instant; the version comes along also where no silo is.</summary>
    private async Task<MembershipTableData> ReadAsync(string? address)
    {
        await using var db = database.OpenEverybody();
        var silos = address is null ? db.Silos.AsNoTracking() : db.Silos.AsNoTracking().Where(silo => silo.Address == address);
        var rows = await (from version in db.SiloVersions.AsNoTracking()
                          from silo in silos.DefaultIfEmpty()
                          select new { version.Version, Silo = (Silo?)silo }).ToListAsync(CancellationToken.None);
        var number = rows[0].Version; // the migration put it there and nothing takes it away
        var tag = number.ToString(CultureInfo.InvariantCulture);
        var members = rows.Select(row => row.Silo).OfType<Silo>().Select(silo => Tuple.Create(EntryOf(silo), tag)).ToList();
        return new MembershipTableData(members, new TableVersion(number, tag));
    }

    /// <summary>Raises the version from the one the writer saw, which locks it, and lets the change follow; neither without the other.</summary>
    private async Task<bool> ChangeAsync(TableVersion next, Func<CarillonDb, Task<bool>> change)
    {
        var seen = int.Parse(next.VersionEtag, CultureInfo.InvariantCulture);
        await using var db = database.OpenEverybody();
        await using var transaction = await db.BeginWriteAsync(CancellationToken.None);
        var raised = await db.SiloVersions.Where(row => row.Version == seen).ExecuteUpdateAsync(row => row.SetProperty(x => x.Version, next.Version), CancellationToken.None);
        if (raised == 0 || !await change(db))
        {
            return false;
        }

        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    private static async Task<bool> UpdateAsync(CarillonDb db, MembershipEntry entry)
    {
        var address = entry.SiloAddress.ToParsableString();
        var suspicions = TextOf(entry.SuspectTimes);
        return await db.Silos.Where(silo => silo.Address == address).ExecuteUpdateAsync(
            silo => silo
                .SetProperty(x => x.Status, entry.Status)
                .SetProperty(x => x.Suspicions, suspicions)
                .SetProperty(x => x.ProxyPort, entry.ProxyPort)
                .SetProperty(x => x.HostName, x => entry.HostName ?? x.HostName)
                .SetProperty(x => x.SiloName, x => entry.SiloName ?? x.SiloName),
            CancellationToken.None) == 1;
    }

    private static MembershipEntry EntryOf(Silo silo) => new()
    {
        SiloAddress = SiloAddress.FromParsableString(silo.Address),
        Status = silo.Status,
        HostName = silo.HostName,
        SiloName = silo.SiloName,
        ProxyPort = silo.ProxyPort,
        StartTime = silo.StartedAt.UtcDateTime,
        IAmAliveTime = silo.AliveAt.UtcDateTime,
        SuspectTimes = VotesOf(silo),
    };

    private static string TextOf(IEnumerable<Tuple<SiloAddress, DateTime>>? votes) =>
        string.Join('\n', (votes ?? []).Select(vote => string.Create(CultureInfo.InvariantCulture, $"{vote.Item1.ToParsableString()}={vote.Item2.ToUniversalTime().Ticks}")));

    private static List<Tuple<SiloAddress, DateTime>> VotesOf(Silo silo) => [.. silo.Suspicions.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(VoteOf)];

    private static Tuple<SiloAddress, DateTime> VoteOf(string line)
    {
        var equals = line.LastIndexOf('=');
        return Tuple.Create(SiloAddress.FromParsableString(line[..equals]), new DateTime(long.Parse(line.AsSpan(equals + 1), CultureInfo.InvariantCulture), DateTimeKind.Utc));
    }

    private static DateTimeOffset InstantOf(DateTime at) => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)).Stored();
}
