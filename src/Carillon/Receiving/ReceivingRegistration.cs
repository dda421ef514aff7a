using Carillon.Audiences;
using Carillon.Channels;
using Carillon.Cluster;
using Carillon.Compliance;
using Carillon.Compliance.Reviews;
using Carillon.Contacts;
using Carillon.Contacts.Engagement;
using Carillon.Receiving.Callbacks;
using Carillon.Receiving.Conversations;
using Carillon.Receiving.Inbox;
using Carillon.Receiving.Texts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Carillon.Receiving;

/// <summary>Puts the room into a program.</summary>
public static class ReceivingRegistration
{
    /// <summary>Adds the door for callbacks, the work behind it, and what pages read. Needs Compliance, Channels and Sending.</summary>
    public static IServiceCollection AddReceiving(this IServiceCollection services, EngineExports exports)
    {
        services.TryAddSingleton<CallbackIntake>();
        services.TryAddSingleton<ICallbackSink>(provider => provider.GetRequiredService<CallbackIntake>());
        services.TryAddSingleton<IKnownPeople, ContactsByNumber>();
        services.AddSingleton<ICampaignReactions, CampaignReplies>();
        services.AddSingleton<IEngagementSource, Answers>();
        services.AddSingleton<IPersonalRecords, PersonalTexts>();
        services.TryAddSingleton<InboundOptOuts>();
        services.TryAddSingleton<KeywordReplies>();
        services.TryAddSingleton<Resumptions>();
        services.TryAddSingleton<InboundTexts>();
        services.TryAddSingleton<ReceiptRound>();
        services.TryAddSingleton<EventEffects>();
        services.TryAddSingleton<InboxWorker>();
        services.AddSingleton<IDueWork, InboxDue>();
        services.TryAddScoped<ConversationBook>();
        services.TryAddScoped<SavedReplyBook>();
        services.TryAddScoped<ProviderEventBook>();
        services.TryAddScoped<MessageBook>();
        services.AddSingleton<CallbackRetention>();
        exports.Add<InboxWorker>();
        services.AddScoped<Reports.OptOutReport>();
        services.AddSingleton<Joining.FormJoin>();
        services.AddScoped<Proofs.NumberProof>();
        services.AddSingleton<ISuppressionListener, ReviewMarks>();
        services.AddSingleton<IReviewListener, ReviewMarks>();
        return services;
    }
}
