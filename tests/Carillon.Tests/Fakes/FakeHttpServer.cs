using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Carillon.Tests.Fakes;

/// <summary>A bare web server on a free local port: no routing, no middleware, no log, so that it is never what is measured.</summary>
public sealed class FakeHttpServer : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly CancellationTokenSource _stopping = new();

    private FakeHttpServer(KestrelServer server) => _server = server;

    /// <summary>Its address, ending in a slash.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Cancelled when the server goes; ends what hangs.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Starts one that answers with <paramref name="answer"/>.</summary>
    public static async Task<FakeHttpServer> StartAsync(Func<FakeExchange, Task> answer)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = 1024 * 1024;
        options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var kestrel = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        var server = new FakeHttpServer(kestrel);
        await kestrel.StartAsync(new Application(answer), CancellationToken.None);
        server.Url = new Uri(kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _server.StopAsync(atOnce.Token);
        _server.Dispose();
        _stopping.Dispose();
    }

    private sealed class Application(Func<FakeExchange, Task> answer) : IHttpApplication<IFeatureCollection>
    {
        public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

        public Task ProcessRequestAsync(IFeatureCollection context) => answer(new FakeExchange(context));

        public void DisposeContext(IFeatureCollection context, Exception? exception)
        {
        }
    }
}
