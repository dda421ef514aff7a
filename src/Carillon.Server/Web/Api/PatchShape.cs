namespace Carillon.Server.Web.Api;

/// <summary>What fields a PATCH takes, as metadata for the API's description.</summary>
/// <param name="Type">A record with those fields.</param>
public sealed record PatchShape(Type Type);

/// <summary>Saying what a PATCH takes.</summary>
public static class PatchShapes
{
    /// <summary>Names a record whose fields, all of them optional, the patch may have.</summary>
    public static RouteHandlerBuilder TakesPatchOf<TShape>(this RouteHandlerBuilder route) => route.WithMetadata(new PatchShape(typeof(TShape)));
}
