using System.Diagnostics;
using Carillon.Channels.Numbers;
using Carillon.Channels.OpenPhone;
using Carillon.Channels.Simulator;
using Carillon.Channels.Twilio;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Carillon.Channels;

/// <summary>Puts the adapters in.</summary>
public static class ChannelsRegistration
{
    /// <summary>All adapters, looked up by <see cref="MessageProviders"/>; options come from <c>Carillon:Channels</c>.</summary>
    public static IServiceCollection AddChannels(this IServiceCollection services)
    {
        services.AddOptions<ChannelsOptions>()
            .BindConfiguration("Carillon:Channels", binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ChannelsOptions>, ChannelsOptionsCheck>();
        services.TryAddSingleton(TimeProvider.System);

        AddWire(services, Provider.Twilio);
        services.AddSingleton<IMessageProvider, TwilioProvider>();
        AddWire(services, Provider.OpenPhone);
        services.AddSingleton<IMessageProvider, OpenPhoneProvider>();
        AddWire(services, Provider.Numverify);
        services.AddSingleton<NumverifyProvider>();
        services.AddSingleton<IMessageProvider>(provider => provider.GetRequiredService<NumverifyProvider>());
        services.AddSingleton<INumberLookup>(provider => provider.GetRequiredService<NumverifyProvider>());
        services.AddSingleton<INumberLookup, TwilioNumberLookup>();

        services.AddSingleton<SimulatorQueue>();
        services.AddSingleton<SimulatorCallbacks>();
        services.AddSingleton<IMessageProvider, SimulatorProvider>();
        services.AddHostedService<SimulatorTraffic>();

        services.AddSingleton<MessageProviders>();
        return services;
    }

    private static void AddWire(IServiceCollection services, Provider provider) =>
        services.AddHttpClient(provider.ApiName())
            .ConfigurePrimaryHttpMessageHandler(scope => Handler(scope.GetRequiredService<IOptions<ChannelsOptions>>().Value))

            // Connections are renewed by the handler itself, so the handler may live as long as the process.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

            // Addresses carry numbers; and a message a line is nobody's log.
            .RemoveAllLoggers();

    private static SocketsHttpHandler Handler(ChannelsOptions options) => new()
    {
        MaxConnectionsPerServer = options.MaxConnections,
        PooledConnectionLifetime = TimeSpan.FromSeconds(options.ConnectionLifetimeSeconds),

        // Shorter than servers keep an idle connection, so that a request seldom meets one that is just being closed.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        ConnectTimeout = TimeSpan.FromSeconds(options.CallDeadlineSeconds),
        AllowAutoRedirect = false,
        UseCookies = false,

        // Our traces go on in our own spans, and are not sent to others.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };
}
