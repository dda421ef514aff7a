namespace Carillon.Server.Web.Api;

/// <summary>What a merge patch says about one field: nothing, or its new value.</summary>
/// <typeparam name="T">The field's type; nullable where null clears it.</typeparam>
public readonly record struct Change<T>
{
    private Change(T value) => (IsPresent, Value) = (true, value);

    /// <summary>Whether the patch names the field.</summary>
    public bool IsPresent { get; }

    /// <summary>The new value, where there is one.</summary>
    public T? Value { get; }

    /// <summary>A field that is not named.</summary>
    public static Change<T> None => default;

    /// <summary>A new value.</summary>
    public static Change<T> To(T value) => new(value);

    /// <summary>The new value, else the present one.</summary>
    public T Or(T present) => IsPresent ? Value! : present; // a present change was made from a T
}
