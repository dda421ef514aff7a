using Carillon.Access;

namespace Carillon.Server.Web.Api;

/// <summary>What scope a route needs. Reading needs <c>read</c> by itself; every other route says <c>.Needs(…)</c>, which a test checks.</summary>
public static class ApiScopes
{
    /// <summary>Names the least scope that opens the route.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder route, ApiScope scope)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new NeededScope(scope));
}

/// <summary>The least scope that opens a route, as metadata.</summary>
/// <param name="Scope">The scope.</param>
public sealed record NeededScope(ApiScope Scope);
