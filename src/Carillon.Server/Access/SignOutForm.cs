using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Carillon.Server.Access;

/// <summary>Signing out is a form's post, so that no link or picture of another site can do it.</summary>
public static class SignOutForm
{
    /// <summary>Maps <c>POST /sign-out</c>; the form carries the antiforgery token.</summary>
    public static void MapSignOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-out", SignOutAsync).ExcludeFromDescription();

    private static async Task<Results<RedirectHttpResult, BadRequest>> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignInDoor door)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.BadRequest();
        }

        await door.SignOutAsync();
        return TypedResults.LocalRedirect("~" + SessionCookie.SignInPath);
    }
}
