using Carillon.Primitives;

namespace Carillon.Server.Web.Api;

/// <summary>
/// An id in a route. One that is not well formed is an id of nothing, so the handler's search for it ends in the same 404 as
/// that for a foreign one.
/// </summary>
/// <typeparam name="TId">The kind of id.</typeparam>
public readonly record struct RouteId<TId>
    where TId : struct, IId<TId>
{
    private RouteId(TId value) => Value = value;

    /// <summary>The id; that of nothing when the route had none.</summary>
    public TId Value { get; }

    /// <summary>Reads a route value; never fails.</summary>
    public static bool TryParse(string? text, out RouteId<TId> id)
    {
        _ = Id.TryParse<TId>(text, out var value);
        id = new RouteId<TId>(value);
        return true;
    }

    /// <summary>The 32 hexadecimal digits.</summary>
    public override string ToString() => Value.Value.ToString("N");
}
