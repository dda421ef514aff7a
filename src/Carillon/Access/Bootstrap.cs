using Carillon.Primitives;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Carillon.Access;

/// <summary>
/// What happens between the migrations and the first request: the master key is tried on the key ring, the first workspace is made, and the first administrator
/// and key if the settings name them. Any number of nodes may do it at once; it is done once.
/// </summary>
public sealed partial class Bootstrap(
    IServiceScopeFactory scopes, Workspaces workspaces, MasterKey master, IDataProtectionProvider protection, IOptions<BootstrapOptions> options, ILogger<Bootstrap> logger)
{
    /// <summary>Makes the installation ready for its first request.</summary>
    public async Task<BootstrapOutcome> RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var wrappedBy = scope.ServiceProvider.GetRequiredService<KeyRing>().WrappedBy();
        if (wrappedBy.Any(id => id != master.Id))
        {
            return new BootstrapOutcome.OtherMasterKey(
                $"Carillon:Keys:MasterKey does not open the key ring of this database (this is key {master.Id}, the ring was wrapped by {wrappedBy[0]}): give the key that it was made with");
        }

        // The ring's first key is made here and now: made later, inside somebody's write, it would wait for itself.
        protection.CreateProtector("Carillon", "start").Protect("ready");
        var first = await workspaces.EnsureFirstAsync(cancellationToken);
        var administrator = scope.ServiceProvider.GetRequiredService<FirstAdministrator>();
        await ApplyAsync(administrator, cancellationToken);
        return new BootstrapOutcome.Ready(first, await administrator.IsMissingAsync(cancellationToken) ? administrator.Code : null);
    }

    private async Task ApplyAsync(FirstAdministrator administrator, CancellationToken cancellationToken)
    {
        var (email, password) = (options.Value.AdminEmail, options.Value.AdminPassword);
        var key = BootstrapOptions.IsGiven(options.Value.ApiKey) ? options.Value.ApiKey!.Trim() : null; // given: not null
        if (!await administrator.IsMissingAsync(cancellationToken))
        {
            return;
        }

        if (BootstrapOptions.IsGiven(email) && BootstrapOptions.IsGiven(password))
        {
            if (await administrator.ClaimAsync(email!, password!, key, cancellationToken) is FirstAdministratorOutcome.Created) // given: not null
            {
                LogClaimed(logger);
                if (PasswordRules.Judge(password!, email!) is not PasswordVerdict.Good)
                {
                    LogEasyPassword(logger);
                }
            }
        }
        else if (key is not null)
        {
            await administrator.AddKeyAsync(key, cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The first administrator was made from Carillon:Bootstrap; those settings are not used again and can be removed.")]
    private static partial void LogClaimed(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Carillon:Bootstrap:AdminPassword is easy to guess: change the password.")]
    private static partial void LogEasyPassword(ILogger logger);
}

/// <summary>Whether the installation may serve.</summary>
public abstract record BootstrapOutcome
{
    /// <summary>It may.</summary>
    /// <param name="FirstWorkspace">The workspace it began with.</param>
    /// <param name="Code">While there is no user: what somebody elsewhere needs to be the first; the console shows it.</param>
    public sealed record Ready(WorkspaceId FirstWorkspace, string? Code) : BootstrapOutcome;

    /// <summary>The master key is not the one that this database was made with. Nothing was changed.</summary>
    /// <param name="Words">One line for the console, without secrets.</param>
    public sealed record OtherMasterKey(string Words) : BootstrapOutcome;
}
