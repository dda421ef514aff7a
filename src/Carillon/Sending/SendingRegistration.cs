using Carillon.Access;
using Carillon.Cluster;
using Carillon.Compliance;
using Carillon.Compliance.Reviews;
using Carillon.Contacts;
using Carillon.Contacts.Engagement;
using Carillon.Contacts.Numbers;
using Carillon.Sending.Accounts;
using Carillon.Sending.Dispatch;
using Carillon.Sending.Pacing;
using Carillon.Sending.Reconciliation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Carillon.Sending;

/// <summary>The room's one line of registration.</summary>
public static class SendingRegistration
{
    /// <summary>Accounts, lanes, fates; options come from <c>Carillon:Sending</c>. The caller registers a <see cref="CallbackAddress"/>.</summary>
    public static IServiceCollection AddSending(this IServiceCollection services, EngineExports exports)
    {
        services.AddOptions<SendingOptions>().BindConfiguration("Carillon:Sending", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SendingOptions>, SendingOptionsCheck>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SendingOptions>>().Value);
        services.AddSingleton<AccountLogins>();
        services.AddSingleton<AlertBook>();
        services.AddSingleton<AccountStops>();
        services.AddSingleton<PacePermits>();
        services.AddSingleton<CarrierCaps>();
        services.AddSingleton<RunWaits>();
        services.AddSingleton<NumberVerdicts>();
        services.AddSingleton<CarrierOptOuts>();
        services.AddSingleton<ToldFailures>();
        services.AddSingleton<EngineView>();
        services.AddSingleton<ISettingsListener>(provider => provider.GetRequiredService<EngineView>());
        services.AddSingleton<AttemptGate>();
        services.AddSingleton<AnswerRecorder>();
        services.AddSingleton<ProviderCaller>();
        services.AddSingleton<AccountWires>();
        services.AddSingleton<LaneRecovery>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<LostReceipts>();
        services.AddSingleton<IJobKind, ReconciliationJob>();
        services.AddSingleton<IJobKind, DeliveryPolls>();
        services.AddSingleton<LaneTools>();
        services.AddSingleton<MessageFate>();
        services.AddSingleton<IDueWork, DueLanes>();
        services.AddSingleton<ISuppressionListener, WaitingCancellation>();
        services.AddSingleton<IReviewListener, ReviewRest>();
        services.AddSingleton<IWorkspaceSeed, SimulatorSeed>();
        services.AddSingleton<ILastContacts, LastContacts>();
        services.AddSingleton<IEngagementSource, Deliveries>();
        services.AddSingleton<INumberChecker, AccountNumberChecker>();
        services.AddSingleton<IPersonalRecords, PersonalMessages>();
        services.AddScoped<AccountBook>();
        services.AddScoped<PoolBook>();
        services.AddScoped<SenderBook>();
        services.AddScoped<Outbox>();
        exports.Add<LaneTools>();
        return services;
    }
}
