using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Carillon.Server.Web.Settings;

/// <summary>The first address this server listens on, as it turned out to be: for callbacks where nobody named a public one.</summary>
internal sealed class ListeningAddress(IServer server)
{
    private static readonly Uri Unknown = new(CarillonSettings.DefaultUrl);
    private Uri? _found;

    /// <summary>The address; before the server listens the one it would choose by itself.</summary>
    public Uri Find() => _found ?? Look() ?? Unknown;

    private Uri? Look()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();

        // Port 0 is a wish, not a port: the server has not begun yet.
        if (address is null || address.EndsWith(":0", StringComparison.Ordinal))
        {
            return null;
        }

        return _found = new Uri(Addresses.AnyHost.Aggregate(address, (url, any) => url.Replace(any, "127.0.0.1", StringComparison.Ordinal)));
    }
}
