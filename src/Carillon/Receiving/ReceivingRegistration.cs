using Carillon.Channels;
using Carillon.Cluster;
using Carillon.Receiving.Callbacks;
using Carillon.Receiving.Inbox;
using Carillon.Receiving.Texts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Carillon.Receiving;

/// <summary>Puts the room into a program.</summary>
public static class ReceivingRegistration
{
    /// <summary>Adds the door for callbacks and the work behind it.</summary>
    public static IServiceCollection AddReceiving(this IServiceCollection services)
    {
        services.TryAddSingleton<CallbackIntake>();
        services.TryAddSingleton<ICallbackSink>(provider => provider.GetRequiredService<CallbackIntake>());
        services.TryAddSingleton<InboundOptOuts>();
        services.TryAddSingleton<KeywordAnswers>();
        services.TryAddSingleton<InboundTexts>();
        services.TryAddSingleton<ReceiptRound>();
        services.TryAddSingleton<EventEffects>();
        services.TryAddSingleton<InboxWorker>();
        services.AddSingleton<IDueWork, InboxDue>();
        return services;
    }
}
