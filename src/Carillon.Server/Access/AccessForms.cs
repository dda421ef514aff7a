using Carillon.Access.Sessions;
using Carillon.Primitives;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Carillon.Server.Access;

/// <summary>The few addresses of signing in that are no page.</summary>
public static class AccessForms
{
    /// <summary>Maps them.</summary>
    public static void MapAccessForms(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/passkeys/ask", AskAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/passkeys/options", OfferAsync).WithMetadata(new AuthorizeAttribute()).DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost("/workspace-switch", SwitchAsync).WithMetadata(new AuthorizeAttribute(), new RequireAntiforgeryTokenAttribute()).ExcludeFromDescription();
    }

    /// <summary>Asks nothing of the caller and tells nothing; the cookie it leaves is for our own pages only.</summary>
    private static async Task<Results<ContentHttpResult, ForbidHttpResult>> AskAsync(HttpContext context, PasskeyDoor door) =>
        IsOwnPage(context) ? TypedResults.Content(await door.AskAsync(), "application/json") : TypedResults.Forbid();

    private static async Task<Results<ContentHttpResult, ForbidHttpResult>> OfferAsync(HttpContext context, PasskeyDoor door) =>
        IsOwnPage(context) && Session.Of(context.User) is { } mine ? TypedResults.Content(await door.OfferAsync(mine), "application/json") : TypedResults.Forbid();

    private static async Task<RedirectHttpResult> SwitchAsync(HttpContext context, [FromForm] string? workspace, SignInDoor door, CancellationToken cancellationToken)
    {
        if (Session.Of(context.User) is { } mine && Id.TryParse<WorkspaceId>(workspace, out var to))
        {
            await door.SwitchAsync(mine, to, cancellationToken);
        }

        return TypedResults.LocalRedirect("~/");
    }

    private static bool IsOwnPage(HttpContext context) => context.Request.Headers["Sec-Fetch-Site"] is ["same-origin"];
}
