using System.Globalization;
using Carillon.Cluster;
using Carillon.Storage;

namespace Carillon.Receiving.Inbox;

/// <summary>Tells the conductor which partitions have something to handle.</summary>
internal sealed class InboxDue(Database database) : IDueWork
{
    public const string KindName = "inbox";

    public string Kind => KindName;

    public async Task<IReadOnlyList<string>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        [.. (await database.Dialect.FindDuePartitionsAsync(Partitions.Count, now, cancellationToken)).Select(Partitions.Key)];

    public Task WakeAsync(IGrainFactory grains, string key) =>
        grains.GetGrain<IInboxGrain>(int.Parse(key, CultureInfo.InvariantCulture)).WakeAsync();
}
