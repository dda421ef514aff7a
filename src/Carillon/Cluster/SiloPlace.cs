using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Carillon.Storage;

namespace Carillon.Cluster;

/// <summary>Where this node's engine listens for the engines of others.</summary>
/// <param name="Advertised">The address others are told.</param>
/// <param name="Listening">The one it binds.</param>
internal sealed record SiloPlace(IPEndPoint Advertised, IPEndPoint Listening)
{
    /// <summary>
    /// The endpoint that was set; else a free port of the address by which this machine reaches the database, because what reaches
    /// the database also reaches the other nodes there.
    /// </summary>
    public static async Task<SiloPlace> FindAsync(string? endpoint, Database database, CancellationToken cancellationToken)
    {
        if (endpoint is null)
        {
            var free = FreePort(await database.FindLocalAddressAsync(cancellationToken));
            return new SiloPlace(free, free);
        }

        var colon = endpoint.LastIndexOf(':');
        var port = int.Parse(endpoint.AsSpan(colon + 1), CultureInfo.InvariantCulture);
        var host = endpoint[..colon].Trim('[', ']');
        var address = IPAddress.TryParse(host, out var literal) ? literal : (await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork, cancellationToken))[0];
        var listening = IsOurs(address) ? address : IPAddress.Any;
        return new SiloPlace(new IPEndPoint(address, port), new IPEndPoint(listening, port));
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static IPEndPoint FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }

    /// <summary>Behind a translated address (a container's published port) one cannot bind what others see.</summary>
    private static bool IsOurs(IPAddress address)
    {
        try
        {
            FreePort(address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
