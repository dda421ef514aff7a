namespace Carillon.Server.Web.Start;

/// <summary>What a room does once at each start, after the tables are up to date and before the first request; doing it twice changes nothing.</summary>
public interface IStartStep
{
    /// <summary>Does it.</summary>
    Task RunAsync(CancellationToken cancellationToken);
}
