using Carillon.Server.Compliance;

namespace Carillon.Server.Receiving;

/// <summary>The rooms' lines in the server: what their routes need, and the routes.</summary>
public static class ReceivingRoutes
{
    /// <summary>What the routes need beside the rooms themselves.</summary>
    public static IServiceCollection AddReceivingRoutes(this IServiceCollection services) => services.AddScoped<MessageResponses>().AddScoped<ContactHistory>().AddHostedService<CallbackCleaning>();

    /// <summary>Wishes, texts in both directions, conversations and what providers told.</summary>
    public static RouteGroupBuilder MapReceiving(this RouteGroupBuilder api) =>
        api.MapOptOuts().MapConsentEvents().MapMessageList().MapConversations().MapWebhookEvents().MapOptOutReviews().MapKeywords().MapOptInForms().MapOptOutReport().MapNumberProof().MapContactHistory();
}
