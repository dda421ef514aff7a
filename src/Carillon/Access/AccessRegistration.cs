using Carillon.Access.Audit;
using Carillon.Access.Invitations;
using Carillon.Access.SecondFactors;
using Carillon.Access.Sessions;
using Carillon.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Carillon.Access;

/// <summary>The room's one line of registration.</summary>
public static class AccessRegistration
{
    /// <summary>OWASP's figure for PBKDF2 with SHA-512, which Identity's third format uses.</summary>
    internal const int PasswordRounds = 210_000;

    /// <summary>
    /// Workspaces, people, keys and secrets. Needs a <see cref="Database"/>, <see cref="StorageOptions"/> and a <see cref="TimeProvider"/>; <see cref="KeysOptions"/> and
    /// <see cref="BootstrapOptions"/> are bound by the caller.
    /// </summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<BootstrapOptions>();
        services.AddOptions<KeysOptions>();
        services.AddSingleton(MasterKeyOf);
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<IVerifiableChain>(provider => provider.GetRequiredService<AuditLog>());
        services.AddSingleton<Workspaces>();
        services.AddSingleton<Bootstrap>();
        services.AddSingleton<SecretBox>();
        services.AddSingleton<SessionCheck>();
        services.AddSingleton<SessionBook>();
        services.AddSingleton<SecondSteps>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<KnownBrowsers>();
        services.AddScoped<CurrentWorkspace>();
        services.TryAddScoped(provider => provider.GetRequiredService<Database>().Open(provider.GetRequiredService<CurrentWorkspace>().Scope));
        services.AddScoped<Users>();
        services.AddScoped<SecondFactor>();
        services.AddScoped<SignIn>();
        services.AddScoped<Members>();
        services.AddScoped<InvitationBook>();
        services.AddScoped<FirstAdministrator>();
        services.AddHostedService<KeyUseRecorder>();
        AddKeyRing(services);
        AddIdentity(services);
        return services;
    }

    private static MasterKey MasterKeyOf(IServiceProvider provider)
    {
        var setting = provider.GetRequiredService<IOptions<KeysOptions>>().Value.MasterKey;
        return string.IsNullOrWhiteSpace(setting)
            ? MasterKey.OfFile(Path.Combine(provider.GetRequiredService<StorageOptions>().DataDirectory, KeysOptions.FileName))
            : MasterKey.TryParse(setting) ?? throw new InvalidOperationException("Carillon:Keys:MasterKey has to be 32 bytes in base64.");
    }

    private static void AddKeyRing(IServiceCollection services)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyWrapper>();
        services.AddDataProtection().SetApplicationName("Carillon");
        services.AddOptions<KeyManagementOptions>().Configure<KeyRing, KeyWrapper>((options, ring, wrapper) =>
        {
            options.XmlRepository = ring;
            options.XmlEncryptor = wrapper;
        });
    }

    private static void AddIdentity(IServiceCollection services)
    {
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordRounds);
        services
            .AddIdentityCore<User>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.User.AllowedUserNameCharacters = ""; // the name is the e-mail address, and that is checked as one
                options.Password.RequiredLength = PasswordRules.Shortest;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredUniqueChars = 1;
                options.Lockout.AllowedForNewUsers = false; // SignInThrottle slows guessers without shutting anybody out
            })
            .AddPasswordValidator<PasswordRules>()
            .AddUserStore<UserOnlyStore<User, CarillonDb, Guid>>();
    }
}
