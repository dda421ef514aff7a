using Carillon.Access;
using Carillon.Server.Web.Start;
using Microsoft.AspNetCore.Identity;

namespace Carillon.Server.Access;

/// <summary>The room's lines in the server's composition.</summary>
public static class AccessEdge
{
    /// <summary>Registers workspaces, people, keys and sessions, and binds their settings.</summary>
    public static void AddAccessEdge(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<BootstrapOptions>(builder.Configuration.GetSection("Carillon:Bootstrap"));
        builder.Services.Configure<KeysOptions>(builder.Configuration.GetSection("Carillon:Keys"));
        builder.Services.AddAccess();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<IPasskeyHandler<User>, PasskeyHandler<User>>();
        builder.Services.Configure<IdentityPasskeyOptions>(options => (options.UserVerificationRequirement, options.ResidentKeyRequirement) = ("required", "required"));
        builder.Services.AddScoped<PasskeyDoor>();
        builder.Services.AddScoped<SignInDoor>();
        builder.Services.AddSingleton<IStartStep, AccessStart>();
        builder.Services.AddSingleton<DailyBackups>();
        builder.Services.AddScoped<BackupDesk>();
        builder.Services.AddHostedService<BackupClock>();
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "carillon-form";
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.SameSite = SameSiteMode.Strict;
        });
        SessionCookie.Add(builder.Services);
    }

    /// <summary>Reads the session's cookie; before anything that reads rows.</summary>
    public static void UseSessions(this WebApplication app) => SessionCookie.Use(app);
}
