using Carillon.Server.Web;
using Carillon.Server.Web.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Carillon.BrowserTests;

/// <summary>The whole server on a free port with an empty data folder, as a person finds it after the first start. Disposing leaves nothing.</summary>
public sealed class PageServer : IAsyncDisposable
{
    private readonly string _folder;
    private WebApplication _app;

    private PageServer(WebApplication app, string folder)
    {
        (_app, _folder) = (app, folder);
        Address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
    }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>Its services, for tests that prepare what a page shows.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts one.</summary>
    public static async Task<PageServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("carillon-pages-").FullName;
        return new PageServer(await RunAsync(folder, "http://127.0.0.1:0"), folder);
    }

    /// <summary>Ends the server and starts another on the same data and address.</summary>
    /// <param name="whileGone">What happens in between.</param>
    public async Task RestartAsync(Func<Task> whileGone)
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await whileGone();
        _app = await RunAsync(_folder, Address);
    }

    private static async Task<WebApplication> RunAsync(string folder, string url)
    {
        var builder = CarillonServer.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = url,
            ["Logging:LogLevel:Default"] = "Error",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Error",
            ["Carillon:DataDirectory"] = folder,
        });
        Assert.True(CarillonSettings.TryRead(builder.Configuration, out var settings, out var refusal), refusal?.ToString());
        var app = CarillonServer.Build(builder, settings);
        await app.StartAsync();
        return app;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
