using System.Globalization;

using Carillon.Server.Campaigns;
using Carillon.Server.Compliance;
using Carillon.Server.Contacts.Imports;
using Carillon.Server.Receiving.Conversations;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Localization;

namespace Carillon.Server.Web.Shell;

/// <summary>Puts the pages into the server: one line to register, one in the pipeline before routing, one behind it, one to map.</summary>
public static class PageRegistration
{
    private static readonly CultureInfo Words = CultureInfo.GetCultureInfo("en-US");

    /// <summary>Figures are written as the viewer's language writes them; the words are English.</summary>
    private static readonly CultureInfo[] Figures = CultureInfo.GetCultures(CultureTypes.NeutralCultures | CultureTypes.SpecificCultures);

    /// <summary>What pages need; the rooms, sessions and the clock are the caller's.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents().RegisterPersistentService<Viewer>(RenderMode.InteractiveServer);
        services.AddHttpContextAccessor();
        services.AddScoped<Viewer>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<ViewerClock>();
        services.AddScoped<PageWork>();
        services.AddScoped<ShellReads>();
        services.AddScoped<NewsReads>();
        services.AddScoped<SearchReads>();
        services.AddScoped<CampaignReads>();
        services.AddScoped<CampaignWaiting>();
        services.AddScoped<SendingStopDesk>();
        services.AddScoped<ConversationReads>();
        return services;
    }

    /// <summary>Before routing: what a browser is shown where a page is missing or breaks.</summary>
    public static IApplicationBuilder UsePageErrors(this IApplicationBuilder app) => app.UseWhen(
        IsForPeople,
        pages =>
        {
            pages.UseExceptionHandler("/error", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        });

    /// <summary>Behind routing and sessions: in which language, who may, and that a form is ours.</summary>
    public static IApplicationBuilder UsePages(this IApplicationBuilder app) => app.UseWhen(
        context => !IsForPrograms(context),
        pages =>
        {
            pages.UseRequestLocalization(new RequestLocalizationOptions
            {
                DefaultRequestCulture = new RequestCulture(Words),
                SupportedCultures = Figures,
                SupportedUICultures = [Words],
                RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()],
            });
            pages.UseAuthorization();
            pages.UseAntiforgery();
        });

    /// <summary>Maps pages, their files and the few forms that are no page.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapStaticAssets();
        routes.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        routes.MapProblemsDownload();
        routes.MapGet("/shell", (ShellReads reads, CancellationToken cancellationToken) => reads.CountAsync(cancellationToken)).RequireAuthorization().ExcludeFromDescription();
        routes.MapGet("/search", (string? q, SearchReads reads, CancellationToken cancellationToken) => reads.FindAsync(q, cancellationToken)).RequireAuthorization().ExcludeFromDescription();
        routes.MapPost("/theme", ThemeChoice.Change).WithMetadata(new RequireAntiforgeryTokenAttribute()).ExcludeFromDescription();
    }

    private static bool IsForPrograms(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        || context.Request.Path.StartsWithSegments("/webhooks", StringComparison.Ordinal)
        || context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
        || context.Request.Path.StartsWithSegments("/metrics", StringComparison.Ordinal);

    private static bool IsForPeople(HttpContext context) =>
        !IsForPrograms(context) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
