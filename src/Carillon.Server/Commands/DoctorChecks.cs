using Carillon.Server.Web.Settings;
using Carillon.Storage;

namespace Carillon.Server.Commands;

/// <summary>Whether the data folder can be written and has room.</summary>
internal sealed class DataFolderCheck(CarillonSettings settings) : IDoctorCheck
{
    private const long LeastBytes = 1L << 30;

    public async Task<IReadOnlyList<DoctorFinding>> LookAsync(WorkspaceScope scope, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(settings.DataDirectory);
            var probe = Path.Combine(settings.DataDirectory, $"doctor-{Guid.NewGuid():N}");
            await File.WriteAllTextAsync(probe, "", cancellationToken);
            File.Delete(probe);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return [new("data folder", false, $"{settings.DataDirectory} cannot be written", "Give the server's user the right to write there, or name another folder in Carillon__DataDirectory.")];
        }

        var free = new DriveInfo(settings.DataDirectory).AvailableFreeSpace;
        return free < LeastBytes
            ? [new("data folder", false, $"{settings.DataDirectory} has {free >> 20} MB left", "Free some space: a full disk stops sending.")]
            : [new("data folder", true, $"{settings.DataDirectory}, {free >> 30} GB left")];
    }
}

/// <summary>Whether the database answers, is up to date, and agrees about the time.</summary>
internal sealed class DatabaseCheck(Database database, TimeProvider time) : IDoctorCheck
{
    // A machine that is just starting everything at once is slow, not broken.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MostDifference = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<DoctorFinding>> LookAsync(WorkspaceScope scope, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var theirs = await database.Dialect.NowAsync(patience.Token);
            var difference = (time.GetUtcNow() - theirs).Duration();
            var pending = await database.PendingMigrationsAsync(patience.Token);
            return
            [
                new("database", true, $"{database.Description} answers"),
                pending.Count is 0
                    ? new("tables", true, "up to date")
                    : new("tables", false, $"{pending.Count} migrations are not applied", "Run carillon migrate, or start the server, which does it."),
                difference <= MostDifference
                    ? new("clock", true, $"this machine and the database differ by {difference.TotalMilliseconds:0} ms")
                    : new("clock", false, $"this machine and the database differ by {difference.TotalSeconds:0.0} s", "Let both take their time from the same NTP servers: sending windows and signatures depend on it."),
            ];
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested)
        {
            return [new("database", false, $"{database.Description} does not answer ({wrong.GetBaseException().GetType().Name})", "See that it runs and that ConnectionStrings__Database names host, user and password rightly.")];
        }
    }
}

/// <summary>Whether providers can reach us.</summary>
internal sealed class CallbackCheck(CarillonSettings settings) : IDoctorCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<DoctorFinding>> LookAsync(WorkspaceScope scope, CancellationToken cancellationToken)
    {
        if (settings.PublicUrl is not { } url)
        {
            return [new("callbacks", true, "no Carillon__PublicUrl: enough for the simulator; a real provider needs one to tell what became of messages")];
        }

        if (url.IsLoopback)
        {
            return [new("callbacks", false, $"{url} is an address of this machine only", "Set Carillon__PublicUrl to the address by which the internet reaches this server.")];
        }

        if (url.Scheme is not "https")
        {
            return [new("callbacks", false, $"{url} is not encrypted", "Put a proxy with a certificate in front and set Carillon__PublicUrl to its https address.")];
        }

        try
        {
            using var client = new HttpClient { Timeout = Patience };
            using var answer = await client.GetAsync(new Uri($"{url.AbsoluteUri.TrimEnd('/')}/health/live"), cancellationToken);
            return answer.IsSuccessStatusCode
                ? [new("callbacks", true, $"{url} leads to a running server")]
                : [new("callbacks", false, $"{url} answers {(int)answer.StatusCode}", "See that the proxy leads to this server, and that the server runs.")];
        }
        catch (Exception wrong) when (!cancellationToken.IsCancellationRequested && wrong is HttpRequestException or OperationCanceledException)
        {
            return [new("callbacks", false, $"{url} does not answer from here", "See that the server runs, the name resolves and the certificate is valid.")];
        }
    }
}
