namespace Carillon.Primitives;

/// <summary>An id of one kind of thing: a version 7 GUID that tells nothing about order and is opaque outside.</summary>
/// <typeparam name="TSelf">The id's own type, so that two kinds of id cannot change places.</typeparam>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    /// <summary>The stored value.</summary>
    Guid Value { get; }

    /// <summary>Wraps a stored value.</summary>
    static abstract TSelf From(Guid value);
}

/// <summary>Making and reading ids of every kind.</summary>
public static class Id
{
    /// <summary>A fresh id.</summary>
    public static TId New<TId>(TimeProvider time)
        where TId : struct, IId<TId> => TId.From(Guid.CreateVersion7(time.GetUtcNow()));

    /// <summary>Reads the 32 hexadecimal digits that an id is outside; false for anything else.</summary>
    public static bool TryParse<TId>(string? text, out TId id)
        where TId : struct, IId<TId>
    {
        var read = Guid.TryParseExact(text, "N", out var value);
        id = read ? TId.From(value) : default;
        return read;
    }
}
