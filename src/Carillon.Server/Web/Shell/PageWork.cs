using Carillon.Access;
using Carillon.Access.Roles;
using Carillon.Access.Sessions;
using Carillon.Server.Access;
using Carillon.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Carillon.Server.Web.Shell;

/// <summary>
/// How pages ask rooms: each question in a scope of its own, bound to the viewer's workspace, after a look whether the session still holds. So a
/// page that stays open for hours keeps no context, and is shut out like any other when its session ends.
/// </summary>
public sealed class PageWork(
    IServiceScopeFactory scopes, AuthenticationStateProvider authentication, SessionCheck check, NavigationManager navigation, ViewerClock clock,
    IHostApplicationLifetime lifetime) : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private bool _isZoneKnown;
    private bool _isGone;

    /// <summary>Set when the page has gone.</summary>
    public CancellationToken Gone => _isGone ? new CancellationToken(canceled: true) : _gone.Token;

    /// <summary>Asks a room (any registered class, or one that can be made from such) and brings its answer.</summary>
    public async Task<TAnswer> AskAsync<TRoom, TAnswer>(Func<TRoom, CancellationToken, Task<TAnswer>> ask)
        where TRoom : class
    {
        lifetime.ApplicationStopping.ThrowIfCancellationRequested(); // an open page outlives the rooms it asks
        var session = await SessionAsync();
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentWorkspace>().Enter(session);
        await LearnZoneAsync(scope.ServiceProvider);
        return await ask(ActivatorUtilities.GetServiceOrCreateInstance<TRoom>(scope.ServiceProvider), Gone);
    }

    /// <summary>As <see cref="AskAsync"/>, for what changes something: the person's role has to have the permission at this moment, however long the page has been open.</summary>
    public async Task<TAnswer> DoAsync<TRoom, TAnswer>(Permission permission, Func<TRoom, CancellationToken, Task<TAnswer>> act)
        where TRoom : class
    {
        var session = await SessionAsync();
        if (!session.Role.Has(permission))
        {
            navigation.NavigateTo("/refused", forceLoad: true);
            throw new OperationCanceledException("The role does not open this.");
        }

        if (RoutePolicy.NeedsStepUp(permission, HttpMethods.Post) && !await check.IsProvedAsync(session, Gone))
        {
            navigation.NavigateTo(PageWalls.StepUpPath("/" + navigation.ToBaseRelativePath(navigation.Uri)), forceLoad: true);
            throw new OperationCanceledException("Who it is has to be shown first.");
        }

        return await AskAsync(act);
    }

    /// <summary>Who looks at the page, with the role of this moment.</summary>
    public async Task<Session> SessionAsync()
    {
        var state = await authentication.GetAuthenticationStateAsync();
        if (Session.Of(state.User) is { } session && await check.LookAsync(session, Gone) is { } current)
        {
            if (!await check.LacksSecondFactorAsync(current, Gone) || RoutePolicy.OpensWithoutSecondFactor(Here))
            {
                return current;
            }

            navigation.NavigateTo(PageWalls.SecondFactorPath, forceLoad: true);
            throw new OperationCanceledException("An authenticator app has to be set up first.");
        }

        navigation.NavigateTo("/sign-in", forceLoad: true);
        throw new OperationCanceledException("The session has ended.");
    }

    private string Here => new Uri(navigation.Uri).AbsolutePath;

    /// <inheritdoc/>
    public void Dispose()
    {
        _isGone = true;
        _gone.Cancel();
        _gone.Dispose();
    }

    private async Task LearnZoneAsync(IServiceProvider provider)
    {
        if (_isZoneKnown)
        {
            return;
        }

        var db = provider.GetRequiredService<CarillonDb>();
        if (await db.Workspaces.Where(row => row.Id == db.Workspace).Select(row => row.TimeZone).FirstOrDefaultAsync(Gone) is { } zone)
        {
            clock.UseZone(zone);
            _isZoneKnown = true;
        }
    }
}
